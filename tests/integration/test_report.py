"""Logins, the aggregator's run and what the report and the API show afterwards."""

import csv
import json
import re
import sys
import unittest
from pathlib import Path
from xml.etree import ElementTree

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        cls.house = cls.enterClassContext(House())
        folder = cls.house.programme_copy(cycles=cls.house.cycles_far_away())
        cls.programme_json = make.load(folder / "programme.json")
        cls.questionnaire = make.load(folder / "cycle-1.json")
        cls.programme = cls.house.import_programme(folder)
        cls.house.open_cycle(cls.programme, 1)
        cls.daemon = cls.enterClassContext(cls.house.daemon())
        cls.people = cls.house.invite_from_the_start(cls.programme, cls.programme_json)
        client = cls.daemon.client()
        eventually(lambda: client.get(cls.people[0]["link"]).status == 200, "cycle 1 is open")
        client.close()

    def answer(self, people: list[dict], pick: int = 0) -> None:
        client = self.daemon.client()
        for number, person in enumerate(people):
            reply = client.submit(person["link"], make.complete(
                self.programme_json, self.questionnaire, 1, person["organisation"],
                pick + number))
            self.assertEqual(reply.status, 201, reply.text)
        client.close()

    def report(self, login: tuple[str, str] | None) -> object:
        client = self.daemon.client(login=login)
        try:
            return client.get(f"/report/{self.programme}")
        finally:
            client.close()

    def questions_of(self, report) -> str:
        """The section with the answers, question by question."""
        return report.text.split('<section id="questions"')[1].split("</section>")[0]

    def test_answers_change_the_report_after_a_run(self):
        login = self.house.token(self.programme, "reader")
        empty = self.report(login)
        self.assertEqual(empty.status, 200)
        self.assertNotIn("<svg", empty.text)

        self.answer(self.people[:3])
        self.house.aggregator("run", "--programme", self.programme)
        small = self.report(login)
        # Three answers are fewer than the minimum group of five: of no question is a figure shown.
        self.assertEqual(small.status, 200)
        questions = self.questions_of(small)
        self.assertIn("<table", questions)
        self.assertNotIn("<svg", questions)
        self.assertNotRegex(questions, r"<td>[0-9]")

        self.answer(self.people[3:12])
        self.house.aggregator("run", "--programme", self.programme)
        full = self.report(login)
        self.assertIn("<svg", self.questions_of(full))
        self.assertRegex(self.questions_of(full), r"<td>12</td>")
        self.assertIn(self.programme_json["title"]["sv"], full.text)
        self.assertNotIn("Räksmörgås", full.text, "a report shows no single open answer")
        self.assertEqual(full.text.count(">Har inte öppnat än</text>"), 3, "cycles 2 to 4")

        # The same data again: the same figures.
        self.house.aggregator("run", "--programme", self.programme)
        again = self.report(login)
        without_time = re.compile(r'<p class="caption">Siffror från .*?</p>')
        self.assertEqual(without_time.sub("", again.text), without_time.sub("", full.text))

        stored = self.house.cluster.rows(
            "SELECT count(*), count(DISTINCT run) FROM survey.metric_result")
        self.assertGreater(int(stored[0][0]), 20)
        self.assertEqual(stored[0][1], "1")
        run = self.house.cluster.rows(
            "SELECT definition_version, program_version, input_rows FROM survey.metric_run")[-1]
        self.assertTrue(run[0] and run[1])
        self.assertEqual(run[2], "12")

    def test_a_login_is_needed(self):
        good = self.house.token(self.programme, "member")
        none = self.report(None)
        self.assertEqual(none.status, 401)
        self.assertIn("Basic", none.headers["WWW-Authenticate"])
        for login in ((good[0], good[1][:-1]), (good[0], good[1] + "A"), ("nobody", good[1]),
                      (good[0], ""), ("", "")):
            self.assertEqual(self.report(login).status, 401, "a wrong login")
        self.assertEqual(self.report(good).status, 200)
        client = self.daemon.client()
        for word, status in ((f"{good[0]}:{good[1]}", 200), (f"{good[0]}:{good[1]}x", 401)):
            bearer = client.get(f"/report/{self.programme}",
                                {"Authorization": f"Bearer {word}"})
            self.assertEqual(bearer.status, status)
        self.assertEqual(client.get("/report/another-programme").status, 401)
        # The login of one programme opens no other.
        self.house.surveyctl("token", "revoke", "--programme", self.programme, "--name", good[0])
        self.assertEqual(self.report(good).status, 401)
        client.close()
        audit = self.house.cluster.rows(
            "SELECT token, action FROM survey.audit WHERE token = 'member'")
        self.assertIn(["member", "report"], audit)
        self.assertNotIn(good[1], self.daemon.log() + self.house.cluster.log())

    def test_the_figures_as_rows(self):
        login = self.house.token(self.programme, "rows")
        self.house.aggregator("run", "--programme", self.programme)
        client = self.daemon.client(login=login)
        path = f"/report/{self.programme}/figures.csv"
        reply = client.get(path)
        self.assertEqual(reply.status, 200)
        self.assertEqual(reply.headers["Content-Type"], "text/csv; charset=utf-8")
        whole = self.house.aggregator("report", "--programme", self.programme,
                                      "--format", "csv").stdout
        self.assertEqual(reply.text.splitlines(), whole.splitlines())
        some = client.get(f"{path}?metric=participation.flow,reaction.nps").text.splitlines()
        self.assertGreater(len(some), 1)
        for line in some[1:]:
            self.assertIn(line.split(",")[1], ("participation.flow", "reaction.nps"))
        first = list(csv.DictReader(client.get(f"{path}?cycle=1").text.splitlines()))
        self.assertEqual({row["cycle"] for row in first}, {"1"}, "nothing is compared with it")
        people = client.get(f"{path}?metric=participation.diversity&unit=participant").text
        self.assertIn("diversity:", people)
        self.assertNotIn("organisation", people)
        self.assertEqual(len(client.get(f"{path}?cycle=none").text.splitlines()), 1)
        # The page leads to them, and nobody reads them without a login.
        self.assertIn(f'href="{path}?metric=', client.get(f"/report/{self.programme}").text)
        client.close()
        stranger = self.daemon.client()
        self.assertEqual(stranger.get(path).status, 401)
        stranger.close()

    def test_the_pictures_as_files(self):
        self.house.aggregator("run", "--programme", self.programme)
        folder = self.house.folder / "pictures"
        for _ in range(2):  # the second time into a folder that is there
            self.house.aggregator("report", "--programme", self.programme, "--lang", "en",
                                  "--pictures", folder)
        with (folder / "pictures.csv").open(encoding="utf-8-sig", newline="") as file:
            listed = list(csv.DictReader(file))
        self.assertEqual(listed[0]["file"], "response-rate.svg")
        self.assertEqual({each["file"] for each in listed} | {each["figures"] for each in listed},
                         {path.name for path in folder.iterdir()} - {"pictures.csv"})
        for each in listed:
            picture = ElementTree.parse(folder / each["file"]).getroot()
            self.assertEqual(picture.tag, "{http://www.w3.org/2000/svg}svg")
            self.assertTrue(each["title"])
            with (folder / each["figures"]).open(encoding="utf-8-sig", newline="") as file:
                self.assertTrue(list(csv.DictReader(file)), each["figures"])
        nowhere = self.house.aggregator("report", "--programme", self.programme, "--pictures",
                                        folder / "no" / "where", exit_code=None)
        self.assertNotEqual(nowhere.returncode, 0)
        self.assertIn("no/where", nowhere.stderr)

    def test_the_programme_as_json(self):
        name, secret = self.house.token(self.programme, "script", "responses")
        client = self.daemon.client(login=(name, secret))
        reply = client.get(f"/api/v1/programmes/{self.programme}")
        self.assertEqual(reply.status, 200, reply.text)
        document = json.loads(reply.body)
        self.assertEqual(document["programme"], self.programme)
        self.assertEqual(len(document["cycles"]), 4)
        anonymous = self.daemon.client()
        refused = anonymous.get(f"/api/v1/programmes/{self.programme}")
        self.assertEqual(refused.status, 401)
        self.assertEqual(refused.headers["Content-Type"], "application/problem+json")
        client.close()
        anonymous.close()


