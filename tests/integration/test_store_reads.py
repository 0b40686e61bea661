"""What the daemon reads and what the commands store, against a real PostgreSQL."""

import json
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

from store_case import COLUMNS, StoreCase, run  # noqa: E402


class Reads(StoreCase):
    def test_respondent(self):
        self.assertEqual(self.tool("invite", 1, 0, 3, "acme").stdout, "created 3\n")
        self.assertEqual(self.tool("invite", 1, 0, 4, "b \"b\"").stdout, "created 1\n")
        self.submit("--count", 2, "--respondents", 1)
        found = self.read("respondent", 1, 0)
        self.assertEqual(found[0], 'invited 1 organisation [b "b"] actor_type [company]')
        self.assertRegex(found[1], r"^revision 2 version 1 language en day \d{4}-\d\d-\d\d "
                                   r"receipt [0-9a-f]{4} codes 10 first 1 values \{")
        current = self.cluster.value("select encode(receipt, 'hex') from survey.response "
                                     f"where programme = '{self.programme}'")
        self.assertIn(f" receipt {current[:2]}{current[-2:]} ", found[1])
        self.assertEqual(self.read("respondent", 2, 0), [
            'invited 1 organisation [b "b"] actor_type [company]', "STATUS_OK"])
        self.assertEqual(self.read("respondent", 1, 77), [
            "invited 0 organisation [] actor_type []", "STATUS_OK"])

    def test_receipt(self):
        self.submit("--count", 2, "--respondents", 1)
        self.submit("--count", 1, "--first", 50)
        day = r"\d{4}-\d\d-\d\d"
        for link in ("0", "any"):
            self.assertRegex(self.read("receipt", 0, link)[0],
                             f"^cycle 1 revision 1 of 2 day {day} personal$")
            self.assertRegex(self.read("receipt", 1, link)[0],
                             f"^cycle 1 revision 2 of 2 day {day} personal$")
        for words in (("1",), ("1", "5"), ("9", "0"), ("50", "0")):
            self.assertEqual(self.read("receipt", *words), ["STATUS_NOT_FOUND"], words)
        for words in (("50",), ("50", "any")):
            self.assertRegex(self.read("receipt", *words)[0],
                             f"^cycle 1 revision 1 of 1 day {day} open$")
        self.cluster.psql("update survey.cycle set sealed = true "
                          f"where programme = '{self.programme}' and cycle = 1")
        self.assertRegex(self.read("receipt", 50, "any")[0], " open sealed$")
        self.assertEqual(self.read("receipt", 51, "any"), ["STATUS_NOT_FOUND"])

    def test_answered(self):
        self.assertEqual(self.read("answered", 0), ["STATUS_OK"])
        self.submit("--count", 3, "--respondents", 2)
        self.tool("cycle-open", 2)
        self.submit("--count", 1, "--respondents", 2, "--cycle", 2, "--first", 10)
        today = r"day \d{4}-\d\d-\d\d"
        found = self.read("answered", 0)
        self.assertRegex("\n".join(found), f"^cycle 1 revision 2 {today}\ncycle 2 revision 1 {today}"
                                           "\nSTATUS_OK$")
        self.assertRegex("\n".join(self.read("answered", 1)),
                         f"^cycle 1 revision 1 {today}\nSTATUS_OK$")
        self.cluster.psql("update survey.cycle set sealed = true "
                          f"where programme = '{self.programme}' and cycle = 1")
        self.assertRegex("\n".join(self.read("answered", 0)),
                         f"^cycle 2 revision 1 {today}\nSTATUS_OK$")

    def test_tally(self):
        self.assertEqual(self.read("tally", 1), ["responses 0", "STATUS_OK"])
        self.submit("--count", 40, "--respondents", 20)
        self.submit("--count", 7, "--first", 5000)
        self.assertEqual(self.read("tally", 1), ["responses 27", "STATUS_OK"])
        self.assertEqual(self.read("tally", 2), ["responses 0", "STATUS_OK"])

    def test_access(self):
        self.tool("token-create", "ann", "secret", "aggregates", 90)
        self.tool("token-create", "bo", "other", "responses", 0)
        self.assertIn("choose another name",
                      self.tool("token-create", "ann", "x", "aggregates", 0, exit_code=65).stderr)
        self.assertEqual(self.read("access", "ann", "secret", "aggregates"),
                         ["scope aggregates", "STATUS_OK"])
        self.assertEqual(self.read("access", "ann", "secret", "responses"), ["STATUS_FORBIDDEN"])
        self.assertEqual(self.read("access", "bo", "other", "aggregates"),
                         ["scope responses", "STATUS_OK"])
        for name, secret in (("ann", "other"), ("cy", "secret"), ("ann", "")):
            self.assertEqual(self.read("access", name, secret, "aggregates"),
                             ["STATUS_UNAUTHENTICATED"])
        self.assertEqual(self.cluster.rows(
            "select token, action, detail, allowed from survey.audit "
            f"where programme = '{self.programme}' order by entry"), [
                ["ann", "report", "cycle=1", "t"], ["ann", "report", "cycle=1", "f"],
                ["bo", "report", "cycle=1", "t"]])
        listed = self.tool("token-list").stdout.splitlines()
        self.assertRegex(listed[0], r" ann aggregates \[\d{4}-\d\d-\d\d\] used good$")
        self.assertRegex(listed[1], r" bo responses \[\] used good$")
        self.tool("token-revoke", "ann")
        self.tool("token-revoke", "cy", exit_code=66)
        self.cluster.psql("update survey.access_token set expires_at = now() - interval '1 day' "
                          f"where name = 'bo' and programme = '{self.programme}'")
        for name, secret in (("ann", "secret"), ("bo", "other")):
            self.assertEqual(self.read("access", name, secret, "aggregates"),
                             ["STATUS_UNAUTHENTICATED"])
        self.assertNotIn("secret", self.cluster.value("select access_token::text "
                                                      "from survey.access_token limit 1"))

    def test_metrics(self):
        self.assertEqual(self.read("metrics"), ["STATUS_NOT_FOUND"])
        self.tool("metrics-read", exit_code=66)
        self.tool("metrics-write", 1203, connection=self.aggregator)
        self.tool("metrics-write", 3, connection=self.aggregator)
        published = self.read("metrics")
        self.assertRegex(published[0], r"^run 1 0\.1\.0 documents:\S+ rows 42 results 3$")
        self.assertEqual(published[1:], [
            'id-0 reaction.item 0 [null] [null] {"question": "q1"} no values {"n": 7}',
            'id-1 reaction.item 1 [q"1] [null] {"question": "q1"} no values suppressed',
            'id-2 reaction.item 2 [q"1] [null] {"question": "q1"} no values {"n": 7}',
            "STATUS_OK"])
        whole = self.tool("metrics-read", connection=self.aggregator).stdout
        self.assertIn('id-1 {"n": 3, "secret": true} suppressed', whole)
        self.assertEqual(self.rows("metric_run"), 1)
        self.tool("metrics-write", 1203, connection=self.aggregator)
        self.assertEqual(self.rows("metric_result"), 1203)

    def test_the_mark_of_the_documents(self):
        def mark() -> str:
            return self.tool("documents", connection=self.aggregator).stdout

        before = mark()
        self.submit("--count", 50, "--respondents", 25)
        self.tool("metrics-write", 3, connection=self.aggregator)
        self.assertEqual(mark(), before)
        run("seed", self.administrator, self.programme, 11)
        self.assertNotEqual(mark(), before)

    def test_streams(self):
        self.submit("--count", 40, "--respondents", 20)
        self.submit("--count", 10, "--first", 1000)
        rows = self.tool("responses", 0, connection=self.aggregator).stdout.splitlines()
        self.assertEqual(len(rows), 30)
        self.assertEqual([row.split()[4] for row in rows], sorted(row.split()[4] for row in rows))
        self.assertEqual(sum(row.split()[3] == "open" for row in rows), 10)
        self.assertEqual(self.tool("responses", 2).stdout, "")
        stopped = self.tool("responses", 1, 3, exit_code=65)
        self.assertEqual(len(stopped.stdout.splitlines()), 4)
        self.assertIn("usable", stopped.stdout)
        self.assertEqual(len(self.receipts()), 50)

    def test_a_person_in_psql(self):
        self.submit("--count", 1)
        rows = self.cluster.rows(
            "select name, code, label, value from survey.answer where "
            f"programme = '{self.programme}' order by \"position\" limit 2")
        self.assertEqual(rows, [["q0", "1", "One", ""],
                                ["q1", "2", "", 'A text "with" quotes \\ and å']])


