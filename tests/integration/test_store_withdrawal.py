"""Withdrawing what is stored, against a real PostgreSQL: once, again, and in every race."""

import random
import sys
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

from store_case import COLUMNS, StoreCase, outcome  # noqa: E402

CODES = "{" + ",".join(["1"] * int(COLUMNS)) + "}"


class Withdrawal(StoreCase):
    def seal(self) -> None:
        self.cluster.psql("update survey.cycle set sealed = true "
                          f"where programme = '{self.programme}' and cycle = 1")

    def withdrawn(self) -> set[str]:
        return set(self.tool("withdrawn").stdout.split())

    def test_of_a_personal_link(self):
        self.submit("--count", 3, "--respondents", 1)
        self.submit("--count", 1, "--respondents", 9, "--first", 17)
        everything = self.receipts()
        self.assertEqual(self.read("withdraw", 0, 5), ["unknown", "STATUS_OK"])
        self.assertEqual(self.read("withdraw", 0), ["unknown", "STATUS_OK"])
        self.assertEqual(self.rows(), 2)
        # The receipt of a revision that was replaced stands for the current one.
        self.assertEqual(self.read("withdraw", 1, 0), ["done", "STATUS_OK"])
        self.assertEqual((self.rows(), self.rows("response_replaced")), (1, 0))
        self.assertEqual(len(self.withdrawn()), 3)
        self.assertEqual(self.receipts() | self.withdrawn(), everything)
        self.assertEqual(self.receipts() & self.withdrawn(), set())
        for number in range(3):
            self.assertEqual(self.read("withdraw", number, 0), ["done", "STATUS_OK"])
            self.assertRegex(self.read("receipt", number, 0)[0],
                             r"^cycle 1 withdrawn day \d{4}-\d\d-\d\d$")
        self.assertEqual(self.read("respondent", 1, 0), [
            "invited 0 organisation [] actor_type []", "STATUS_OK"])
        self.assertEqual(self.read("answered", 0), ["STATUS_OK"])

    def test_of_the_open_link(self):
        self.submit("--count", 4)
        self.assertEqual(self.read("withdraw", 2, 0), ["unknown", "STATUS_OK"])
        self.assertEqual(self.read("withdraw", 2), ["done", "STATUS_OK"])
        self.assertEqual(self.read("withdraw", 3, "any"), ["done", "STATUS_OK"])
        self.assertEqual(self.read("withdraw", 4, "any"), ["unknown", "STATUS_OK"])
        self.assertEqual((self.rows(), len(self.withdrawn())), (2, 2))

    def test_by_a_command(self):
        self.submit("--count", 2, "--respondents", 1)
        self.assertEqual(self.tool("withdraw", 7).stdout, "unknown 0\n")
        self.assertEqual(self.tool("withdraw", 0).stdout, "done 1\n")
        self.assertEqual(self.tool("withdraw", 1).stdout, "done 1\n")
        self.assertEqual(self.rows(), 0)

    def test_not_once_the_cycle_is_sealed(self):
        self.submit("--count", 2, "--respondents", 2)
        self.assertEqual(self.read("withdraw", 0, 0), ["done", "STATUS_OK"])
        self.seal()
        for link in ("1", "any"):
            self.assertEqual(self.read("withdraw", 1, link), ["sealed", "STATUS_OK"])
        self.assertEqual(self.rows(), 1)
        # What was withdrawn before is still known to be.
        self.assertEqual(self.read("withdraw", 0, 0), ["done", "STATUS_OK"])
        self.assertEqual(self.submit("--count", 1, "--respondents", 2)["withdrawn"], 1)

    def test_nothing_is_kept_of_whom(self):
        self.assertEqual(self.cluster.value(
            "select string_agg(attname, ' ' order by attname) from pg_attribute "
            "where attrelid = 'survey.response_withdrawn'::regclass and attnum > 0"),
            "cycle day programme receipt")

    def test_what_is_withdrawn_is_not_stored_again(self):
        self.submit("--count", 10)
        self.submit("--count", 12, "--respondents", 4, "--first", 100)
        for number in (3, 4):
            self.read("withdraw", number)
        self.read("withdraw", 100, 0)
        result = self.submit("--count", 10)
        self.assertEqual((result["withdrawn"], result["replayed"], result["stored"]), (2, 8, 0))
        self.assertEqual(self.submit("--count", 10, "--digest", "other")["withdrawn"], 2)
        result = self.submit("--count", 12, "--respondents", 4, "--first", 100)
        self.assertEqual((result["withdrawn"], result["replayed"], result["stored"]), (3, 9, 0))
        # The same person may answer again, from the beginning.
        result = self.submit("--count", 1, "--respondents", 4, "--first", 200)
        self.assertEqual((result["stored"], result["highest_revision"]), (1, 1))
        self.assertEqual(self.submit("--count", 1, "--respondents", 4, "--first", 104)["withdrawn"],
                         1)
        self.assertEqual(self.read("withdraw", 200, 0), ["done", "STATUS_OK"])
        self.assertEqual((self.rows(), len(self.withdrawn())), (11, 6))

    def test_after_the_closing(self):
        self.submit("--count", 2)
        self.cluster.psql("update survey.cycle set closes_at = now() - interval '1 day' "
                          f"where programme = '{self.programme}' and cycle = 1")
        self.assertEqual(self.read("withdraw", 0), ["done", "STATUS_OK"])
        self.assertEqual(self.submit("--count", 2)["withdrawn"], 1)

    def test_the_watermark_moves(self):
        self.submit("--count", 3)
        before = self.tool("watermark", connection=self.aggregator).stdout
        self.read("withdraw", 1)
        after = self.tool("watermark", connection=self.aggregator).stdout
        self.assertNotEqual(before, after)
        self.assertIn("responses:2:", after)


if __name__ == "__main__":
    unittest.main()
