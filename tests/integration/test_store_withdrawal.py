"""Withdrawing what is stored, against a real PostgreSQL: once, again, and in every race."""

import re
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

from store_case import COLUMNS, StoreCase, outcome, start  # noqa: E402

from harness.waiting import eventually  # noqa: E402

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

    def test_a_command_remembers_what_is_not_known(self):
        """After a restore: what the backup does not know may still be on its way."""
        self.submit("--count", 2)
        for _ in range(2):
            self.assertEqual(self.tool("withdraw", 3).stdout, "unknown 0\n")
        self.assertEqual((self.rows(), len(self.withdrawn())), (2, 1))
        result = self.submit("--count", 5)
        self.assertEqual((result["replayed"], result["withdrawn"], result["stored"]), (2, 1, 2))
        self.assertEqual(self.read("receipt", 3, "any"), ["STATUS_NOT_FOUND"])
        # Anybody can ask the daemon, for any number: that writes nothing.
        self.assertEqual(self.read("withdraw", 8, "any"), ["unknown", "STATUS_OK"])
        self.assertEqual(len(self.withdrawn()), 1)

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


class Transaction:
    """A transaction that is open until it is told to commit."""

    def __init__(self, case: StoreCase, statement: str):
        self.process = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-d", case.administrator], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        case.addCleanup(self.end)
        self.process.stdin.write(f"begin;\n{statement};\n")
        self.process.stdin.flush()
        self.result = self.process.stdout.readline().strip()

    def commit(self) -> None:
        self.process.communicate("commit;\n", timeout=30)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=30)


