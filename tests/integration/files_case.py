"""A plan and a data file for survey-aggregator compute: what the tests of files share."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import program, require_programs  # noqa: E402

HEADER = "participant,organisation,actor_type,cycle,question,value\n"
ROW = "p1,o,a,1,q,4\n"
QUESTIONS = {"q": {"type": "likert", "min": 1, "max": 5}, "n": {"type": "numeric"},
             "b": {"type": "binary"}}
ITEM = {"id": "a", "metric": "reaction.item", "question": "q", "cycle": 1}
GOOD = {"questions": QUESTIONS, "scales": {"s": {"items": ["q"]}}, "cycles": [1, 2],
        "analyses": [ITEM]}
NOT_DATA, NO_INPUT, IO_ERROR = 65, 66, 74


def errors_of(stderr: str) -> list[str]:
    """The lines that are no warnings: of slips, that is, which change nothing."""
    return [line for line in stderr.splitlines() if ": warning: " not in line]


def reject_constant(word: str):
    raise ValueError(f"{word} is no JSON")


def check_numbers(value, place: str = "") -> None:
    """No number that JSON has only by name, and no negative zero."""
    if isinstance(value, dict):
        for name, member in value.items():
            check_numbers(member, f"{place}/{name}")
    elif isinstance(value, list):
        for number, member in enumerate(value):
            check_numbers(member, f"{place}/{number}")
    elif isinstance(value, float):
        if value == 0 and str(value).startswith("-"):
            raise AssertionError(f"{place} is negative zero")


def strict(text: str):
    """JSON as everybody reads it: no NaN, no infinity, no name twice."""
    def unique(pairs):
        names = [name for name, _ in pairs]
        if len(names) != len(set(names)):
            raise ValueError(f"a name twice in {names}")
        return dict(pairs)
    document = json.loads(text, parse_constant=reject_constant, object_pairs_hook=unique)
    check_numbers(document)
    return document


class FilesCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("survey-aggregator")

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="surveyd-files-")))
        self.plan, self.data = self.folder / "plan.json", self.folder / "data.csv"
        self.write(self.plan, GOOD)
        self.write(self.data, HEADER + ROW)

    def write(self, path: Path, content) -> None:
        if not isinstance(content, (str, bytes)):
            content = json.dumps(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def compute(self, *more, **options) -> subprocess.CompletedProcess:
        options = {"stdout": subprocess.PIPE, "timeout": 120, **options}
        return subprocess.run(
            [program("survey-aggregator"), "compute", "--plan", self.plan, "--data", self.data,
             *more], stderr=subprocess.PIPE, text=True, check=False, **options)

    def assert_told(self, done, path: Path, expected: list[tuple[str, str]]) -> None:
        self.assertEqual(done.returncode, NOT_DATA if expected else 0, done.stderr[:2000])
        lines = errors_of(done.stderr)
        self.assertEqual(len(lines), len(expected), done.stderr[:2000])
        for line, (place, words) in zip(lines, expected):
            self.assertIn(f"{path}{place}", line[:1000])
            self.assertIn(words, line)
            self.assertLess(len(line), 2000)
            self.assertNotRegex(line, r"[\x00-\x08\x0b-\x1f\x7f]")
        if expected:
            self.assertEqual(done.stdout, "")
        else:
            strict(done.stdout)
