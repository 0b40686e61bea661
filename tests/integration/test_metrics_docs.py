"""docs/metrics.md says what the program says: its tables, its examples, and each of their figures.

What the catalogue says of the metrics is written into the page by

    python3 tests/integration/test_metrics_docs.py --write
"""

import ast
import csv
import json
import math
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from fnmatch import fnmatch
from itertools import combinations
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import PROJECT, program, require_programs  # noqa: E402

PAGE = PROJECT / "docs" / "metrics.md"
EXAMPLES = PROJECT / "docs" / "examples" / "metrics"
WRITE = "write it by python3 tests/integration/test_metrics_docs.py --write"

TABLES = re.compile(r"\| metric \| name .*?\n\n\| input \| .*?(?=\n\n)\n", re.DOTALL)
SECTION = re.compile(r"### `([a-z_.]+)`\n.*?(?=\n##|\Z)", re.DOTALL)
# Of a section, what the catalogue says: from its heading to the line of its source.
SAID = re.compile(r"### `[a-z_.]+`\n.*?\nSource: [^\n]*\n", re.DOTALL)
BLOCK = re.compile(r"^```(json)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def aggregator(*arguments) -> str:
    return subprocess.run([program("survey-aggregator"), *arguments], capture_output=True,
                          text=True, check=True).stdout


def catalogue() -> list[dict]:
    return json.loads(aggregator("metrics", "--format", "json"))["metrics"]


def sections(page: str) -> dict[str, str]:
    return {match[1]: match[0] for match in SECTION.finditer(page)}


def example_of(section: str) -> tuple[dict, list[str]]:
    """(analysis, lines of the calculation) of a section."""
    blocks = BLOCK.findall(section)
    [analysis] = [json.loads(text) for kind, text in blocks if kind]
    [lines] = [text.splitlines() for kind, text in blocks if not kind]
    return analysis, lines


# Data: tables whose first heading is "folder, cycle N", a column for each person.

def table_cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def data_of_page(page: str) -> dict[str, list[tuple]]:
    """Rows of each folder's data.csv, as the page shows them."""
    answers, people = {}, {}
    for table in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
        header, _, *rows = [table_cells(line) for line in table.splitlines()]
        if not (found := re.fullmatch(r"([a-z]+), cycle (\d+)", header[0])):
            continue
        for name, *cells in rows:
            for person, cell in zip(header[1:], cells, strict=True):
                if name in ("organisation", "actor type"):
                    people[found[1], person, name] = cell
                elif cell:
                    answers.setdefault(found[1], []).append(
                        (person, found[2], name.strip("`"), "" if cell == "–" else cell))
    return {folder: [(person, people.get((folder, person, "organisation"), ""),
                      people.get((folder, person, "actor type"), ""), cycle, question, value)
                     for person, cycle, question, value in rows]
            for folder, rows in answers.items()}


def data_of_folder(folder: Path) -> list[tuple]:
    with (folder / "data.csv").open(encoding="utf8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert rows[0] == ("participant", "organisation", "actor_type", "cycle", "question", "value")
    return rows[1:]


# Calculations: lines of "field = number", or "field = calculation = number".

FUNCTIONS = {"sqrt": math.sqrt, "ln": math.log, "exp": math.exp, "abs": abs}
OPERATIONS = {ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b,
              ast.Mult: lambda a, b: a * b, ast.Div: lambda a, b: a / b,
              ast.Pow: lambda a, b: a ** b}


def calculate(text: str, names: dict[str, float]) -> float:
    """The value of a calculation in plain Unicode."""
    for sign, python in (("−", "-"), ("×", "*"), ("√", "sqrt"), ("²", "**2")):
        text = text.replace(sign, python)

    def value(node):
        match node:
            case ast.Constant(value=int() | float() as number):
                return number
            case ast.Name(id=name):
                return names[name]
            case ast.BinOp(left=left, op=operation, right=right):
                return OPERATIONS[type(operation)](value(left), value(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -value(operand)
            case ast.Call(func=ast.Name(id=name), args=[argument]):
                return FUNCTIONS[name](value(argument))
        raise ValueError(f"no calculation: {text}")

    return value(ast.parse(text, mode="eval").body)


def field_of(values: dict, path: str):
    """The field of a path such as `groups[company].rate`; KeyError if there is none."""
    for name, key in re.findall(r"(\w+)(?:\[([^\]]+)\])?", path):
        values = values[name]
        if key:
            [values] = [each for each in values if key in (each.get("id"), str(each.get("cycle")))]
    return values


def shown(text: str):
    """(value, half a unit of its last digit) of what is printed. A whole number is exact."""
    text = text.replace("−", "-")
    decimals = len(text.partition(".")[2])
    return json.loads(text), 0.5 * 10 ** -decimals if decimals else 1e-12


def is_shown(text: str, computed) -> bool:
    value, half = shown(text)
    if isinstance(value, list) and isinstance(computed, list):
        parts = [part.strip() for part in text.strip("[]").split(",")] if value else []
        return len(value) == len(computed) and all(map(is_shown, parts, computed))
    if isinstance(value, (int, float)) and isinstance(computed, (int, float)):
        return abs(value - computed) <= half * (1 + 1e-9)
    return value == computed


def wrong_lines(lines: list[str], values: dict) -> list[str]:
    """What is wrong in the calculation of an example, whose result has these values."""
    wrong, names = [], {name: value for name, value in values.items()
                        if isinstance(value, (int, float))}
    for line in lines:
        path, *calculations, printed = line.split(" = ")
        try:
            computed = field_of(values, path)
            is_field = True
        except KeyError:
            is_field = False
            names[path] = computed = shown(printed)[0]
        if is_field and not is_shown(printed, computed):
            wrong.append(f"{line}: the program says {computed!r}")
        if not is_field and not calculations and not isinstance(computed, float):
            wrong.append(f"{line}: no field of the result, and no constant")
        for calculation in calculations:
            value, half = shown(printed)
            # Constants in calculations are rounded too.
            if abs(calculate(calculation, names) - value) > 4 * half:
                wrong.append(f"{line}: {calculation} is {calculate(calculation, names)!r}")
    return wrong


def generic(path: str) -> str:
    """`groups[company].rate` as the catalogue names it."""
    return re.sub(r"\[[^\]]+\]", "[]", path)


def paths_of(values, before: str = "") -> set[str]:
    """The names of the fields of a result, as the catalogue names them."""
    found = set()
    for name, value in values.items():
        if isinstance(value, dict) and name != "counts":
            found |= paths_of(value, f"{before}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for each in value:
                found |= paths_of(each, f"{before}{name}[].")
        else:
            found.add(before + name)
    return found


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("survey-aggregator")
        cls.page = PAGE.read_text(encoding="utf8")
        cls.catalogue = catalogue()
        cls.sections = sections(cls.page)

    def test_the_tables_are_those_of_the_catalogue(self):
        self.assertIn(aggregator("metrics", "--format", "markdown"), self.page, WRITE)

    def test_each_metric_has_its_section_as_the_catalogue_has_it(self):
        self.assertEqual(list(self.sections), [metric["id"] for metric in self.catalogue])
        for metric in self.catalogue:
            with self.subTest(metric["id"]):
                said = aggregator("metrics", metric["id"], "--format", "markdown")
                self.assertTrue(self.sections[metric["id"]].startswith(said), WRITE)

    def test_each_metric_is_addressed_by_its_anchor(self):
        headings = re.findall(r"^#+ (.*)$", self.page, re.MULTILINE)
        anchors = [re.sub(r"[^a-z0-9_\- ]", "", heading.lower()).replace(" ", "-")
                   for heading in headings]
        self.assertEqual(len(anchors), len(set(anchors)))
        for metric in self.catalogue:
            page, _, anchor = metric["document"].partition("#")
            self.assertEqual((PROJECT / page, anchor), (PAGE, metric["id"].replace(".", "")))
            self.assertIn(anchor, anchors)

    def test_no_metric_is_named_that_there_is_not(self):
        known = {metric["id"] for metric in self.catalogue}
        families = {name.partition(".")[0] for name in known}
        for path in [PAGE, *sorted((PROJECT / "docs").glob("*.md"))]:
            for name in re.findall(r"`([a-z]+\.[a-z_]+)`", path.read_text(encoding="utf8")):
                if name.partition(".")[0] in families and not name.endswith((".json", ".csv")):
                    self.assertIn(name, known, f"{path.name} names {name}")

    def test_every_reason_is_explained(self):
        header = (PROJECT / "include/evaluation/result.h").read_text(encoding="utf8")
        reasons = re.findall(r'X\(EVALUATION_\w+, "([a-z_]+)"\)', header)
        self.assertGreater(len(reasons), 5)
        told = self.page.partition("| reason | |\n| --- | --- |\n")[2].partition("\n\n")[0]
        self.assertEqual(re.findall(r"^\| `([a-z_]+)` \|", told, re.MULTILINE), reasons)

    def test_each_says_when_not_to_use_it(self):
        for name, section in self.sections.items():
            last = re.split(r"^```$", section, flags=re.MULTILINE)[-1].strip()
            self.assertGreater(len(last), 30, f"{name} ends with its example")


class Catalogue(unittest.TestCase):
    """Every row is whole, and what names a metric or a field elsewhere names one of a row."""

    @classmethod
    def setUpClass(cls):
        require_programs("survey-aggregator")
        cls.catalogue = {metric["id"]: metric for metric in catalogue()}
        cls.families = {name.partition(".")[0] for name in cls.catalogue}

    def test_every_row_is_whole(self):
        for name, metric in self.catalogue.items():
            with self.subTest(name):
                self.assertTrue(metric["question"].endswith("?"))
                self.assertFalse(metric["source"].endswith("."))
                fields = [field["name"] for field in metric["fields"]]
                self.assertEqual(len(fields), len(set(fields)))
                self.assertIn(metric["count"], [*fields, None])
                self.assertEqual(metric["minimum_n"] == 0, name in
                                 ("disclosure.breakdown", "disclosure.releases"))
                for field in metric["fields"]:
                    self.assertTrue(field["unit"] and field["meaning"], field)
        names = [metric["name"] for metric in self.catalogue.values()]
        self.assertEqual(len(names), len(set(names)))

    def test_the_code_names_no_metric_that_there_is_not(self):
        seen = set()
        for path in sorted((PROJECT / "daemon").rglob("*.[ch]")):
            for name in re.findall(r'"([a-z]+\.[a-z_]+)"', path.read_text(encoding="utf8")):
                family, _, word = name.partition(".")
                if family in self.families and word != "h" and not is_field(name, self.catalogue):
                    self.assertIn(name, list(self.catalogue), f"{path.name} names {name}")
                    seen.add(name)
        self.assertEqual(seen, set(self.catalogue))

    def test_what_is_published_of_a_metric_are_fields_of_it(self):
        published = self.published()
        self.assertGreater(len([metric for metric in published if published[metric]]), 20)
        for metric, fields in published.items():
            known = {field["name"] for field in self.catalogue[metric]["fields"]}
            self.assertLessEqual(fields, known, metric)

    def test_the_page_of_what_is_published_names_all_of_it(self):
        page = (PROJECT / "docs/metrics-stored.md").read_text(encoding="utf8")
        rows = re.findall(r"^\| `([a-z]+\.[a-z_]+)` \| (.*) \|$", page, re.MULTILINE)
        told = {metric: re.findall(r"`([a-z_0-9*]+)`", text) for metric, text in rows}
        for metric, fields in self.published().items():
            for field in fields:
                self.assertTrue(any(fnmatch(field, name) for name in told.get(metric, [])),
                                f"docs/metrics-stored.md does not say that {field} of {metric} is "
                                "published")

    def published(self) -> dict[str, set[str]]:
        """The figures that are published of each metric."""
        code = (PROJECT / "daemon/aggregator/publish_forms.c").read_text(encoding="utf8")
        table = re.search(r"struct publication publications\[\] = \{(.*?)\n\};", code, re.DOTALL)[1]
        found = {}
        for name, decimals in re.findall(r'"([a-z_0-9.]+)"(, [0-9P])?', table):
            if name in self.catalogue:
                fields = found.setdefault(name, set())
            elif decimals:
                fields.add(name)
        return found

    def test_a_field_that_there_is_not_is_not_taken_for_one(self):
        self.assertTrue(is_field("retrospective.n", self.catalogue))
        self.assertFalse(is_field("network.changes", self.catalogue))


class Command(unittest.TestCase):
    def setUp(self):
        require_programs("survey-aggregator")

    def call(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([program("survey-aggregator"), "metrics", *words],
                              capture_output=True, text=True, check=False)

    def test_a_line_for_each(self):
        lines = self.call().stdout.splitlines()
        self.assertEqual([tuple(re.split(r"  +", line, maxsplit=1)) for line in lines],
                         [(metric["id"], metric["question"]) for metric in catalogue()])

    def test_one_metric_whole(self):
        [metric] = json.loads(self.call("reaction.nps", "--format", "json").stdout)["metrics"]
        text = self.call("reaction.nps").stdout
        for part in (metric["name"], metric["question"], metric["source"], metric["document"],
                     *[field["holds"] for field in metric["inputs"]],
                     *[field["meaning"] for field in metric["fields"]]):
            self.assertIn(part, text)

    def test_a_family(self):
        wanted = [metric["id"] for metric in catalogue()
                  if metric["id"].startswith(("reaction.", "network."))]
        found = json.loads(self.call("network", "reaction", "reaction.nps", "--format",
                                     "json").stdout)["metrics"]
        self.assertEqual([metric["id"] for metric in found], wanted)

    def test_a_row_for_each_field(self):
        rows = list(csv.DictReader(self.call("--format", "csv").stdout.splitlines()))
        self.assertEqual([(row["metric"], row["field"], row["unit"], row["meaning"])
                          for row in rows],
                         [(metric["id"], field["name"], field["unit"], field["meaning"])
                          for metric in catalogue() for field in metric["fields"]])

    def test_what_there_is_not(self):
        done = self.call("reaction.npss")
        self.assertEqual((done.returncode, done.stdout), (66, ""))
        self.assertIn('"reaction.nps"', done.stderr)
        for name in ("", "zzz", "reactio", "reaction.nps."):
            self.assertEqual(self.call(name).returncode, 66, name)


def is_field(name: str, metrics: dict) -> bool:
    return any(name == field["name"] for metric in metrics.values() for field in metric["fields"])


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("survey-aggregator")
        cls.page = PAGE.read_text(encoding="utf8")
        cls.catalogue = {metric["id"]: metric for metric in catalogue()}
        cls.folders = sorted(path.parent for path in EXAMPLES.glob("*/plan.json"))
        cls.analyses, cls.results = {}, {}
        for folder in cls.folders:
            plan = json.loads((folder / "plan.json").read_text(encoding="utf8"))
            for analysis in plan["analyses"]:
                assert analysis["metric"] not in cls.analyses, analysis
                cls.analyses[analysis["metric"]] = analysis
            computed = aggregator("compute", "--plan", folder / "plan.json",
                                  "--data", folder / "data.csv")
            for result in json.loads(computed)["results"]:
                cls.results[result["metric"]] = result

    def test_every_metric_has_an_example_that_is_computed(self):
        self.assertEqual(set(self.analyses), set(self.catalogue))
        for name, section in sections(self.page).items():
            with self.subTest(name):
                analysis, _ = example_of(section)
                self.assertEqual(analysis, self.analyses[name])
                self.assertIsNone(self.results[name]["reason"])

    def test_every_figure_is_what_the_program_computes(self):
        figures = 0
        for name, section in sections(self.page).items():
            with self.subTest(name):
                _, lines = example_of(section)
                wrong = wrong_lines(lines, self.results[name]["values"])
                self.assertFalse(wrong, "\n" + "\n".join(wrong))
                figures += len(lines)
        self.assertGreater(figures, 200)

    def test_a_wrong_figure_is_found(self):
        values = {"n": 4, "mean": 2.5, "p": None, "groups": [{"id": "a", "rate": 0.27}]}
        right = ["n = 4", "mean = (1 + 2 + 3 + 4) / n = 2.5", "p = null", "groups[a].rate = 0.3",
                 "half = 0.5", "mean = 5 × half = 2.50"]
        self.assertEqual(wrong_lines(right, values), [])
        for line in ("n = 5", "mean = 2.4", "mean = (1 + 2) / 4 = 2.5", "p = 0", "m = 4",
                     "groups[a].rate = 0.2", "groups[a].n = 1", "mean = 2.51", "n = 4.1"):
            self.assertTrue(wrong_lines([line], values), line)

    def test_the_data_shown_are_those_of_the_files(self):
        shown_data = data_of_page(self.page)
        self.assertEqual(sorted(shown_data), [folder.name for folder in self.folders])
        for folder in self.folders:
            self.assertEqual(sorted(shown_data[folder.name]), sorted(data_of_folder(folder)),
                             folder.name)

    def test_the_plans_shown_are_those_of_the_files(self):
        blocks = [json.loads(text) for kind, text in BLOCK.findall(self.page) if kind]
        plans = [block for block in blocks if "metric" not in block]
        of_files = []
        for folder in self.folders:
            plan = json.loads((folder / "plan.json").read_text(encoding="utf8"))
            of_files.append({key: value for key, value in plan.items() if key != "analyses"})
        self.assertCountEqual(plans, of_files)

    def test_the_fields_are_those_of_the_results(self):
        for name, metric in self.catalogue.items():
            with self.subTest(name):
                told = {field["name"] for field in metric["fields"]}
                self.assertEqual(told, paths_of(self.results[name]["values"]))

    def test_every_field_of_an_example_is_in_the_table(self):
        for name, section in sections(self.page).items():
            told = {field["name"] for field in self.catalogue[name]["fields"]}
            used = {generic(line.split(" = ")[0]) for line in example_of(section)[1]}
            self.assertTrue(used & told, name)


class InR(unittest.TestCase):
    """The examples as R computes them, where R and what the script names are installed."""

    SCRIPT = EXAMPLES / "in_r.R"

    def setUp(self):
        require_programs("survey-aggregator")
        if shutil.which("Rscript") is None:
            self.skipTest("R is not installed")
        packages = sorted(set(re.findall(r"(\w+)::", self.SCRIPT.read_text(encoding="utf8"))))
        check = "".join(f"stopifnot(requireNamespace('{name}'));" for name in packages)
        if subprocess.run(["Rscript", "-e", check], capture_output=True, check=False).returncode:
            self.skipTest(f"R lacks one of {', '.join(packages)}")

    def test_r_computes_the_same(self):
        Examples.setUpClass()
        done = subprocess.run(["Rscript", self.SCRIPT], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = list(csv.reader(done.stdout.splitlines()))
        for metric, field, by_r in rows:
            with self.subTest(f"{metric} {field}"):
                computed = field_of(Examples.results[metric]["values"], field)
                tolerance = 1e-6 if field == "omega" else 1e-9  # factanal ends its search early
                self.assertTrue(math.isclose(computed, float(by_r), rel_tol=tolerance,
                                             abs_tol=1e-12),
                                f"{computed} and in R {by_r}")
        in_r = {metric["id"] for metric in catalogue() if metric["in_r"]}
        # What it has in R is the same as of transfer.assignment.
        self.assertEqual(in_r - {row[0] for row in rows}, {"transfer.application"})


class LeastN(unittest.TestCase):
    """The least n of the catalogue is the least with which a result has no reason."""

    def least(self, folder: Path, analyses: list[dict], metric: dict):
        """Over the results of one metric for parts of the data of its example."""
        plan = json.loads((folder / "plan.json").read_text(encoding="utf8"))
        earlier = [each for each in plan["analyses"] if each["metric"] != metric["id"]]
        plan["analyses"] = (earlier if metric["id"] == "multiplicity.holm" else []) + analyses
        with tempfile.TemporaryDirectory() as temporary:
            path = Path(temporary) / "plan.json"
            path.write_text(json.dumps(plan), encoding="utf8")
            text = aggregator("compute", "--plan", path, "--data", folder / "data.csv")
        results = [each for each in json.loads(text)["results"] if each["metric"] == metric["id"]]
        return min(field_of(each["values"], metric["count"]) for each in results
                   if each["reason"] is None)

    def test_it_is_the_least_of_all_parts_of_the_examples(self):
        require_programs("survey-aggregator")
        metrics = {metric["id"]: metric for metric in catalogue()}
        compared = set()
        for folder in sorted(path.parent for path in EXAMPLES.glob("*/plan.json")):
            people = sorted({row[0] for row in data_of_folder(folder)})
            parts = [part for size in range(1, 6) for part in combinations(people, size)]
            plan = json.loads((folder / "plan.json").read_text(encoding="utf8"))
            for analysis in plan["analyses"]:
                metric = metrics[analysis["metric"]]
                # Without a filter there are no parts, and what suppression decides has no reason.
                if (all(field["name"] != "filter" for field in metric["inputs"])
                        or metric["id"].startswith("disclosure.")):
                    continue
                analyses = [{**analysis, "id": f"part {place}",
                             "filter": {"participant": list(part)}}
                            for place, part in enumerate(parts)]
                with self.subTest(metric["id"]):
                    self.assertEqual(self.least(folder, analyses, metric), metric["minimum_n"])
                    compared.add(metric["id"])
        self.assertGreater(len(compared), 25)


class Inputs(unittest.TestCase):
    """What the catalogue says of the inputs is what the reader of plans takes."""

    @classmethod
    def setUpClass(cls):
        require_programs("survey-aggregator")
        cls.catalogue = {metric["id"]: metric for metric in catalogue()}

    def examples(self):
        """(folder, plan, place of the analysis, what the catalogue says) of every example."""
        for path in sorted(EXAMPLES.glob("*/plan.json")):
            plan = json.loads(path.read_text(encoding="utf8"))
            for place, analysis in enumerate(plan["analyses"]):
                yield path.parent, plan, place, self.catalogue[analysis["metric"]]

    def compute(self, folder: Path, plan: dict, place: int, analysis: dict):
        """(result or None, complaints) of a plan with that analysis in that place."""
        plan = {**plan, "analyses": [*plan["analyses"][:place], analysis]}
        with tempfile.TemporaryDirectory() as temporary:
            path = Path(temporary) / "plan.json"
            path.write_text(json.dumps(plan), encoding="utf8")
            done = subprocess.run([program("survey-aggregator"), "compute", "--plan", path,
                                   "--data", folder / "data.csv"],
                                  capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return None, done.stderr
        return json.loads(done.stdout)["results"][place], done.stderr

    def test_what_must_be_given_must_be_given(self):
        for folder, plan, place, metric in self.examples():
            analysis = plan["analyses"][place]
            for field in metric["inputs"]:
                with self.subTest(f"{metric['id']} {field['name']}"):
                    self.assertEqual(field["default"] is None,
                                     field["required"] or field["name"] in ("question", "scale"))
                    if not field["required"]:
                        continue
                    less = {key: value for key, value in analysis.items() if key != field["name"]}
                    result, complaints = self.compute(folder, plan, place, less)
                    self.assertIsNone(result)
                    self.assertIn(f'"{field["name"]}"', complaints)

    def test_what_is_left_out_is_as_the_catalogue_says(self):
        compared = set()
        for folder, plan, place, metric in self.examples():
            analysis = plan["analyses"][place]
            for field in metric["inputs"]:
                if field["required"] or field["default"] in (None, "none"):
                    continue
                if field["default"] == "everybody":
                    standard = {}
                elif field["default"].startswith("alpha"):
                    continue
                elif re.fullmatch(r"\d+|true|false", field["default"]):
                    standard = json.loads(field["default"])
                else:
                    standard = field["default"]
                    self.assertIn(standard, field["holds"])
                with self.subTest(f"{metric['id']} {field['name']}"):
                    plain = {key: value for key, value in analysis.items() if key != field["name"]}
                    said = {**plain, field["name"]: standard}
                    self.assertEqual(self.compute(folder, plan, place, said)[0],
                                     self.compute(folder, plan, place, plain)[0])
                    compared.add(field["name"])
        self.assertGreater(len(compared), 7, compared)

    def test_alpha_stands_in_for_a_reliability(self):
        folder = EXAMPLES / "reaction"
        plan = json.loads((folder / "plan.json").read_text(encoding="utf8"))
        variable = {"scale": "climate", "cycle": 1}
        result, _ = self.compute(folder, plan, 0, {
            "id": "x", "metric": "learning.reliable_change", "pre": variable, "post": variable})
        self.assertAlmostEqual(result["values"]["reliability"], 0.75, places=12)

    def test_what_a_metric_does_not_take_is_refused(self):
        for folder, plan, place, metric in self.examples():
            with self.subTest(metric["id"]):
                known = {field["name"] for field in metric["inputs"]}
                foreign = next(name for name in ("roster", "base", "family") if name not in known)
                result, complaints = self.compute(
                    folder, plan, place, {**plan["analyses"][place], foreign: "x"})
                self.assertIsNone(result)
                self.assertIn(foreign, complaints)


def write_page() -> None:
    """Writes what the catalogue says into the page; the rest of it stays as it is."""
    page = TABLES.sub(lambda _: aggregator("metrics", "--format", "markdown"),
                      PAGE.read_text(encoding="utf8"), count=1)
    for metric in catalogue():
        said = aggregator("metrics", metric["id"], "--format", "markdown")
        section = sections(page)[metric["id"]]
        page = page.replace(section, SAID.sub(lambda _: said, section, count=1))
    PAGE.write_text(page, encoding="utf8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        write_page()
    else:
        unittest.main()
