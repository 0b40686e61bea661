"""survey-aggregator run: what it stores, what of it is published, and what it never tells."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import EXAMPLE, program, require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402

FIRST = "challenges_shortage"


class Run(unittest.TestCase):
    def setUp(self):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        self.house = self.enterContext(House())
        folder = self.house.programme_copy(cycles=self.house.cycles_far_away())
        self.document = make.load(folder / "programme.json")
        self.questionnaire = make.load(folder / "cycle-1.json")
        self.programme = self.house.import_programme(folder)
        self.house.open_cycle(self.programme, 1)
        self.daemon = self.enterContext(self.house.daemon())
        self.people = self.house.invite_from_the_start(self.programme, self.document)
        self.receipts = {}
        client = self.daemon.client()
        eventually(lambda: client.get(self.people[0]["link"]).status == 200, "cycle 1 is open")
        client.close()

    def answer(self, places, pick: int = 0, **changes) -> list[dict]:
        """Sends complete answers of these people; gives what was sent, and keeps the receipts."""
        client, sent = self.daemon.client(), []
        for place in places:
            person = self.people[place]
            body = make.complete(self.document, self.questionnaire, 1, person["organisation"],
                                 pick + place)
            body.update(changes)
            reply = client.submit(person["link"], body)
            self.assertEqual(reply.status, 201, reply.text)
            self.receipts[place] = reply.json()["receipt"]
            sent.append(body)
        client.close()
        return sent

    def run_once(self) -> str:
        return self.house.aggregator("run", "--programme", self.programme).stdout

    def stored(self, result: str) -> tuple[dict, dict | None]:
        """(values, published) of one result."""
        rows = self.house.cluster.rows(
            'SELECT "values"::text, coalesce(published::text, \'null\') FROM survey.metric_result '
            f"WHERE id = '{result}'")
        self.assertEqual(len(rows), 1, result)
        return tuple(json.loads(text) for text in rows[0])

    def all_published(self) -> list:
        return self.house.cluster.rows(
            "SELECT id, published::text FROM survey.metric_result ORDER BY position")

    def test_two_runs_at_the_same_time_go_one_after_the_other(self):
        self.answer(range(5))
        lock = subprocess.Popen(
            ["psql", "-X", "-q", "-d", self.house.cluster.connection("survey_aggregator")],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        statement = (Path(__file__).resolve().parents[2] / "sql/queries/lock_metrics.sql")
        lock.stdin.write(statement.read_text().replace("$1", f"'{self.programme}'") + ";\n")
        lock.stdin.flush()
        locks = ("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' "
                 "AND granted = {}")
        try:
            eventually(lambda: self.house.cluster.value(locks.format("true")) == "1", "locked")
            run = subprocess.Popen(
                [program("survey-aggregator"), "run", "--config", self.house.config],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            eventually(lambda: self.house.cluster.value(locks.format("false")) == "1", "it waits")
            # What comes while it waits is what it computes from.
            self.answer(range(5, 8))
        finally:
            lock.stdin.close()
            lock.wait(20)
        output, _ = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 0, output)
        self.assertEqual(self.stored("item:c1:recommend")[1]["n"], 8)
        self.assertEqual(self.house.cluster.value(locks.format("true")), "0")

    def test_figures_are_those_of_the_answers(self):
        sent = self.answer(range(9))
        self.run_once()
        values, published = self.stored("item:c1:recommend")
        scores = [int(body["recommend"]) for body in sent]
        self.assertEqual(values["n"], 9)
        self.assertAlmostEqual(values["mean"], sum(scores) / 9, places=12)
        self.assertEqual(values["counts"], [scores.count(score) for score in range(11)])
        self.assertEqual(published["n"], 9)
        self.assertEqual(published["first"], 0)
        self.assertEqual(published["percent"],
                         [(200 * scores.count(score) + 9) // 18 for score in range(11)])
        self.assertAlmostEqual(published["mean"], sum(scores) / 9, delta=0.0501)
        flow, shown = self.stored("flow:c1")
        self.assertEqual(flow["invited"], len(self.people))
        self.assertEqual(flow["complete"], 9)
        self.assertEqual(flow["non_contact"], len(self.people) - 9)
        self.assertEqual(shown["responded"], 9)
        self.assertEqual(shown["eligible"], len(self.people))
        attendance, _ = self.stored("attendance:c1")
        self.assertEqual(attendance["attended"], sum(body["attended"] for body in sent))
        run = self.house.cluster.rows(
            "SELECT definition_version, program_version, input_rows, length(plan_digest), "
            "watermark <> '' FROM survey.metric_run")
        self.assertEqual(len(run), 1)
        self.assertEqual(run[0][2:4], ["9", "32"])

    def test_do_not_know_and_skipped_are_missing(self):
        sent = self.answer(range(6))
        for body in sent:
            self.assertIn("challenges", body)
        row = FIRST.removeprefix("challenges_")
        changed = dict(sent[0]["challenges"])
        changed[row] = "dont_know"
        self.answer([6], challenges=changed)
        without = make.complete(self.document, self.questionnaire, 1,
                                self.people[7]["organisation"], 7)
        without.pop("importance", None)
        client = self.daemon.client()
        self.assertEqual(client.submit(self.people[7]["link"], without).status, 201)
        client.close()
        self.run_once()
        values, _ = self.stored(f"item:c1:{FIRST}")
        self.assertEqual((values["n"], values["n_missing"], values["n_invalid"]), (7, 1, 0))
        values, _ = self.stored("item:c1:importance_recruit")
        self.assertEqual((values["n"], values["n_missing"]), (7, 1))

    def test_few_answers_publish_no_figure(self):
        self.answer(range(4))
        self.run_once()
        for result, published in self.all_published():
            if result != "goals":  # figures of the programme, not of its people
                self.assertIn(published, ("", None), result)

    def test_a_few_later_answers_do_not_show(self):
        self.answer(range(8))
        self.run_once()
        _, before = self.stored("item:c1:recommend")
        self.assertEqual(before["n"], 8)
        # Fewer than five more: what was published stays, to the digit.
        self.answer(range(8, 12), recommend=0)
        self.assertIn("12 answers", self.run_once())
        values, after = self.stored("item:c1:recommend")
        self.assertEqual(values["n"], 12)
        self.assertEqual(after, before)
        # One more makes five.
        self.answer([12], recommend=0)
        self.run_once()
        self.assertEqual(self.stored("item:c1:recommend")[1]["n"], 13)

    def test_a_few_later_answers_do_not_show_after_other_changes(self):
        """The record of who was published outlives runs that bring no answers."""
        self.answer(range(6))
        self.run_once()
        record = "SELECT count(*) FROM survey.metric_release"
        kept = self.house.cluster.value(record)
        self.house.cluster.psql(
            "UPDATE survey.participation SET attended = true WHERE cycle = 1 AND respondent IN"
            " (SELECT respondent FROM survey.response)", "postgres")
        self.assertNotIn("is up to date", self.run_once())
        self.assertEqual(self.house.cluster.value(record), kept)
        before = self.stored("item:c1:recommend")[1]
        self.answer([6], recommend=0)
        self.run_once()
        values, published = self.stored("item:c1:recommend")
        self.assertEqual(values["n"], 7)
        self.assertEqual(published, before)

    def test_a_changed_answer_does_not_show(self):
        self.answer(range(8))
        self.run_once()
        before = self.stored("item:c1:recommend")
        self.answer([0], recommend=10 if before[0]["counts"][10] == 0 else 0)
        self.run_once()
        after = self.stored("item:c1:recommend")
        self.assertNotEqual(after[0], before[0])
        self.assertEqual(after[1], before[1])

    def withdraw(self, place: int) -> None:
        self.house.surveyctl("withdraw", self.programme, self.receipts[place])

    def test_withdrawn_answers_enter_nothing_and_do_not_show(self):
        sent = self.answer(range(8))
        self.run_once()
        _, before = self.stored("item:c1:recommend")
        self.withdraw(3)
        self.assertIn("7 answers", self.run_once())
        values, after = self.stored("item:c1:recommend")
        scores = [int(body["recommend"]) for place, body in enumerate(sent) if place != 3]
        self.assertEqual(values["counts"], [scores.count(score) for score in range(11)])
        # By how a figure changes when one answer goes, that answer could be told.
        self.assertEqual(after, before)
        # Five who were not there before may all have said something else, and so do not hide it.
        self.answer(range(8, 13))
        self.run_once()
        self.assertEqual(self.stored("item:c1:recommend")[1], before)
        # As many who withdraw do.
        for place in (0, 1, 2, 4):
            self.withdraw(place)
        self.run_once()
        self.assertEqual(self.stored("item:c1:recommend")[1]["n"], 8)

    def test_who_withdraws_and_answers_again_does_not_show(self):
        self.answer(range(8))
        self.run_once()
        before = self.stored("item:c1:recommend")
        self.withdraw(0)
        self.answer([0], recommend=10 if before[0]["counts"][10] == 0 else 0)
        self.run_once()
        after = self.stored("item:c1:recommend")
        self.assertNotEqual(after[0]["counts"], before[0]["counts"])
        self.assertEqual(after[1], before[1])

    def record_and_withdrawn(self) -> tuple[str, list[str]]:
        """The record of publications as hex, and what it would hold of each withdrawn receipt."""
        rows = self.house.cluster.rows("SELECT encode(answers, 'hex') FROM survey.metric_release")
        marks = self.house.cluster.rows(
            "SELECT encode(substring(receipt for 4), 'hex') FROM survey.response_withdrawn")
        return " ".join(row[0] for row in rows), [row[0] for row in marks]

    def test_the_record_forgets_whose_a_withdrawn_receipt_was(self):
        self.answer(range(8))
        self.run_once()
        known = self.house.cluster.rows(
            "SELECT encode(substring(receipt for 4), 'hex') FROM survey.response")
        record, _ = self.record_and_withdrawn()
        for (mark,) in known:
            self.assertIn(mark, record, "that is how the record tells answers apart")
        # One goes for good, one answers again before the next run.
        self.withdraw(3)
        self.withdraw(5)
        self.answer([5])
        self.run_once()
        record, withdrawn = self.record_and_withdrawn()
        self.assertEqual(len(withdrawn), 2)
        for mark in withdrawn:
            self.assertNotIn(mark, record)
        self.assertEqual(len(record.replace(" ", "")), (7 + 1) * 24)
        self.assertIn("up to date", self.run_once())

    def test_fewer_than_the_minimum_after_withdrawals(self):
        self.answer(range(6))
        self.run_once()
        self.assertEqual(self.stored("item:c1:recommend")[1]["n"], 6)
        for place in (1, 4):
            self.withdraw(place)
        self.run_once()
        self.assertEqual(self.stored("item:c1:recommend")[0]["n"], 4)
        self.assertIsNone(self.stored("item:c1:recommend")[1])

    def test_running_again_stores_nothing_new(self):
        self.answer(range(7))
        self.run_once()
        query = ('SELECT run, id, metric, cycle, subject, reason, request::text, "values"::text, '
                 "published::text FROM survey.metric_result ORDER BY position")
        first = self.house.cluster.rows(query)
        self.assertIn("up to date", self.run_once())
        self.assertEqual(self.house.cluster.rows(query), first)

    def test_the_open_link_counts_apart(self):
        link = self.house.open_link(self.programme)
        client = self.daemon.client()
        for number in range(7):
            body = make.complete(self.document, self.questionnaire, 1, None, number)
            body["actor_type"] = random.Random(number).choice(self.document["actorTypes"])["value"]
            self.assertEqual(client.submit(link, body).status, 201)
        client.close()
        self.answer(range(5))
        self.run_once()
        values, published = self.stored("flow:c1")
        self.assertEqual(values["complete"], 5)
        self.assertEqual(published["open"], 7)
        self.assertEqual(self.stored("item:c1:recommend")[0]["n"], 12)
        # People who cannot be followed are no basis for figures on following people.
        self.assertIsNone(self.stored("turnover:participant")[1])

    def test_all_programmes_and_none(self):
        self.assertIn(self.programme, self.house.aggregator("run").stdout)
        self.assertIn("nobody has answered yet", self.house.aggregator("run").stdout)
        unknown = self.house.aggregator("run", "--programme", "nowhere", exit_code=66)
        self.assertIn("nowhere", unknown.stderr)


class Derived(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("survey-aggregator")

    def command(self, *arguments, exit_code: int = 0) -> subprocess.CompletedProcess:
        done = subprocess.run([program("survey-aggregator"), *map(str, arguments)], text=True,
                              capture_output=True, check=False)
        self.assertEqual(done.returncode, exit_code, done.stderr)
        return done

    def test_the_derived_plan_can_be_computed(self):
        plan = json.loads(self.command("plan", "--programme", EXAMPLE).stdout)
        evaluation = make.load(EXAMPLE / "programme.json")["evaluation"]
        self.assertEqual(set(plan["scales"]), set(evaluation["scales"]))
        self.assertTrue(plan["questions"]["reaction_wasted"]["reverse"])
        self.assertEqual(plan["questions"]["recommend"], {"type": "nps"})
        metrics = {each["metric"] for each in plan["analyses"]}
        self.assertLessEqual({"participation.flow", "reaction.item", "reaction.nps",
                              "reaction.reliability", "learning.paired", "network.change",
                              "understanding.agreement", "multiplicity.holm"}, metrics)
        with tempfile.TemporaryDirectory() as folder:
            data, file, out = (Path(folder) / name for name in ("data.csv", "plan.json", "out.json"))
            data.write_text("participant,organisation,actor_type,cycle,question,value\n"
                            "p1,granas,municipality,1,recommend,9\n", encoding="utf8")
            file.write_text(json.dumps(plan), encoding="utf8")
            self.command("compute", "--plan", file, "--data", data, "--output", out)
            results = {each["id"]: each for each in json.loads(out.read_text("utf8"))["results"]}
        self.assertEqual(len(results), len(plan["analyses"]))
        self.assertEqual(results["item:c1:recommend"]["values"]["mean"], 9)
        self.assertEqual(results["flow:c1"]["reason"], "no_data")

    def test_a_broken_folder(self):
        done = self.command("plan", "--programme",
                            Path(__file__).parent / "broken-programme", exit_code=65)
        self.assertIn("programme.json: /", done.stderr)
        self.assertEqual(self.command("plan", "--programme", "/nowhere", exit_code=66).stdout, "")

    def test_everything_wrong_with_a_folder_is_told_at_once(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory())) / "slips"
        shutil.copytree(EXAMPLE, folder)
        programme = folder / "programme.json"
        document = json.loads(programme.read_text("utf8"))
        document["colour"] = "red"
        programme.write_text(json.dumps(document), encoding="utf8")
        (folder / "cycle-2.json").write_text('{"pages":\n [}', encoding="utf8")
        (folder / "cycle-3.json").unlink()
        done = self.command("plan", "--programme", folder, exit_code=65)
        self.assertEqual(done.stdout, "")
        self.assertIn(f"{programme}: /colour: ", done.stderr)
        self.assertIn(f"{folder / 'cycle-2.json'}: /: line 2, column ", done.stderr)
        self.assertIn(f"{folder / 'cycle-3.json'}: /: No such file", done.stderr)
        self.assertNotIn("cycle-1.json", done.stderr)
        self.assertEqual(done.stderr.splitlines()[-1],
                         f"survey-aggregator: {folder}: the programme is not valid")

    def test_a_configuration_that_is_not_there_is_one_line(self):
        for command in (["run"], ["follow"], ["report", "--programme", "x"]):
            done = self.command(*command, "--config", "/nowhere", exit_code=78)
            self.assertEqual(done.stderr.splitlines(),
                             ["survey-aggregator: /nowhere: No such file or directory; "
                              "name the configuration by --config"])
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write("[colours]\n")
            file.flush()
            lines = self.command("run", "--config", file.name, exit_code=78).stderr.splitlines()
        self.assertTrue(lines[0].startswith(f"{file.name}:1: "), lines)
        self.assertEqual(lines[-1], f"survey-aggregator: {file.name}: has errors")

    def test_a_reader_that_has_gone_is_no_news(self):
        for arguments in (["metrics"], ["plan", "--programme", str(EXAMPLE)], ["--help"]):
            reading, writing = os.pipe()
            os.close(reading)
            done = subprocess.run([program("survey-aggregator"), *arguments], stdout=writing,
                                  stderr=subprocess.PIPE, text=True, check=False)
            os.close(writing)
            self.assertEqual((done.returncode, done.stderr), (74, ""))

    def test_every_doubled_answer_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            data, file = (Path(folder) / name for name in ("data.csv", "plan.json"))
            data.write_text("participant,organisation,actor_type,cycle,question,value\n"
                            "p1,,,1,q,1\np1,,,1,q,2\np2,,,1,q,2\np1,,,1,q,3\np2,,,1,r,1\n"
                            "p2,,,1,r,1\n", encoding="utf8")
            questions = {name: {"type": "likert", "min": 1, "max": 5} for name in ("q", "r")}
            file.write_text(json.dumps({
                "questions": questions, "cycles": [1], "analyses": [
                    {"id": name, "metric": "reaction.item", "question": name, "cycle": 1}
                    for name in questions]}), encoding="utf8")
            lines = self.command("compute", "--plan", file, "--data", data,
                                 exit_code=65).stderr.splitlines()
            self.assertEqual([line.split(":")[1] for line in lines], ["3", "5", "7"])

    def test_a_broken_row_in_the_middle(self):
        with tempfile.TemporaryDirectory() as folder:
            data, file = (Path(folder) / name for name in ("data.csv", "plan.json"))
            rows = [f"p{number},,,1,q,{number % 5}\n" for number in range(200_000)]
            rows[100_000] = "p,x,,,1,q,1\n"
            rows[150_000] = "p,,,first,q,1\n"
            data.write_text("participant,organisation,actor_type,cycle,question,value\n"
                            + "".join(rows), encoding="utf8")
            file.write_text('{"analyses": []}', encoding="utf8")
            stderr = self.command("compute", "--plan", file, "--data", data, exit_code=65).stderr
            self.assertIn("data.csv:100002:", stderr)

    def test_all_errors_of_both_files(self):
        with tempfile.TemporaryDirectory() as folder:
            data, file = (Path(folder) / name for name in ("data.csv", "plan.json"))
            data.write_text("participant,organisation,actor_type,cycle,question,value\n"
                            "p1,,,one,q,9\n,,,1,q,9\n", encoding="utf8")
            file.write_text('{"analyses": [{"id": "a", "metric": "mood"}]}', encoding="utf8")
            lines = self.command("compute", "--plan", file, "--data", data,
                                 exit_code=65).stderr.splitlines()
            self.assertEqual(len(lines), 3, lines)
            self.assertIn("plan.json: /analyses/0/metric:", lines[0])
            self.assertIn("data.csv:2:", lines[1])
            self.assertIn("data.csv:3:", lines[2])
            missing = Path(folder) / "missing"
            self.command("compute", "--plan", missing, "--data", data, exit_code=66)
        self.command("compute", "--plan", "x", exit_code=64)
        self.command("compute", "--help")
        self.command("guess", exit_code=64)


if __name__ == "__main__":
    unittest.main()
