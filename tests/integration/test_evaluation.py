"""A whole programme: run and compute agree to the digit, and the report says what was published."""

import csv
import io
import json
import subprocess
import sys
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import EXAMPLE, program, require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402

SKIPPED, NOT_ASKED = -99, -77


class Links(HTMLParser):
    """What a page would fetch or lead to."""

    def __init__(self, text: str):
        super().__init__()
        self.found, self.tags = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.found += [value for name, value in attrs if name in ("href", "src", "action")]


def transfer(questionnaire: dict, place: int, cycle: int) -> dict:
    """What a person says of the assignment, its use and of telling others, where it is asked."""
    done, told = place % 3 > 0, (place + cycle) % 4 > 0
    said = {"first_time": False, "assigned": True, "assignment_done": done,
            "applied": (place * cycle) % 5, "told": told}
    said.update({"assignment_quality": 1 + place % 5} if done else {})
    said.update({"reach": 1 + place % 7} if told else {})
    asked = {element["name"] for element in make.elements(questionnaire)}
    return {name: value for name, value in said.items() if name in asked}


class Evaluation(unittest.TestCase):
    """Four cycles of the example; in each, some stay away and some are new."""

    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        cls.house = cls.enterClassContext(House())
        folder = cls.house.programme_copy(cycles=cls.house.cycles_far_away())
        cls.document = make.load(folder / "programme.json")
        cls.programme = cls.house.import_programme(folder)
        cls.before = {name: cls.report(name) for name in ("html", "json", "csv")}
        joined = {each["value"]: each.get("fromCycle", 1)
                  for each in cls.document["organisations"]}
        with cls.house.daemon() as daemon:
            client = daemon.client()
            people = cls.house.invite(cls.programme)
            for cycle in (1, 2, 3, 4):
                questionnaire = make.load(folder / f"cycle-{cycle}.json")
                cls.house.open_cycle(cls.programme, cycle)
                there = [(place, person) for place, person in enumerate(people)
                         if joined[person["organisation"]] <= cycle and (place + cycle) % 4]
                link = there[0][1]["link"]
                mark = f'name="_cycle" value="{cycle}"'
                eventually(lambda: mark in client.get(link).text, f"cycle {cycle} is open")
                for place, person in there:
                    body = make.complete(cls.document, questionnaire, cycle,
                                         person["organisation"], place * cycle)
                    body.update(transfer(questionnaire, place, cycle))
                    reply = client.submit(person["link"], body)
                    if reply.status != 201:
                        raise AssertionError(reply.text)
                cls.house.close_cycle(cls.programme, cycle)
            client.close()
        cls.house.aggregator("run", "--programme", cls.programme)

    @classmethod
    def report(cls, form: str, *options) -> str:
        return cls.house.aggregator("report", "--programme", cls.programme, "--format", form,
                                    *options).stdout

    def rows(self, text: str) -> list[dict]:
        return list(csv.DictReader(io.StringIO(text)))

    def logical_table(self) -> str:
        """What is stored, as the interchange form of answers."""
        roster = self.document["evaluation"]["roster"]["question"]
        node_of = {f"{roster}_{each['value'].replace('-', '_')}": f"{roster}:{each['value']}"
                   for each in self.document["organisations"]}
        out = io.StringIO()
        table = csv.writer(out)
        table.writerow(("participant", "organisation", "actor_type", "cycle", "question", "value"))
        sql = self.house.cluster.rows
        who = {}
        for person, organisation, kind, cycle, question, name, code, value in sql(
                "SELECT encode(respondent, 'hex'), organisation, actor_type, cycle, question, name,"
                " code, coalesce(value, '') FROM survey.answer"):
            who[person, cycle] = (organisation, kind)
            if int(code) == NOT_ASKED:
                continue
            if question == roster:
                name = node_of[name]
            given = "" if int(code) == SKIPPED else value or code
            table.writerow((person, organisation, kind, cycle, name, given))
            if name in ("attended", "assigned") and given:
                table.writerow((person, organisation, kind, cycle, "@" + name, given))
        for person, organisation, kind, cycle in sql(
                "SELECT encode(respondent, 'hex'), organisation, actor_type, cycle "
                "FROM survey.participation WHERE invited"):
            table.writerow((person, organisation, kind, cycle, "@invited", 1))
        for (person, cycle), (organisation, kind) in who.items():
            table.writerow((person, organisation, kind, cycle, "@started", 1))
        return out.getvalue()

    def test_run_and_compute_agree(self):
        plan = subprocess.run([program("survey-aggregator"), "plan", "--programme", EXAMPLE],
                              capture_output=True, check=True, text=True).stdout
        with tempfile.TemporaryDirectory() as folder:
            data, file = Path(folder) / "data.csv", Path(folder) / "plan.json"
            data.write_text(self.logical_table(), encoding="utf8")
            file.write_text(plan, encoding="utf8")
            done = subprocess.run(
                [program("survey-aggregator"), "compute", "--plan", file, "--data", data],
                capture_output=True, check=False, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        stored = {identifier: (reason or None, json.loads(values))
                  for identifier, reason, values in self.house.cluster.rows(
                      'SELECT id, coalesce(reason, \'\'), "values"::text '
                      "FROM survey.metric_result WHERE id <> 'releases'")}
        computed = {each["id"]: (each["reason"], each["values"])
                    for each in json.loads(done.stdout)["results"]}
        self.assertEqual(set(stored), set(computed))
        self.assertGreater(len(computed), 400)
        self.maxDiff = None
        for identifier, expected in computed.items():
            self.assertEqual(stored[identifier], expected, identifier)

    def test_the_figures_are_those_published(self):
        published = {identifier: json.loads(text) for identifier, text in self.house.cluster.rows(
            "SELECT id, published::text FROM survey.metric_result WHERE published IS NOT NULL")}
        rows = self.rows(self.report("csv"))
        for row in rows:
            if row["metric"] == "multiplicity.holm":
                self.assertLessEqual(float(row["value"]), 1)
            elif row["suppressed"] == "true":
                # All of the result, or a part of it.
                self.assertNotEqual(row["field"] == "", row["analysis"] in published)
                self.assertEqual((row["value"], row["n"], row["reason"]), ("", "", "left_out"))
            else:
                top = row["field"].split(".")[0]
                self.assertIn(top, published[row["analysis"]])
                self.assertTrue(row["value"] or row["reason"], row)
                self.assertLessEqual(len(row["value"].partition(".")[2]), 4, row)
                if row["field"] == top and row["value"]:
                    self.assertEqual(float(row["value"]), published[row["analysis"]][top])
            self.assertIn("survey-aggregator", row["provenance"])
        item = {row["field"]: row for row in rows if row["analysis"] == "item:c1:recommend"}
        self.assertEqual(float(item["mean"]["low"]), published["item:c1:recommend"]["ci_low"])
        self.assertEqual(float(item["mean"]["n"]), published["item:c1:recommend"]["n"])
        self.assertEqual(int(item["percent.10"]["value"]),
                         published["item:c1:recommend"]["percent"][10])
        figures = json.loads(self.report("json"))["figures"]
        self.assertEqual([each["field"] or "" for each in figures], [row["field"] for row in rows])

    def test_every_kind_of_figure_is_published(self):
        """Of data such as these, each metric that has a published form shows it at least once."""
        shown = {row["metric"] for row in self.rows(self.report("csv")) if row["value"]}
        self.assertLessEqual(
            {"participation.turnover", "participation.diversity", "spread.referral",
             "spread.reach", "transfer.assignment", "transfer.application", "network.structure",
             "network.change", "understanding.change", "understanding.agreement",
             "learning.paired", "learning.retrospective", "disclosure.breakdown",
             "trajectory.slope", "trajectory.overlap", "multiplicity.holm"}, shown)
        page = self.report("html", "--lang", "en")
        for picture in ("claims", "flow", "diversity", "convergence", "pairs", "network", "shares",
                        "breakdown"):
            self.assertIn(f'<section id="{picture}"', page)

    def test_no_person_or_small_group_in_any_form(self):
        people = self.house.cluster.rows(
            "SELECT DISTINCT encode(respondent, 'hex') FROM survey.response")
        for text in (self.report("html"), self.report("json"), self.report("csv")):
            for (person,) in people:
                self.assertNotIn(person, text)
        for row in self.rows(self.report("csv")):
            if row["metric"] == "reaction.item" and row["field"] == "n":
                self.assertGreaterEqual(int(row["value"]), 5)

    def test_the_report_as_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report.html"
            self.report("html", "--lang", "en", "--output", path)
            text = path.read_text("utf8")
        self.assertIn('<html lang="en"', text)
        self.assertIn("<svg", text)
        self.assertIn("<style>", text)
        links = Links(text)
        self.assertNotIn("script", links.tags)
        self.assertEqual([link for link in links.found if not link.startswith("#")], [],
                         "a file that stands alone fetches nothing")
        self.assertIn('<html lang="sv"', self.report("html"))

    def test_before_anybody_has_answered(self):
        self.assertNotIn("<svg", self.before["html"])
        self.assertIn(self.document["title"]["sv"], self.before["html"])
        self.assertEqual(json.loads(self.before["json"]),
                         {"programme": self.programme, "computed_at": None, "checked_at": None,
                          "provenance": None, "figures": []})
        self.assertEqual(len(self.before["csv"].splitlines()), 1)

    def test_wrong_use(self):
        aggregator = self.house.aggregator
        self.assertIn("nowhere", aggregator("report", "--programme", "nowhere",
                                            exit_code=66).stderr)
        self.assertIn("html, json or csv", aggregator(
            "report", "--programme", self.programme, "--format", "pdf", exit_code=64).stderr)
        self.assertIn("fi", aggregator("report", "--programme", self.programme, "--lang", "fi",
                                       exit_code=64).stderr)
        aggregator("report", exit_code=64)
        self.assertIn("--format", aggregator("report", "--help").stdout)


if __name__ == "__main__":
    unittest.main()
