"""survey-aggregator compute against the reference results of every data set."""

import hashlib
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import PROJECT, program, require_programs  # noqa: E402

VECTORS = PROJECT / "tests" / "unit" / "evaluation" / "vectors"
DATA_SETS = ("answers", "attitude", "collaboration", "disclosure", "edge", "lq2002", "network",
             "participation", "presence", "programme", "understanding")

# Every metric of the references, so that none is left out unseen.
METRICS = {
    "compare.groups", "disclosure.breakdown", "disclosure.display", "disclosure.releases",
    "learning.gain", "learning.mcnemar", "learning.paired", "learning.reliable_change",
    "learning.retrospective", "learning.signed_rank", "multiplicity.holm", "network.change",
    "network.structure", "participation.attendance", "participation.diversity",
    "participation.flow", "participation.representation", "participation.retention",
    "participation.turnover", "reaction.item", "reaction.nps", "reaction.omega",
    "reaction.reliability", "reaction.scale", "results.goals", "spread.reach", "spread.referral",
    "trajectory.friedman", "trajectory.overlap", "trajectory.page", "trajectory.slope",
    "transfer.application", "transfer.assignment", "transfer.link", "understanding.agreement",
    "understanding.change", "understanding.icc", "understanding.ranking",
}

STATISTIC, P_VALUE, OMEGA, ABSOLUTE = 1e-9, 1e-7, 1e-6, 1e-12


def relative_tolerance(field: str, of_record: float | None) -> float:
    """The tolerance of a field; a record whose data are ill-conditioned brings its own."""
    is_p = field == "p" or field.endswith("_p") or field.startswith("p_")
    if of_record is not None:
        return max(of_record, P_VALUE if is_p else 0.0)
    return OMEGA if field == "omega" else P_VALUE if is_p else STATISTIC


def differences(expected, actual, path: str, field: str, of_record: float | None):
    """(number of values compared, what differs)."""
    if isinstance(expected, dict):
        if not isinstance(actual, dict) or set(actual) != set(expected):
            return 1, [f"{path}: fields {sorted(expected)} expected, got {actual!r}"]
        parts = [differences(expected[key], actual[key], f"{path}.{key}", key, of_record)
                 for key in expected]
    elif isinstance(expected, list):
        if not isinstance(actual, list) or len(actual) != len(expected):
            return 1, [f"{path}: a list of {len(expected)} expected, got {actual!r}"]
        parts = [differences(one, other, f"{path}[{place}]", field, of_record)
                 for place, (one, other) in enumerate(zip(expected, actual))]
    else:
        return 1, [] if agree(expected, actual, field, of_record) else [
            f"{path}: {expected!r} expected, got {actual!r}"]
    return sum(count for count, _ in parts), [line for _, lines in parts for line in lines]


def agree(expected, actual, field: str, of_record: float | None) -> bool:
    numbers = [isinstance(each, (int, float)) and not isinstance(each, bool)
               for each in (expected, actual)]
    if not all(numbers):
        return type(expected) is type(actual) and expected == actual
    if isinstance(expected, int) and isinstance(actual, int):
        return expected == actual
    least = ABSOLUTE
    if of_record is not None:
        least = ABSOLUTE * min(1.0, abs(expected)) + 1e-24
    return abs(expected - actual) <= max(least, relative_tolerance(field, of_record) * abs(expected))


def compute(plan: Path, data: Path) -> str:
    done = subprocess.run([program("survey-aggregator"), "compute", "--plan", plan, "--data", data],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"exit code {done.returncode}: {done.stderr}")
    return done.stdout


class Vectors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("survey-aggregator")

    def compare(self, expected_path: Path, text: str) -> int:
        expected = json.loads(expected_path.read_text(encoding="utf8"))["results"]
        results = json.loads(text)["results"]
        self.assertEqual([each["id"] for each in results], [each["id"] for each in expected])
        wrong, compared = [], 0
        for one, other in zip(expected, results):
            path = f"{one['id']} {one['metric']}"
            self.assertEqual(other["metric"], one["metric"])
            if other["reason"] != one["reason"]:
                wrong.append(f"{path}: reason {one['reason']!r} expected, got {other['reason']!r}")
            count, lines = differences(one["values"], other["values"], path, "", one.get("rtol"))
            compared += count
            wrong += lines
        self.assertFalse(wrong, "\n" + "\n".join(wrong[:40]))
        return compared

    def test_every_data_set(self):
        compared = 0
        for name in DATA_SETS:
            with self.subTest(name):
                folder = VECTORS / name
                compared += self.compare(folder / "expected.json",
                                         compute(folder / "plan.json", folder / "data.csv"))
        self.assertGreater(compared, 10000, "figures were compared")

    def test_no_metric_is_left_out(self):
        used = {each["metric"] for name in DATA_SETS
                for each in json.loads((VECTORS / name / "plan.json").read_text("utf8"))["analyses"]}
        self.assertEqual(used, METRICS)

    def test_every_metric_is_documented(self):
        text = (PROJECT / "docs" / "metrics.md").read_text("utf8")
        headings = {line[5:-1] for line in text.splitlines() if line.startswith("### `")}
        self.assertEqual(headings, METRICS)

    def test_the_data_are_those_of_the_references(self):
        for name in DATA_SETS:
            expected = json.loads((VECTORS / name / "expected.json").read_text("utf8"))
            digest = hashlib.sha256((VECTORS / name / "data.csv").read_bytes()).hexdigest()
            self.assertEqual(digest, expected["csv_sha256"], name)

    def test_a_large_programme(self):
        """100,000 people, 2.4 million rows; the file is made, not stored."""
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, VECTORS / "make_large.py", "4105", "100000", folder],
                           check=True)
            data = Path(folder) / "data.csv"
            expected = json.loads((VECTORS / "large" / "expected.json").read_text("utf8"))
            digest = hashlib.sha256(data.read_bytes()).hexdigest()
            self.assertEqual(digest, expected["csv_sha256"])
            self.compare(VECTORS / "large" / "expected.json",
                         compute(Path(folder) / "plan.json", data))

    def test_the_order_of_rows_leaves_no_trace(self):
        folder = VECTORS / "programme"
        header, *rows = (folder / "data.csv").read_text("utf8").splitlines()
        first = compute(folder / "plan.json", folder / "data.csv")
        with tempfile.TemporaryDirectory() as other:
            data = Path(other) / "data.csv"
            data.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf8")
            self.assertEqual(compute(folder / "plan.json", data), first)


if __name__ == "__main__":
    unittest.main()