class Races(StoreCase):
    def submission(self, receipt: str, respondent: str | None) -> str:
        person = f"'\\x{respondent * 16}'" if respondent else "null"
        return (f"select outcome || ' ' || revision from survey.submit_responses("
                f"array['{self.programme}'], array[1], array[1], array['\\x{receipt}']::bytea[], "
                f"array['\\x0a']::bytea[], array[{person}]::bytea[], array[null], array[null], "
                f"array['en'], array['{CODES}'], array['{{}}'])")

    def withdrawal(self, receipt: str, respondent: str | None) -> str:
        people = f"'\\x{respondent * 16}'" if respondent else ""
        return (f"select outcome from survey.withdraw_response('{self.programme}', "
                f"'\\x{receipt}', array[{people}]::bytea[])")

    def submit_one(self, receipt: str, respondent: str | None) -> str:
        return self.cluster.psql(self.submission(receipt, respondent), "surveyd")

    def behind(self, first: Transaction, statement: str, connection: str | None = None) -> str:
        """Runs a statement that has to wait for the transaction, which then commits."""
        process = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-d", connection or self.daemon, "-c", statement],
            text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        eventually(lambda: self.cluster.psql(
            "select count(*) from pg_stat_activity where usename in ('surveyd', 'surveyctl') "
            "and wait_event_type = 'Lock'", "postgres") == "1", "it waits")
        first.commit()
        return process.communicate(timeout=30)[0].strip()

    def state(self) -> tuple[list[str], list[str]]:
        return sorted(self.receipts()), sorted(self.tool("withdrawn").stdout.split())

    def test_a_replay_behind_a_withdrawal(self):
        for receipt, person in (("aa01", None), ("aa02", "11")):
            with self.subTest(person=person):
                self.assertEqual(self.submit_one(receipt, person), "stored 1")
                first = Transaction(self, self.withdrawal(receipt, person))
                self.assertEqual(first.result, "done")
                self.assertEqual(self.behind(first, self.submission(receipt, person)),
                                 "withdrawn 0")
        self.assertEqual(self.rows(), 0)

    def test_new_answers_behind_a_withdrawal(self):
        self.submit_one("aa01", "11")
        first = Transaction(self, self.withdrawal("aa01", "11"))
        self.assertEqual(self.behind(first, self.submission("aa02", "11")), "stored 1")
        self.assertEqual([len(receipts) for receipts in self.state()], [1, 1])

    def test_a_withdrawal_behind_a_revision(self):
        self.submit_one("aa01", "11")
        first = Transaction(self, self.submission("aa02", "11"))
        self.assertEqual(first.result, "stored 2")
        self.assertEqual(self.behind(first, self.withdrawal("aa01", "11")), "done")
        self.assertEqual([len(receipts) for receipts in self.state()], [0, 2])

    def test_a_withdrawal_behind_another(self):
        self.submit_one("aa01", "11")
        self.submit_one("aa02", "11")
        first = Transaction(self, self.withdrawal("aa02", "11"))
        self.assertEqual(self.behind(first, self.withdrawal("aa01", "11")), "done")
        self.assertEqual([len(receipts) for receipts in self.state()], [0, 2])

    def test_a_withdrawal_behind_another_after_which_the_person_answered_again(self):
        """It has found its receipt before, and must leave the new answers alone."""
        self.submit_one("aa01", "11")
        first = Transaction(self, self.withdrawal("aa01", "11") + ";\n" +
                            self.submission("aa02", "11"))
        self.assertEqual(self.behind(first, self.withdrawal("aa01", "11")), "done")
        stored, withdrawn = self.state()
        self.assertEqual([receipt[:4] for receipt in stored], ["aa02"])
        self.assertEqual([receipt[:4] for receipt in withdrawn], ["aa01"])

    def test_remembering_behind_a_submission(self):
        """What is being stored cannot be seen yet; it must not be stored and listed as withdrawn."""
        first = Transaction(self, self.submission("aa01", None))
        self.assertEqual(first.result, "stored 1")
        remembering = ("select outcome from survey.withdraw_or_remember("
                       f"'{self.programme}', '\\xaa01')")
        told = self.behind(first, remembering, self.administrator)
        self.assertIn("run it again", told)
        self.assertEqual([len(receipts) for receipts in self.state()], [1, 0])
        self.assertEqual(self.cluster.psql(remembering, "surveyctl"), "done")
        self.assertEqual([len(receipts) for receipts in self.state()], [0, 1])

    def test_a_submission_behind_remembering(self):
        first = Transaction(self, "select outcome from survey.withdraw_or_remember("
                            f"'{self.programme}', '\\xaa01')")
        self.assertEqual(first.result, "unknown")
        self.assertEqual(self.behind(first, self.submission("aa01", "11")), "withdrawn 0")
        self.assertEqual([len(receipts) for receipts in self.state()], [0, 1])

    def test_a_withdrawal_behind_the_sealing(self):
        self.submit_one("aa01", "11")
        first = Transaction(self, "update survey.cycle set sealed = true where programme = "
                            f"'{self.programme}' and cycle = 1 returning cycle")
        self.assertEqual(self.behind(first, self.withdrawal("aa01", "11")), "sealed")
        self.assertEqual(self.rows(), 1)

    def race(self, receipts: int, respondents: int) -> None:
        results = [outcome(process) for process in [
            start("race", self.daemon, self.programme, 1500, receipts, respondents, seed)
            for seed in range(1, 5)]]
        stored, withdrawn = map(set, self.state())
        self.assertEqual(stored & withdrawn, set())
        for result in results:
            self.assertEqual((result["failures"], result["came_back"], result["conflict"],
                              result["closed"], result["sealed"]), (0, 0, 0, 0, 0), result)
            self.assertLessEqual(set(result["told_withdrawn"]), withdrawn)
            self.assertLessEqual(set(result["told_stored"]), stored | withdrawn)
        told = set().union(*(result["told_withdrawn"] for result in results))
        self.assertGreater(len(told), 20)
        if respondents == 0:
            self.assertEqual(sum(result["stored"] for result in results),
                             len(stored) + len(withdrawn))
        else:
            self.assertLessEqual(self.rows(), respondents)
        self.assertEqual(self.cluster.value(
            "select count(*) from survey.response_replaced o where not exists (select "
            "from survey.response r where r.programme = o.programme and r.cycle = o.cycle "
            f"and r.respondent = o.respondent) and o.programme = '{self.programme}'"), "0")
        log = re.sub(r".*the stored answers are being changed.*", "", self.cluster.log())
        self.assertNotIn("ERROR", log)

    def test_many_at_once_by_the_open_link(self):
        self.race(600, 0)

    def test_many_at_once_by_a_few_people(self):
        self.race(600, 12)

    def test_many_at_once_by_many_people(self):
        self.race(2000, 300)


if __name__ == "__main__":
    unittest.main()
