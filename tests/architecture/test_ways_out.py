"""Every way out of figures and answers: what it may read, and that figures pass disclosure control.

Figures are published by one function (publish, daemon/aggregator/publish.h), which writes what may be
seen beside the full record. Everybody who shows figures is given that part alone: the daemon because
its database role can read nothing else, the aggregator's `report` because it leaves out the rest
before it hands over. A new way out fails here until it is written down.
"""

import re
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from c_source import without_comments  # noqa: E402
from harness.build import PROJECT  # noqa: E402

# What the daemon's role may call, and what leaves the database by it.
DAEMON_CALLS = {
    "read_catalogue_stamp": "a number",
    "read_catalogue": "programmes and questionnaires",
    "read_published_metrics": "what is published of figures, and their provenance",
    "find_respondent": "to who has the link: the own answers",
    "find_receipt": "to who has the receipt: cycle and day",
    "count_responses": "the room: how many have answered",
    "check_access": "whether a token is valid",
    "submit_responses": "outcomes of submissions",
    "withdraw_response": "outcomes of withdrawals",
    "read_people_stamp": "a number",
    "read_people": "the organisation of each person, under a fingerprint that gives no answers",
    "find_answered": "which receipts or links have answers, without them",
}

# Queries of the aggregator and of surveyctl that read what people said.
ANSWER_QUERIES = {"copy_responses.sql", "copy_some_responses.sql", "stream_responses.sql"}

# Queries that read figures of which not everything is published.
FIGURE_QUERIES = {"read_metrics.sql"}

# Who may call what gives them; a file that is new here shows figures or answers by a new way.
CALLERS = {
    # Figures that are not published.
    "store_metric_read": {"aggregator/programme_run.c", "aggregator/report_command.c"},
    # Computing: publishing, a run, and files of the caller's own.
    "evaluation_compute": {
        "aggregator/compute.c", "aggregator/programme_compute.c", "aggregator/publish_behind.c",
        "aggregator/publish_guard.c", "aggregator/publish_people.c",
        "aggregator/publish_tables.c"},
    # What is published.
    "publish": {"aggregator/programme_compute.c"},
    "publish_form": {"aggregator/publish.c"},
    "store_metric_load": {"surveyd/show_report.c", "surveyd/show_results.c"},
    # Answers of many, for figures.
    "store_answers_copy": {"aggregator/answers_store.c"},
    # Answers of one, to who gave them.
    "store_respondent_find": {"surveyd/accept_reply.c", "surveyd/respondent.c",
                              "surveyd/show_answers.c"},
    "respondent_find": {"surveyd/accept_submission.c", "surveyd/serve_form.c"},
}


def sources(top: Path) -> list[Path]:
    return sorted(top.rglob("*.c"))


def callers(name: str) -> set[str]:
    """Files outside the room that defines it that call a function."""
    found = set()
    for path in sources(PROJECT / "daemon"):
        if name.startswith(f"{path.parent.name}_"):
            continue
        code = without_comments(path.read_text(encoding="utf8"), strings=True)
        for match in re.finditer(rf"\b{name}\(", code):
            # A definition is not a call: it stands at the beginning of a line's declaration.
            line = code[code.rfind("\n", 0, match.start()) + 1:match.start()]
            if re.match(r"^[a-z]", line) and "=" not in line and "return" not in line:
                continue
            found.add(str(path.relative_to(PROJECT / "daemon")))
    return found


def sql_without_comments(path: Path) -> str:
    return re.sub(r"--[^\n]*", "", path.read_text(encoding="utf8"))


def migrations() -> str:
    return "\n".join(sql_without_comments(path)
                     for path in sorted((PROJECT / "sql/migrations").glob("*.sql")))


def grants_to(role: str) -> list[str]:
    """What is granted to the role, without the word itself."""
    return [match.group(1) for match in re.finditer(
        r"\bgrant\s+((?:(?!\bgrant\b)[^;])*?)\s+to\s+([\w,\s]+);", migrations())
        if role in re.split(r"[,\s]+", match.group(2))]


def function_bodies(name: str) -> list[str]:
    return re.findall(rf"create (?:or replace )?function survey\.{name}\(.*?\n\$\$;", migrations(),
                      re.DOTALL)


