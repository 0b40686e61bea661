"""survey-aggregator follow: what changes is computed, and nothing else."""

import json
import re
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import program, require_programs  # noqa: E402
from harness.cluster import die_with_parent  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402

DEBOUNCE_MS = 200


class Instance:
    """A running `survey-aggregator follow`."""

    def __init__(self, house: House, name: str):
        self.log_path = house.folder / f"{name}.log"
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [program("survey-aggregator"), "follow", "--config", house.config,
                 "--debounce-ms", str(DEBOUNCE_MS)],
                stdout=log, stderr=log, preexec_fn=die_with_parent(signal.SIGKILL))

    def log(self) -> str:
        return self.log_path.read_text("utf8")

    def computed(self) -> int:
        """How often something was computed."""
        return len(re.findall(r"\bcomputed\b.*\brun=", self.log()))

    def end(self, number: int = signal.SIGTERM) -> float:
        """Ends it; gives how many seconds that took."""
        begun = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(20)
        return time.monotonic() - begun


class Follow(unittest.TestCase):
    def setUp(self):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        # The lines of the log are read here, whatever standard error is.
        self.house = self.enterContext(House({("log", "format"): "lines",
                                              ("log", "level"): "debug"}))
        folder = self.house.programme_copy(cycles=self.house.cycles_far_away())
        self.document = make.load(folder / "programme.json")
        self.questionnaire = make.load(folder / "cycle-1.json")
        self.programme = self.house.import_programme(folder)
        self.house.open_cycle(self.programme, 1)
        self.daemon = self.enterContext(self.house.daemon())
        self.people = self.house.invite_from_the_start(self.programme, self.document)
        client = self.daemon.client()
        eventually(lambda: client.get(self.people[0]["link"]).status == 200, "cycle 1 is open")
        client.close()

    def start(self, name: str = "first") -> Instance:
        instance = Instance(self.house, name)
        self.addCleanup(instance.end, signal.SIGKILL)
        return instance

    def following(self, instance: Instance) -> None:
        eventually(lambda: "following what changes" in instance.log(), "it follows")
        eventually(lambda: instance.computed() > 0, "it has computed what there is")

    def answer(self, places, pick: int = 0, **changes) -> list[str]:
        """Sends complete answers of these people; gives the receipts."""
        client, receipts = self.daemon.client(), []
        for place in places:
            person = self.people[place]
            body = make.complete(self.document, self.questionnaire, 1, person["organisation"],
                                 pick + place)
            body.update(changes)
            # One of the daemon's connections may still be on its way back from an outage.
            reply = eventually(lambda: next((each for each in [
                client.submit(person["link"], body, cycle=1)] if each.status != 503), None),
                "it takes answers")
            self.assertEqual(reply.status, 201, reply.text)
            receipts.append(json.loads(reply.text)["receipt"])
        client.close()
        return receipts

    def count(self) -> int:
        """The answers in the stored figure."""
        text = self.house.cluster.value(
            'SELECT "values" ->> \'n\' FROM survey.metric_result '
            "WHERE id = 'item:c1:recommend'")
        return int(text) if text else 0

    def sees(self, count: int) -> None:
        eventually(lambda: self.count() == count, f"{count} answers in the figure")

    def values(self) -> list:
        """What is computed. A reason that is published is as old as the figures beside it."""
        return self.house.cluster.rows(
            "SELECT id, metric, cycle, subject, CASE WHEN published IS NULL THEN reason END, "
            'request::text, "values"::text '
            "FROM survey.metric_result WHERE id <> 'releases' ORDER BY position")

    def published(self) -> list:
        return self.house.cluster.rows(
            "SELECT id, published::text FROM survey.metric_result ORDER BY position")

    def compute_anew(self) -> None:
        self.house.cluster.psql("DELETE FROM survey.metric_run")
        self.house.aggregator("run")

    def test_answers_come_change_and_go(self):
        self.answer(range(6))
        instance = self.start()
        self.following(instance)
        self.sees(6)
        self.answer(range(6, 9))
        self.sees(9)
        wall = self.house.open_link(self.programme)
        client = self.daemon.client()
        body = make.complete(self.document, self.questionnaire, 1, None, 3)
        body["actor_type"] = self.document["actorTypes"][0]["value"]
        self.assertEqual(client.submit(wall, body).status, 201)
        client.close()
        self.sees(10)
        # Somebody answers anew, and somebody else withdraws.
        receipt = self.answer([2], pick=5)[0]
        eventually(lambda: "run=" in instance.log() and self.count() == 10, "computed")
        raw = self.house.cluster.value(
            "SELECT receipt FROM survey.response WHERE revision = 2")
        self.assertTrue(raw, receipt)
        before = instance.computed()
        self.assertEqual(self.house.cluster.value(
            "SELECT outcome FROM survey.withdraw_response("
            f"'{self.programme}', (SELECT receipt FROM survey.response WHERE revision = 1 "
            "AND respondent IS NOT NULL ORDER BY receipt LIMIT 1), null)"), "done")
        self.sees(9)
        eventually(lambda: instance.computed() > before, "the withdrawal was computed")
        # Nothing is left to do for who reads everything, and everything gives the same.
        self.assertIn("is up to date", self.house.aggregator("run").stdout)
        followed = self.values()
        self.compute_anew()
        self.assertEqual(self.values(), followed)
        self.assertLess(instance.end(), 2)
        self.assertNotIn("error", instance.log())

    def test_only_what_draws_on_a_change_is_computed(self):
        self.answer(range(6))
        self.house.open_cycle(self.programme, 2)
        second = make.load(self.house.folder / "copy" / "cycle-2.json")
        client = self.daemon.client()
        for place in range(6):
            person = self.people[place]
            body = make.complete(self.document, second, 2, person["organisation"], place)
            eventually(lambda: client.submit(person["link"], body, cycle=2).status == 201,
                       "cycle 2 is open")
        client.close()
        instance = self.start()
        self.following(instance)
        total, all_computed = self.last_counts(instance)
        self.assertEqual(total, all_computed)
        self.answer([7])
        self.sees(7)
        eventually(lambda: instance.computed() == 2, "computed once more")
        total, computed = self.last_counts(instance)
        self.assertLess(computed, total * 0.8)
        followed = self.values()
        self.compute_anew()
        self.assertEqual(self.values(), followed)

    def test_what_is_recorded_of_participation_needs_no_answers_read_again(self):
        self.answer(range(6))
        instance = self.start()
        self.following(instance)
        self.sees(6)
        before = instance.computed()
        # Whoever wants to read an answer waits for this lock.
        lock = subprocess.Popen(
            ["psql", "-X", "-q", "-d", self.house.cluster.connection("postgres")],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        try:
            lock.stdin.write("BEGIN; LOCK TABLE survey.response;\n")
            lock.stdin.flush()
            eventually(lambda: self.house.cluster.value(
                "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
                " AND relation = 'survey.response'::regclass") == "1", "it is locked")
            self.house.cluster.psql("UPDATE survey.participation SET attended = true"
                                    " WHERE cycle = 1", "postgres")
            eventually(lambda: instance.computed() > before, "it was computed")
        finally:
            lock.stdin.close()
            lock.wait(20)

    def last_counts(self, instance: Instance) -> tuple[int, int]:
        """(analyses, computed) of the last computation in the log."""
        line = [each for each in instance.log().splitlines() if "computed=" in each][-1]
        return (int(re.search(r"analyses=(\d+)", line)[1]),
                int(re.search(r"computed=(\d+)", line)[1]))

    def test_publications_are_those_of_single_runs(self):
        """A few later answers do not show, and what was published stays to the digit."""
        self.answer(range(8))
        instance = self.start()
        self.following(instance)
        self.sees(8)
        shown = self.published()
        self.answer(range(8, 11), recommend=0)
        self.sees(11)
        item = dict(self.published())["item:c1:recommend"]
        self.assertEqual(item, dict(shown)["item:c1:recommend"])
        instance.end()
        self.house.aggregator("run")
        self.assertEqual(dict(self.published())["item:c1:recommend"], item)
        other = self.start("second")
        eventually(lambda: "following" in other.log(), "it follows")
        self.answer(range(11, 13), recommend=0)
        self.sees(13)
        self.assertEqual(json.loads(dict(self.published())["item:c1:recommend"])["n"], 13)

    def test_nothing_is_computed_when_nothing_changes(self):
        self.answer(range(5))
        instance = self.start()
        self.following(instance)
        self.sees(5)
        run = self.house.cluster.value("SELECT max(run) FROM survey.metric_run")
        # The same submission again stores nothing, and opening a cycle is no answer.
        self.house.open_cycle(self.programme, 2)
        time.sleep(5 * DEBOUNCE_MS / 1000)
        self.assertEqual(instance.computed(), 1)
        self.assertEqual(self.house.cluster.value("SELECT max(run) FROM survey.metric_run"), run)

    def test_figures_that_still_hold_are_noted(self):
        instance = self.start()
        self.following(instance)
        computed = instance.computed()
        self.house.cluster.psql("UPDATE survey.metric_run SET computed_at = now() - interval '1 day',"
                                " checked_at = now() - interval '1 day'", "postgres")
        recent = ("SELECT checked_at > now() - interval '1 minute' AND computed_at <"
                  " now() - interval '23 hours' FROM survey.metric_run")
        eventually(lambda: self.house.cluster.value(recent, "postgres") == "t",
                   "it is noted that nothing has come")
        self.assertEqual(instance.computed(), computed)

    def test_new_programmes_and_documents(self):
        instance = self.start()
        self.following(instance)
        other = self.house.programme_copy("other", programme="other",
                                          cycles=self.house.cycles_far_away())
        self.house.import_programme(other)
        eventually(lambda: self.house.cluster.value(
            "SELECT count(*) FROM survey.metric_run WHERE programme = 'other'") == "1",
            "the new programme is computed")
        self.answer(range(5))
        self.sees(5)

    def test_the_database_goes_away_and_comes_back(self):
        self.answer(range(5))
        instance = self.start()
        self.following(instance)
        self.sees(5)
        self.house.cluster.crash()
        eventually(lambda: "the database is away" in instance.log(), "it has noticed")
        self.house.cluster.start()
        eventually(lambda: instance.log().count("following what changes") == 2, "it follows again",
                   seconds=60)
        client = self.daemon.client()
        eventually(lambda: client.get(self.people[5]["link"]).status == 200, "surveyd is back",
                   seconds=60)
        client.close()
        self.answer(range(5, 7))
        self.sees(7)
        # Also when only one of its connections is cut.
        self.house.cluster.psql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE usename = 'survey_aggregator'", role="postgres")
        self.answer(range(7, 9))
        eventually(lambda: self.count() == 9, "it goes on", seconds=60)

    def test_another_instance_takes_over(self):
        self.answer(range(5))
        first = self.start("first")
        self.following(first)
        second = self.start("second")
        eventually(lambda: "waiting to take over" in second.log(), "the second one waits")
        self.answer([5])
        self.sees(6)
        self.assertEqual(second.computed(), 0)
        first.end(signal.SIGKILL)
        self.answer([6])
        self.sees(7)
        eventually(lambda: second.computed() > 0, "the second one has computed")

    def test_a_database_that_is_away_at_first(self):
        self.house.cluster.stop()
        instance = self.start()
        eventually(lambda: "the database is away" in instance.log(), "it says so")
        self.house.cluster.start()
        eventually(lambda: "following what changes" in instance.log(), "it follows", seconds=60)
        self.assertLess(instance.end(), 2)

    def test_many_changes_at_once(self):
        instance = self.start()
        self.following(instance)
        columns = self.house.cluster.value(
            "SELECT columns FROM survey.questionnaire WHERE cycle = 1")
        for first, last in ((1, 400), (401, 3000)):
            self.house.cluster.psql(f"""
                INSERT INTO survey.response (cycle, version, day, programme, receipt, digest,
                                             respondent, language, codes, "values")
                SELECT 1, 1, current_date, '{self.programme}',
                       substring(sha256(('r' || p)::bytea) for 10), '\\x00'::bytea,
                       substring(sha256(('p' || p)::bytea) for 16), 'sv',
                       array_fill(-99, ARRAY[{columns}]), '{{}}'
                  FROM generate_series({first}, {last}) AS p""")
            eventually(lambda: self.house.cluster.value(
                "SELECT input_rows FROM survey.metric_run") == str(last), f"{last} answers read")
        self.assertIn("is up to date", self.house.aggregator("run").stdout)

    def test_nothing_is_missed_whenever_it_is_committed(self):
        """Changes that are under way for as long as the follower takes to look, sleep and wake."""
        instance = self.start()
        self.following(instance)
        columns = self.house.cluster.value(
            "SELECT columns FROM survey.questionnaire WHERE cycle = 1")

        def submit(writer: int) -> str:
            """Transactions of one answer, some of which stay open for a while."""
            return "".join(f"""
                BEGIN;
                INSERT INTO survey.response (cycle, version, day, programme, receipt, digest,
                                             respondent, language, codes, "values")
                VALUES (1, 1, current_date, '{self.programme}',
                        substring(sha256('r {writer} {number}'::bytea) for 10), '\\x00'::bytea,
                        substring(sha256('p {writer} {number}'::bytea) for 16), 'sv',
                        array_fill(-99, ARRAY[{columns}]), '{{}}');
                SELECT pg_sleep({(writer * number) % 7 * 0.05});
                COMMIT;
                SELECT pg_sleep({(writer + number) % 5 * 0.1});""" for number in range(12))

        writers = [subprocess.Popen(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d",
                                     self.house.cluster.connection(), "-c", submit(writer)],
                                    stdout=subprocess.DEVNULL) for writer in range(8)]
        self.assertEqual([writer.wait(60) for writer in writers], [0] * 8)
        eventually(lambda: self.house.cluster.value(
            "SELECT input_rows FROM survey.metric_run") == "96", "all are read")
        self.assertEqual(self.house.cluster.value("SELECT count(*) FROM survey.change"), "0")
        self.assertIn("is up to date", self.house.aggregator("run").stdout)

    def test_who_is_awake_is_not_notified(self):
        """A notification makes commits wait for each other: one wakes it, the rest is silent."""
        instance = self.start()
        self.following(instance)
        asleep = ("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND "
                  "classid = 1936554361 AND objid = 1 AND mode = 'ExclusiveLock'")
        eventually(lambda: self.house.cluster.value(asleep) == "1", "it is asleep")
        self.answer([0])
        self.assertEqual(self.house.cluster.value(asleep), "0", "it was woken")
        self.sees(1)
        eventually(lambda: self.house.cluster.value(asleep) == "1", "it is asleep again")

    def test_what_a_killed_follower_leaves(self):
        instance = self.start()
        self.following(instance)
        instance.process.send_signal(signal.SIGSTOP)
        self.answer(range(3))
        left = "SELECT count(*) FROM survey.change"
        self.assertGreater(int(self.house.cluster.value(left)), 0)
        # It is not a single run's business while somebody follows.
        self.house.aggregator("run")
        self.assertGreater(int(self.house.cluster.value(left)), 0)
        instance.end(signal.SIGKILL)
        eventually(lambda: self.house.aggregator("run") and self.house.cluster.value(left) == "0",
                   "it is thrown away")
        # Where nobody follows nothing is written down.
        self.answer(range(3, 6))
        self.assertEqual(self.house.cluster.value(left), "0")

    def test_a_database_that_stands_still(self):
        self.answer(range(5))
        instance = self.start()
        self.following(instance)
        self.sees(5)
        self.house.cluster.freeze()
        time.sleep(5)
        self.house.cluster.thaw()
        client = self.daemon.client()
        eventually(lambda: client.get(self.people[5]["link"]).status == 200, "surveyd is back",
                   seconds=60)
        client.close()
        self.answer([5])
        self.sees(6)
        self.assertNotIn("level=error", instance.log())

    def test_the_end_in_the_middle_of_a_computation(self):
        """By SIGTERM and by SIGKILL, while it stores: what was stored stays whole."""
        self.answer(range(6))
        self.house.aggregator("run")
        before, number = self.values(), 0
        for number, how in enumerate((signal.SIGTERM, signal.SIGKILL)):
            blocker = subprocess.Popen(
                ["psql", "-X", "-q", "-d", self.house.cluster.connection()],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
            # Whoever stores results may begin, and waits before the last row.
            blocker.stdin.write("BEGIN; LOCK TABLE survey.metric_release IN SHARE MODE;\n")
            blocker.stdin.flush()
            waiting = ("SELECT count(*) FROM pg_stat_activity WHERE usename = "
                       "'survey_aggregator' AND wait_event_type = 'Lock'")
            try:
                instance = self.start(f"ended-{number}")
                eventually(lambda: "following" in instance.log(), "it follows")
                self.answer([6 + number])
                eventually(lambda: self.house.cluster.psql(waiting, "postgres") == "1",
                           "it is storing")
                self.assertLess(instance.end(how), 5)
            finally:
                blocker.stdin.close()
                blocker.wait(20)
            eventually(lambda: self.house.cluster.psql(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'survey_aggregator'",
                "postgres") == "0", "its session has ended")
            self.assertEqual(self.values(), before)
        self.assertIn("8 answers", self.house.aggregator("run").stdout)

    def test_exactly_one_of_several_works(self):
        self.answer(range(5))
        instances = [self.start(f"instance-{number}") for number in range(4)]

        def working() -> list[Instance]:
            return [each for each in instances if each.process.poll() is None
                    and "following what changes" in each.log()]

        for alive in (4, 3, 2):
            eventually(lambda: len(working()) == 1, "one works", seconds=10)
            time.sleep(1.5)
            self.assertEqual(len(working()), 1)
            self.assertEqual(sum(each.process.poll() is None for each in instances), alive)
            leader = working()[0]
            answered = self.count() or 5
            eventually(lambda: self.count() >= answered, "computed")
            leader.end(signal.SIGKILL)
            begun = time.monotonic()
            eventually(working, "another one works", seconds=10)
            self.assertLess(time.monotonic() - begun, 5)
        self.answer([5])
        self.sees(6)

    def test_a_programme_that_cannot_be_read_does_not_stop_the_others(self):
        self.answer(range(5))
        other = self.house.programme_copy("other", programme="another",
                                          cycles=self.house.cycles_far_away())
        self.house.import_programme(other)
        instance = self.start()
        self.following(instance)
        self.sees(5)

        def poison(document: str) -> None:
            self.house.cluster.psql(f"UPDATE survey.programme SET document = '{document}' "
                                    "WHERE programme = 'another'")

        kept = self.house.cluster.value(
            "SELECT document FROM survey.programme WHERE programme = 'another'")
        for number in range(3):
            poison(json.dumps({"nothing": number}))
            self.answer([5 + number])
            self.sees(6 + number)
        told = "the metrics could not be computed"
        eventually(lambda: told in instance.log(), "it says so")
        self.assertEqual(instance.log().count(told), 1, instance.log())
        self.assertIn("programme=another", next(
            line for line in instance.log().splitlines() if told in line))
        poison(kept.replace("'", "''"))
        eventually(lambda: "another" in instance.log().split(told)[1].split("\n", 1)[1],
                   "it is computed again")


if __name__ == "__main__":
    unittest.main()
