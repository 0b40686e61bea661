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
            reply = client.submit(person["link"], body, cycle=1)
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
        return self.house.cluster.rows(
            'SELECT id, metric, cycle, subject, reason, request::text, "values"::text '
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


if __name__ == "__main__":
    unittest.main()
