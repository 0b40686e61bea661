"""survey-aggregator compute on random small data: always strict JSON, whatever was answered, and the
same bytes wherever, whenever and in whichever order."""

import csv
import io
import json
import os
import random
import re
import subprocess
import unittest

from files_case import HEADER, NOT_DATA, FilesCase, errors_of, strict

from harness.build import PROJECT  # noqa: E402

PLANS = [*sorted((PROJECT / "tests/unit/evaluation/vectors").glob("*/plan.json")),
         *sorted((PROJECT / "docs/examples/metrics").glob("*/plan.json"))]
ROUNDS = 12
# Now and then instead of an answer that there is in the range.
STRANGE = ("", " ", "-0", "0.0", "1e308", "-1e308", "1e-320", "5e-324", "nan", "inf", "none", "9" * 40,
           "0.1", "-1", "1e400", "2147483648", "9007199254740993")


def random_rows(chance: random.Random, plan: dict) -> list[tuple]:
    """Few people, few answers, many ties, at times all the same."""
    people = [f"p{number}" for number in range(chance.choice((0, 1, 2, 3, 5, 12)))]
    organisations = ["", "o1", "o2", "o3"] + [
        node["id"] for roster in plan.get("rosters", {}).values() for node in roster["nodes"][:4]]
    types = ["", *plan.get("actor_types", ["a", "b"])]
    cycles = plan.get("cycles") or [1, 2, 3]
    nodes = [f"{name}:{node['id']}" for name, roster in plan.get("rosters", {}).items()
             for node in roster["nodes"]]
    questions = [*plan.get("questions", {}), *nodes, "@invited", "@attended", "@assigned",
                 "@started", "@delivery", "@referrer"]
    strange, density = chance.choice((0, 0, 0.05, 0.5)), chance.choice((0.1, 0.6, 1))
    constant = chance.random() < 0.2
    rows = []
    for person in people:
        organisation, kind = chance.choice(organisations), chance.choice(types)
        for cycle in cycles:
            if chance.random() > max(density, 0.5):
                continue
            for name in questions:
                if chance.random() > density:
                    continue
                question = plan["questions"].get(name.split(":")[0], {"type": "binary"})
                low, high = question.get("min", 0), question.get("max", {
                    "nps": 10, "binary": 1}.get(question["type"], 4))
                value = low if constant else chance.randint(int(low), int(high))
                if name == "@referrer":
                    value = chance.choice(people)
                if chance.random() < strange:
                    value = chance.choice(STRANGE)
                rows.append((person, organisation, kind, cycle, name, value))
    chance.shuffle(rows)
    return rows


def text_of(rows: list[tuple]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return HEADER + out.getvalue()


class RandomData(FilesCase):
    def test_always_strict_json(self):
        self.assertGreater(len(PLANS), 10)
        reasons = set()
        for path in PLANS:
            plan = json.loads(path.read_text("utf8"))
            self.write(self.plan, plan)
            for number in range(ROUNDS):
                rows = random_rows(random.Random(f"{path.parent.name} {number}"), plan)
                self.write(self.data, text_of(rows))
                with self.subTest(plan=path.parent.name, number=number):
                    done = self.compute()
                    self.assertEqual((done.returncode, errors_of(done.stderr)), (0, []))
                    results = strict(done.stdout)["results"]
                    self.assertEqual([each["id"] for each in results],
                                     [each["id"] for each in plan["analyses"]])
                    reasons |= {each["reason"] for each in results}
        self.assertIn(None, reasons)
        self.assertGreater(len(reasons), 6, reasons)

    def test_strange_parameters(self):
        """Figures or problems, never an end by a signal."""
        numbers = (0, -1, 1, 2, 1e308, -1e308, 5e-324, 0.5, 2147483647, -2147483648)
        codes = set()
        for path in PLANS:
            plan = json.loads(path.read_text("utf8"))
            for number in range(6):
                chance = random.Random(f"{path.parent.name} strange {number}")
                changed = json.loads(json.dumps(plan))
                for analysis in chance.sample(changed["analyses"], len(changed["analyses"]) // 3):
                    for name in ("threshold", "reliability", "x_threshold", "y_threshold", "k",
                                 "min_points", "cycle", "from", "to", "min_organisations"):
                        if name in analysis and chance.random() < 0.5:
                            analysis[name] = chance.choice(numbers[4 * number % 8:])
                for question in changed.get("questions", {}).values():
                    if question["type"] == "numeric" and chance.random() < 0.5:
                        question.update(min=chance.choice((-1e308, 0)), max=chance.choice((1, 1e308)))
                changed["confidence"] = chance.choice((0.5, 0.95, 0.999999))
                self.write(self.plan, changed)
                self.write(self.data, text_of(random_rows(chance, plan)))
                with self.subTest(plan=path.parent.name, number=number):
                    done = self.compute()
                    codes.add(done.returncode)
                    self.assertIn(done.returncode, (0, NOT_DATA), done.stderr[-2000:])
                    if done.returncode == 0:
                        strict(done.stdout)
                    else:
                        self.assertTrue(all(line.startswith((str(self.plan), "... and "))
                                            for line in done.stderr.splitlines()), done.stderr)
        self.assertEqual(codes, {0, NOT_DATA})

    def test_the_same_bytes_everywhere(self):
        """Whatever the locale, the time zone, the day and the order of the rows."""
        locales = [line for line in subprocess.run(
            ["locale", "-a"], capture_output=True, text=True, check=True).stdout.split()
            if re.match(r"(sv|de|tr|fr)_", line)] or ["C"]
        for path in PLANS:
            plan = json.loads(path.read_text("utf8"))
            rows = random_rows(random.Random(f"{path.parent.name} 5"), plan)
            self.write(self.plan, plan)
            self.write(self.data, text_of(rows))
            expected = self.compute().stdout
            with self.subTest(plan=path.parent.name):
                for locale in (locales[0], locales[-1]):
                    for zone in ("Pacific/Kiritimati", "America/Adak"):
                        again = self.compute(env={**os.environ, "LC_ALL": locale, "TZ": zone})
                        self.assertEqual(again.stdout, expected)
                # A plan names people and organisations by what they are called, so the order is
                # all that can be changed.
                for seed in range(3):
                    random.Random(seed).shuffle(rows)
                    self.write(self.data, text_of(rows))
                    self.assertEqual(self.compute().stdout, expected)


if __name__ == "__main__":
    unittest.main()
