"""`compute` on files and `run` on the database give identical values for the same data."""

import csv
import json
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import program, require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402

SKIPPED, DONT_KNOW, NOT_SHOWN = "-99", "-88", "-77"
ROWS = """
select coalesce(encode(r.respondent, 'hex'),
                'open-' || substring(encode(sha256(r.receipt), 'hex') for 32)),
       coalesce(r.organisation, ''), coalesce(r.actor_type, ''), r.cycle,
       case when c.question = '{roster}' then c.question || ':' || c."row" else c.name end,
       c.kind, a.code, coalesce(r."values" ->> c.name, '')
  from survey.response r
 cross join lateral unnest(r.codes) with ordinality as a(code, "position")
  join survey.questionnaire_column c
    on c.programme = r.programme and c.cycle = r.cycle and c.version = r.version
   and c."position" = a."position"
"""
INVITED = """
select encode(respondent, 'hex'), coalesce(organisation, ''), coalesce(actor_type, ''), cycle
  from survey.participation where invited
"""


class ComputeAndRun(unittest.TestCase):
    def setUp(self):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        self.house = self.enterContext(House())
        self.folder = self.house.programme_copy(cycles=self.house.cycles_far_away())
        self.document = make.load(self.folder / "programme.json")
        self.programme = self.house.import_programme(self.folder)
        self.people = self.house.invite(self.programme)

    def fill(self) -> None:
        """Two cycles with answers of people who do not always come, and of the open link."""
        joined = {each["value"]: each.get("fromCycle", 1)
                  for each in self.document["organisations"]}
        with self.house.daemon() as daemon:
            client = daemon.client()
            wall = self.house.open_link(self.programme)
            for cycle in (1, 2):
                self.house.open_cycle(self.programme, cycle)
                questionnaire = make.load(self.folder / f"cycle-{cycle}.json")
                for number, person in enumerate(self.people):
                    if joined[person["organisation"]] > cycle or (number + cycle) % 5 == 0:
                        continue
                    body = make.complete(self.document, questionnaire, cycle,
                                         person["organisation"], number * cycle)
                    eventually(lambda: client.submit(person["link"], body,
                                                     cycle=cycle).status in (200, 201), "stored")
                for number in range(3):
                    body = make.complete(self.document, questionnaire, cycle, None, number)
                    body["actor_type"] = self.document["actorTypes"][number]["value"]
                    eventually(lambda: client.submit(wall, body,
                                                     cycle=cycle).status in (200, 201), "stored")
            client.close()

    def write_table(self, path: Path) -> None:
        """The logical answer table of what is stored."""
        evaluation = self.document["evaluation"]
        facts = {evaluation["attended"]: "@attended", evaluation["assigned"]: "@assigned"}
        started = set()
        with path.open("w", encoding="utf8", newline="") as file:
            out = csv.writer(file)
            out.writerow(("participant", "organisation", "actor_type", "cycle", "question",
                          "value"))
            for *who, name, kind, code, value in self.house.cluster.rows(
                    ROWS.format(roster=evaluation["roster"]["question"])):
                if tuple(who) not in started:
                    started.add(tuple(who))
                    out.writerow((*who, "@started", 1))
                if code == NOT_SHOWN or kind in ("text", "date"):
                    continue
                answer = "" if code in (SKIPPED, DONT_KNOW) else value if kind == "number" else code
                out.writerow((*who, name, answer))
                if name in facts and answer != "":
                    out.writerow((*who, facts[name], answer))
            for who in self.house.cluster.rows(INVITED):
                out.writerow((*who, "@invited", 1))

    def write_plan(self, path: Path) -> None:
        """The plan of the stored run: as derived, with the analyses that were asked for."""
        plan = json.loads(subprocess.run(
            [program("survey-aggregator"), "plan", "--programme", self.folder], check=True,
            capture_output=True, text=True).stdout)
        plan["presence"] = "attended"
        plan["cycles"] = [1, 2]
        plan["analyses"] = [json.loads(row[0]) for row in self.house.cluster.rows(
            "SELECT request::text FROM survey.metric_result WHERE id <> 'releases' "
            "ORDER BY position")]
        path.write_text(json.dumps(plan), encoding="utf8")

    def test_values_are_identical(self):
        self.fill()
        self.house.aggregator("run")
        plan, data, out = (self.house.folder / name for name in ("p.json", "d.csv", "o.json"))
        self.write_plan(plan)
        self.write_table(data)
        subprocess.run([program("survey-aggregator"), "compute", "--plan", plan, "--data", data,
                        "--output", out], check=True)
        stored = {name: (reason or None, json.loads(values))
                  for name, reason, values in self.house.cluster.rows(
                      'SELECT id, reason, "values"::text FROM survey.metric_result '
                      "WHERE id <> 'releases'")}
        computed = {each["id"]: (each["reason"], each["values"])
                    for each in json.loads(out.read_text("utf8"))["results"]}
        self.assertGreater(len(stored), 100)
        self.assertEqual(set(stored), set(computed))
        self.assertGreater(sum(reason is None for reason, _ in stored.values()), 50)
        for name, result in stored.items():
            with self.subTest(name):
                self.assertEqual(computed[name], result)


if __name__ == "__main__":
    unittest.main()