class WaysOut(unittest.TestCase):
    def test_the_daemon_may_call_what_is_listed_and_read_nothing(self):
        granted = grants_to("surveyd")
        self.assertTrue(granted)
        for each in granted:
            if re.match(r"usage on schema|connect on database", each):
                continue
            self.assertRegex(each, r"^execute on function", "the daemon's role reads no table")
            names = set(re.findall(r"survey\.(\w+)\(", each))
            self.assertTrue(names)
            self.assertLessEqual(names, set(DAEMON_CALLS), "a new way out of the database")

    def test_what_the_daemon_reads_of_figures_is_what_is_published(self):
        bodies = function_bodies("read_published_metrics")
        self.assertTrue(bodies)
        for body in bodies:
            self.assertNotIn('"values"', body)
            self.assertIn("case when r.published is not null then r.reason end", body)
        for name in set(DAEMON_CALLS) - {"read_published_metrics"}:
            for body in function_bodies(name):
                self.assertNotRegex(body, r"metric_(result|release)", name)

    def test_queries_that_read_answers_or_whole_figures_are_known(self):
        answers, figures = set(), set()
        for path in (PROJECT / "sql/queries").glob("*.sql"):
            text = sql_without_comments(path)
            if re.search(r"\b(from|join) survey\.(response|answer)\b", text) and \
                    re.search(r'\bcodes\b|"values"|\bcode\b|\bselect \*', text):
                answers.add(path.name)
            if re.search(r"(from|join) survey\.metric_result\b", text):
                figures.add(path.name)
        self.assertEqual(answers, ANSWER_QUERIES)
        self.assertEqual(figures, FIGURE_QUERIES)

    def test_only_known_files_call_what_gives_figures_and_answers(self):
        for name, expected in CALLERS.items():
            with self.subTest(name):
                self.assertEqual(callers(name), expected)

    def test_a_statement_is_run_by_one_file(self):
        """What reads whole figures and answers is asked for in the store alone."""
        for query in ANSWER_QUERIES | FIGURE_QUERIES:
            name = f'"{query.removesuffix(".sql")}"'
            users = {path.parent.name for path in sources(PROJECT / "daemon")
                     if name in path.read_text(encoding="utf8")}
            self.assertLessEqual(users, {"store"}, query)

    def test_the_report_of_the_aggregator_leaves_out_the_rest(self):
        text = (PROJECT / "daemon/aggregator/report_command.c").read_text(encoding="utf8")
        read = text[text.index("read_run("):]
        read = read[:read.index("\n}\n")]
        self.assertIn("store_metric_read(", read)
        self.assertIn(".values = (struct base_text){NULL, 0};", read)
        self.assertRegex(read, r"published\.data == NULL\)\s+results\[i\]\.reason = NULL;")
        self.assertEqual(text.count("store_metric_read("), 1)

    def test_what_shows_figures_knows_neither_records_nor_answers(self):
        """The rooms that draw, and the daemon: no file has the values of a result, or includes what
        reads answers of many."""
        wrong = []
        for room in ("report", "pages", "surveyd"):
            for path in [*(PROJECT / "daemon" / room).rglob("*.[ch]"),
                         *(PROJECT / "include" / room).rglob("*.h")]:
                text = without_comments(path.read_text(encoding="utf8"))
                for header in ("store/dataset.h", "evaluation/data.h", "evaluation/catalogue.h"):
                    if f'#include "{header}"' in text and room != "surveyd":
                        wrong.append(f"{path.relative_to(PROJECT)}: {header}")
                if "store_metric_" in text and re.search(r"(->|\.)values\b", text):
                    wrong.append(f"{path.relative_to(PROJECT)}: values of a result")
        self.assertEqual(wrong, [])

    def test_this_test_sees(self):
        self.assertIn("aggregator/publish_guard.c", callers("evaluation_compute"))
        self.assertNotIn("evaluation/catalogue.c", callers("evaluation_compute"))
        self.assertIn("surveyd", migrations())
        self.assertTrue(any("read_published_metrics" in each for each in grants_to("surveyd")))
        self.assertTrue(any("metric_result" in each for each in grants_to("survey_aggregator")))
        self.assertFalse(any("metric_result" in each for each in grants_to("surveyd")))


if __name__ == "__main__":
    unittest.main()