class Programmes(StoreCase):
    def stamp(self) -> str:
        return self.read("stamp")[0]

    def seed(self, columns: str = COLUMNS, cycles: int = 2, linkage: str = "programme",
             timezone: str = "Europe/Stockholm", exit_code: int = 0):
        return run("seed", self.administrator, self.programme, columns, cycles, linkage, timezone,
                   exit_code=exit_code)

    def test_versions(self):
        again = json.loads(self.seed().stdout)
        self.assertEqual(again, {"new": False, "versions": [1, 1], "changed": [False, False]})
        changed = json.loads(self.seed("12").stdout)
        self.assertEqual(changed, {"new": False, "versions": [2, 2], "changed": [True, True]})
        # The earlier version is still answered by who has its form open.
        self.assertEqual(self.submit("--count", 5, "--columns", 10, "--version", 1)["stored"], 5)
        self.assertEqual(self.submit("--count", 9, "--columns", 12, "--version", 2)["stored"], 4)
        catalogue = self.read("catalogue")
        self.assertIn('questionnaire 1 1 [{"columns": 10}]', catalogue)
        self.assertIn('questionnaire 1 2 [{"columns": 12}]', catalogue)
        with self.assertRaisesRegex(RuntimeError, "published"):
            self.cluster.psql("update survey.questionnaire set version = 7")

    def test_the_catalogue_keeps_the_document_as_it_is(self):
        self.assertIn(f"programme {self.programme} Europe/Stockholm 5 "
                      '[{ "languages":  ["en"] }]', self.read("catalogue"))
        self.assertIn("cycle 1 1577862000 7226607600 2020-01-01T08:00 2199-01-01T08:00 1 "
                      "not sealed", self.read("catalogue"))

    def test_the_stamp_moves_with_the_catalogue(self):
        stamps = [self.stamp()]
        self.submit("--count", 1)
        self.assertEqual(self.stamp(), stamps[-1])
        for change in (lambda: self.tool("cycle-open", 2), lambda: self.tool("cycle-close", 2),
                       lambda: self.seed("11")):
            change()
            stamps.append(self.stamp())
        self.assertEqual(len(set(stamps)), 4)

    def test_an_import_does_not_undo_opening_by_hand(self):
        self.tool("cycle-open", 2)
        self.assertIn("cycle 2 open", self.tool("list").stdout)
        self.seed()
        self.seed("11")
        self.assertIn("cycle 2 open", self.tool("list").stdout)
        self.seed(timezone="Asia/Tokyo")
        self.assertIn("cycle 2 upcoming 2198-01-01T08:00", self.tool("list").stdout)
        self.assertIn("cycle 1 1577833200 ", "\n".join(self.read("catalogue")))

    def test_opening_and_closing(self):
        self.assertIn("cycle 2 upcoming", self.tool("list").stdout)
        self.tool("cycle-open", 2, "2150-06-01T12:00")
        self.assertRegex(self.tool("list").stdout, r"cycle 2 open \S+ 2150-06-01T12:00")
        self.assertIn("is past", self.tool("cycle-open", 2, "2001-01-01T00:00", exit_code=65).stderr)
        self.tool("cycle-close", 2)
        self.tool("cycle-close", 2)
        self.assertIn("cycle 2 closed", self.tool("list").stdout)
        self.tool("cycle-open", 9, exit_code=66)
        self.tool("cycle-close", 9, exit_code=66)
        self.cluster.psql(f"update survey.cycle set sealed = true "
                          f"where programme = '{self.programme}' and cycle = 2")
        self.assertIn("sealed", self.tool("cycle-open", 2, exit_code=65).stderr)
        self.assertIn("sealed", self.tool("invite", 2, 0, 1, "a", exit_code=65).stderr)
        self.assertIn("sealed", self.seed("11", exit_code=65).stderr)

    def test_what_people_rely_on_stays(self):
        self.seed(linkage="survey")
        self.seed(cycles=1)
        self.seed(linkage="programme")
        self.tool("invite", 2, 0, 1, "acme")
        self.assertIn("linkage", self.seed(linkage="survey", exit_code=65).stderr)
        self.assertIn("cycle 2", self.seed(cycles=1, exit_code=65).stderr)
        self.assertIn("cycle 2 upcoming", self.tool("list").stdout)
        self.assertIn("not recognized", self.seed(timezone="Mars/Base", exit_code=65).stderr)
        self.tool("invite", 5, 0, 1, "acme", exit_code=66)

    def test_counts(self):
        self.tool("invite", 1, 0, 30, "acme")
        self.submit("--count", 40, "--respondents", 20)
        self.submit("--count", 7, "--first", 5000)
        self.assertIn("cycle 1 open 2020-01-01T08:00 2199-01-01T08:00 version 1 invited 30 "
                      "personal 20 open 7\n", self.tool("list").stdout)


if __name__ == "__main__":
    unittest.main()
