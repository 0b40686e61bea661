"""The judge sees each thing that can go wrong: made-up ledgers and databases."""

import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))
sys.path.append(str(Path(__file__).resolve().parents[1]))

from judge import Judge, Verdict  # noqa: E402
from load import receipt_bytes  # noqa: E402
from survey import Row  # noqa: E402

MODELS = {(0, ""): "zero", (1, ""): "one", (0, "mill"): "zero of the mill"}


def sent(number: str, person: int | None = None, place: int = 0, which: int = 0,
         variant: int = 0) -> dict:
    return {"kind": "sent", "content": f"{number}/{which}", "submission": number,
            "person": person, "place": place, "variant": variant}


def kept(number: str, receipt: str, which: int = 0, stored: str | None = "database") -> dict:
    return {"kind": "kept", "content": f"{number}/{which}", "receipt": receipt,
            "status": 202 if stored == "spool" else 201, "stored": stored}


def row(receipt: str, mark: str, digest: str = "zero", respondent: str = "") -> Row:
    return Row(receipt, mark, digest, respondent)


class JudgeSees(unittest.TestCase):
    def judge(self, entries: list[dict], rows: list[Row], replaced: set[str] = frozenset(),
              **counts: int) -> Verdict:
        """All counts that are not given must be 0."""
        verdict = Judge(entries, rows, set(replaced), MODELS, ["mill"]).verdict()
        expected = {"lost": 0, "doubled": 0, "altered": 0, "phantom": 0, "aside": 0,
                    "missing_on_purpose": 0, **counts}
        self.assertEqual({name: len(getattr(verdict, name)) for name in expected}, expected)
        return verdict

    def test_nothing_wrong(self):
        self.judge([sent("a"), kept("a", "1"), kept("a", "1"), sent("b")],
                   [row("1", "a/0"), row("9", "model 1/")])

    def test_stored_without_acknowledgement(self):
        self.judge([sent("a")], [row("1", "a/0")])

    def test_lost(self):
        self.judge([sent("a"), kept("a", "1")], [], lost=1)

    def test_destroyed_on_purpose(self):
        entries = [sent("a"), kept("a", "1"), {"kind": "hurt", "receipt": "1"}]
        self.judge(entries, [], missing_on_purpose=1)

    def test_doubled(self):
        self.judge([sent("a"), kept("a", "1")], [row("1", "a/0"), row("2", "a/0")], doubled=1)

    def test_two_rows_of_one_person(self):
        self.judge([sent("a", 0, 0), sent("b", 0, 1)],
                   [row("1", "a/0", "zero of the mill", "r"),
                    row("2", "b/0", "zero of the mill", "r")], doubled=1)

    def test_altered(self):
        self.judge([sent("a"), kept("a", "1")], [row("1", "a/0", "one")], altered=1)

    def test_other_content_than_acknowledged(self):
        self.judge([sent("a"), sent("a", which=1), kept("a", "1")], [row("1", "a/1")], altered=1)

    def test_phantom(self):
        self.judge([], [row("1", "a/0")], phantom=1)

    def test_phantom_of_somebody_replaced(self):
        self.judge([sent("a", 0), kept("a", "1")], [row("1", "a/0", "zero of the mill", "r")],
                   {"7"}, phantom=1)

    def test_replaced(self):
        entries = [sent("a", 0, 0), kept("a", "1"), sent("b", 0, 1), kept("b", "2")]
        self.judge(entries, [row("2", "b/0", "zero of the mill", "r")], {"1"})

    def test_replaced_by_the_older(self):
        entries = [sent("a", 0, 0), kept("a", "1"), sent("b", 0, 1), kept("b", "2")]
        self.judge(entries, [row("1", "a/0", "zero of the mill", "r")], {"2"}, altered=1)

    def test_overtaken_by_what_was_never_acknowledged(self):
        entries = [sent("a", 0, 0), sent("b", 0, 1), kept("b", "2")]
        self.judge(entries, [row("1", "a/0", "zero of the mill", "r")], {"2"}, altered=1)

    def test_replaced_by_what_was_sent_later(self):
        entries = [sent("a", 0, 0), kept("a", "1"), sent("b", 0, 1)]
        self.judge(entries, [row("2", "b/0", "zero of the mill", "r")], {"1"})

    def test_conflicting_kept_aside(self):
        entries = [sent("a"), kept("a", "1"), sent("a", which=1), kept("a", "1", 1, "spool")]
        self.judge(entries, [row("1", "a/0")], aside=1)

    def test_conflicting_stored(self):
        entries = [sent("a"), kept("a", "1"), sent("a", which=1), kept("a", "1", 1)]
        self.judge(entries, [row("1", "a/0")], altered=1)

    def test_receipts(self):
        self.assertEqual(receipt_bytes("0000-0000-0000-000Z"), "0" * 18 + "1f")


if __name__ == "__main__":
    unittest.main()
