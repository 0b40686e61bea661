"""What participants see of their group's answers at their link, once a cycle has closed."""

import json
import re
import sys
import unittest
from collections import Counter
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402


class Results(unittest.TestCase):
    """One house, with a programme for each test."""

    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        cls.house = cls.enterClassContext(House())
        cls.daemon = cls.enterClassContext(cls.house.daemon())

    def setUp(self):
        self.client = self.daemon.client()
        self.addCleanup(self.client.close)

    def begin(self, name: str, shown: bool) -> None:
        """A programme of that name with cycle 1 open."""
        folder = self.house.programme_copy(
            name, programme=name, cycles=self.house.cycles_far_away(),
            participantsSeeResults=shown)
        self.document = make.load(folder / "programme.json")
        self.questionnaire = make.load(folder / "cycle-1.json")
        self.programme = self.house.import_programme(folder)
        self.people = self.house.invite_from_the_start(self.programme, self.document)
        self.wall = self.house.open_link(self.programme)
        self.link = self.people[0]["link"]
        self.house.open_cycle(self.programme, 1)
        eventually(lambda: self.client.get(self.link).status == 200, "cycle 1 is open")

    def answer(self, count: int) -> None:
        for pick, person in enumerate(self.people[:count]):
            answers = make.complete(self.document, self.questionnaire, 1, person["organisation"],
                                    pick)
            self.assertEqual(self.client.submit(person["link"], answers).status, 201)

    def close(self) -> None:
        """Closes cycle 1, and lets the grace pass."""
        self.house.close_cycle(self.programme, 1)
        self.house.cluster.psql("UPDATE survey.cycle SET opens_at = now() - interval '1 hour',"
                                " closes_at = now() - interval '11 minutes'"
                                f" WHERE programme = '{self.programme}' AND cycle = 1")
        eventually(lambda: self.results().status != 403, "the grace has passed")

    def results(self, link: str | None = None, cycle: object = 1, language: str = "en"):
        return self.client.get(f"{link or self.link}/results/{cycle}?lang={language}")

    def test_they_are_those_of_the_report(self):
        self.begin("shown", True)
        self.answer(12)
        early = self.results()
        self.assertEqual(early.status, 403)
        self.assertIn("The results come when the survey has closed", early.text)
        self.assertNotIn("<svg", early.text)
        # Figures that are there already are not shown before the closing and the grace after it.
        self.house.aggregator("run", "--programme", self.programme)
        self.assertEqual(self.results().status, 403)
        self.house.close_cycle(self.programme, 1)
        eventually(lambda: self.client.get(self.link).status == 403, "cycle 1 is closed")
        late = self.results()
        self.assertEqual(late.status, 403, "late answers still come in")
        self.assertRegex(late.text, r"They are shown from \d+ \w+ \d+ at \d\d:\d\d, ten minutes after")
        self.close()

        page = self.results()
        self.assertEqual(page.status, 200)
        self.assertIn("What we answered together", page.text)
        self.assertIn("12 of 21 answered", page.text)
        self.assertIn("<svg", page.text)
        self.assertNotIn("<script", page.text)
        self.assertNotIn("Answers could still come after that", page.text)
        self.assertNotIn("Räksmörgås", page.text, "no single open answer is shown")
        swedish = self.results(language="sv")
        self.assertIn("Det här svarade vi tillsammans", swedish.text)
        self.assertEqual(swedish.headers["Content-Language"], "sv")
        self.assertEqual(self.results(self.wall).status, 200, "the open link shows them too")

        # Cell by cell what researchers see in the report of the same run.
        reader = self.daemon.client(login=self.house.token(self.programme, "reader"))
        self.addCleanup(reader.close)
        report = reader.get(f"/report/{self.programme}?lang=en").text
        cells = re.compile(r"<td>(.*?)</td>")
        shown = [cells.findall(table) for table in page.text.split("<table>")[1:]]
        self.assertGreater(len(shown), 10)
        # The report has more, such as who was there; of questions it has the same.
        row = re.compile(r'<tr><th scope="row">Cycle 1</th>(.*?)</tr>', re.S)
        questions = report.split('<section id="questions"')[1].split("</section>")[0]
        whole, part = ([cells.findall(each) for each in row.findall(text)]
                       for text in (report, questions))
        self.assertGreater(len(part), 10)
        for table in shown:
            self.assertIn(table, whole)
        for each in part:
            self.assertIn(each, shown)

        # Other cycles have neither answers nor figures, and say which of the two.
        self.assertEqual(self.results(cycle=2).status, 403)
        for nonsense in (0, 99, "1x", "-1", "%3Cb%3E"):
            refused = self.results(cycle=nonsense)
            self.assertEqual(refused.status, 404, nonsense)
            self.assertNotIn("<b>", refused.text)

    def test_a_small_group_sees_no_figure(self):
        self.begin("small", True)
        self.answer(4)
        self.close()
        waiting = self.results()
        self.assertEqual(waiting.status, 200)
        self.assertIn("have not been computed yet", waiting.text)
        self.house.aggregator("run", "--programme", self.programme)
        page = self.results()
        self.assertEqual(page.status, 200)
        self.assertIn("There are not enough answers to show results", page.text)
        self.assertNotIn("<svg", page.text)
        self.assertNotIn("<td", page.text)

    def test_what_the_report_leaves_out_is_left_out(self):
        self.begin("suppressed", True)
        self.answer(12)
        self.close()
        self.house.aggregator("run", "--programme", self.programme)
        whole = self.results()
        suppressed = '<p class="left-out">'
        self.assertNotIn(suppressed, whole.text)
        # One question is suppressed as disclosure control would: nothing of it is published.
        subject = self.house.cluster.value(
            "SELECT subject FROM survey.metric_result WHERE programme = 'suppressed'"
            " AND metric = 'reaction.item' AND cycle = 1 AND published IS NOT NULL"
            " ORDER BY subject LIMIT 1", "postgres")
        self.house.cluster.psql(
            "UPDATE survey.metric_result SET published = NULL WHERE programme = 'suppressed'"
            f" AND metric = 'reaction.item' AND cycle = 1 AND subject = '{subject}'", "postgres")
        page = self.results()
        self.assertEqual(page.text.count(suppressed), 1)
        self.assertEqual(page.text.count("<svg"), whole.text.count("<svg") - 1)
        self.assertIn("Where figures are left out", page.text)

    def test_answers_after_the_run_are_said_to_be_missing(self):
        self.begin("early", True)
        self.answer(8)
        self.house.aggregator("run", "--programme", self.programme)
        self.close()
        self.house.cluster.psql("UPDATE survey.metric_run SET computed_at = now() - interval '1 day',"
                                " checked_at = now() - interval '1 day'"
                                " WHERE programme = 'early'", "postgres")
        self.assertIn("Answers could still come after that", self.results().text)
        # After the closing, but while late answers were still taken.
        self.house.cluster.psql("UPDATE survey.metric_run m SET checked_at = c.closes_at +"
                                " interval '9 minutes' FROM survey.cycle c WHERE c.programme ="
                                " m.programme AND c.cycle = 1 AND m.programme = 'early'",
                                "postgres")
        self.assertIn("Answers could still come after that", self.results().text)

    def test_a_run_that_finds_nothing_new_says_so(self):
        self.begin("checked", True)
        self.answer(8)
        self.house.aggregator("run", "--programme", self.programme)
        self.close()
        # That the cycle is over is something new.
        closed = self.house.aggregator("run", "--programme", self.programme).stdout
        self.assertNotIn("is up to date", closed)
        self.house.cluster.psql("UPDATE survey.metric_run SET computed_at = now() - interval '1 day',"
                                " checked_at = now() - interval '1 day'"
                                " WHERE programme = 'checked'", "postgres")
        early = self.results().text
        self.assertIn("Answers could still come after that", early)
        self.assertIn("Computed on", early)
        # Nothing has come since: the figures stay, and nothing can come any more.
        done = self.house.aggregator("run", "--programme", self.programme).stdout
        self.assertIn("is up to date", done)
        late = self.results()
        self.assertNotIn("Answers could still come after that", late.text)
        self.assertRegex(late.text, r"Computed on .* UTC; checked on .* UTC, nothing new\.")
        reader = self.daemon.client(login=self.house.token(self.programme, "reader"))
        self.addCleanup(reader.close)
        report = reader.get(f"/report/{self.programme}?lang=en").text
        self.assertRegex(report, r"Figures of .* UTC, checked .* UTC: nothing new")
        figures = json.loads(self.house.aggregator(
            "report", "--programme", self.programme, "--format", "json").stdout)
        self.assertLess(figures["computed_at"], figures["checked_at"])

    def test_the_wall_leads_to_them(self):
        self.begin("wall", True)
        answers = make.complete(self.document, self.questionnaire, 1, None)
        answers["actor_type"] = self.document["actorTypes"][0]["value"]
        sent = self.client.submit(self.wall, answers)
        self.assertEqual(sent.status, 201)
        receipt = f"{self.wall}/receipt/{sent.json()['receipt']}?lang=en"
        link = f"{self.wall[self.wall.index('/o/'):]}/results/1?lang=en"
        for page in (f"{self.wall}?lang=en", receipt):
            self.assertNotIn("/results/", self.client.get(page).text, "it is open")
        self.close()
        for page in (f"{self.wall}?lang=en", receipt):
            text = self.client.get(page).text
            self.assertIn(f'href="{link}"', text)
            self.assertEqual(text.count("/results/"), 1)
            self.assertNotIn("You have not answered", text)
        self.assertEqual(self.client.get(link).status, 200)

    def test_a_programme_that_does_not_say_so_shows_none(self):
        self.begin("hidden", False)
        self.answer(8)
        self.close()
        self.house.aggregator("run", "--programme", self.programme)
        for link in (self.link, self.wall):
            page = self.results(link)
            self.assertEqual(page.status, 404)
            self.assertIn("does not show results to participants here", page.text)
            self.assertNotIn("<svg", page.text)
            self.assertNotIn("/results/", self.client.get(link).text)
        problem = self.client.get(f"{self.link}/results/1", {"Accept": "application/json"})
        self.assertEqual((problem.status, problem.json()["code"]), (404, "not_shared"))
        self.assertEqual(self.client.get("/p/hidden/wrong/results/1").status, 404)


if __name__ == "__main__":
    unittest.main()