class LastCycleJustBegun(unittest.TestCase):
    """What was compared until now must not go when the first answers of the next cycle come."""

    def test_few_answers_of_a_new_cycle_take_no_comparison_away(self):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        house = self.enterContext(House())
        folder = house.programme_copy(cycles=house.cycles_far_away())
        programme = house.import_programme(folder)
        document = make.load(folder / "programme.json")
        people = house.invite_from_the_start(programme, document)
        daemon = self.enterContext(house.daemon())
        client = daemon.client()
        spans = []
        for cycle, count in ((1, 12), (2, 12), (3, 2), (3, 12)):
            questionnaire = make.load(folder / f"cycle-{cycle}.json")
            house.open_cycle(programme, cycle)
            for pick, person in enumerate(people[:count]):
                answers = make.complete(document, questionnaire, cycle, person["organisation"],
                                        pick)
                eventually(lambda: client.submit(person["link"], answers, cycle=cycle).status
                           in (200, 201), "the answers are taken", seconds=10)
            spans.append(self.compared(house, programme))
            if count == 12:
                house.close_cycle(programme, cycle)
        self.assertEqual(spans[0], set())
        self.assertIn("paired:overview:c1-c2", spans[1])
        self.assertEqual(spans[2], spans[1], "two have answered cycle 3")
        self.assertEqual(spans[3], spans[1], "cycle 3 is still open")
        self.assertEqual(self.compared(house, programme),
                         {each.replace("c1-c2", "c1-c3") for each in spans[1]})
        client.close()

    def compared(self, house, programme: str) -> set[str]:
        """What is published of the comparisons after another run."""
        house.aggregator("run")
        figures = json.loads(house.aggregator("report", "--programme", programme, "--format",
                                              "json").stdout)["figures"]
        return {each["analysis"] for each in figures
                if each["metric"] == "learning.paired" and not each["suppressed"]}


class OpenLinkOnly(unittest.TestCase):
    """A programme that invites nobody: everybody answers by the link on the wall."""

    def test_the_report_counts_them_and_claims_no_rate(self):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        house = self.enterContext(House())
        folder = house.programme_copy(cycles=house.cycles_far_away())
        programme = house.import_programme(folder)
        document = make.load(folder / "programme.json")
        questionnaire = make.load(folder / "cycle-1.json")
        house.open_cycle(programme, 1)
        wall = house.open_link(programme)
        daemon = self.enterContext(house.daemon())
        client = daemon.client()
        eventually(lambda: client.get(wall).status == 200, "cycle 1 is open")
        for pick in range(6):
            answers = make.complete(document, questionnaire, 1, None, pick)
            answers["actor_type"] = document["actorTypes"][pick % 2]["value"]
            self.assertEqual(client.submit(wall, answers).status, 201)
        client.close()
        house.aggregator("run")
        reader = daemon.client(login=house.token(programme, "reader"))
        report = reader.get(f"/report/{programme}?lang=en").text
        reader.close()
        self.assertIn("nobody invited and 6 by open link", report)
        self.assertRegex(report.split('<section id="questions"')[1], r"<td>6</td>")


if __name__ == "__main__":
    unittest.main()
