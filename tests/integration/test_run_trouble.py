"""survey-aggregator run when something is in its way: told plainly, and what was stored stays whole."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import unittest
from pathlib import Path
from unittest import mock

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import program, require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402

REJECTED, UNAVAILABLE, AGAIN, FORBIDDEN, CONFIG = 65, 69, 75, 77, 78


class RunCase(unittest.TestCase):
    def setUp(self):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        self.house = self.enterContext(House())
        folder = self.house.programme_copy(cycles=self.house.cycles_far_away())
        self.document = make.load(folder / "programme.json")
        self.questionnaire = make.load(folder / "cycle-1.json")
        self.programme = self.house.import_programme(folder)
        self.house.open_cycle(self.programme, 1)
        self.daemon = self.enterContext(self.house.daemon())
        self.people = self.house.invite_from_the_start(self.programme, self.document)

    def answer(self, places) -> None:
        client = self.daemon.client()
        for place in places:
            person = self.people[place]
            body = make.complete(self.document, self.questionnaire, 1, person["organisation"],
                                 place)
            eventually(lambda: client.submit(person["link"], body).status == 201, "stored")
        client.close()

    def figures(self) -> list:
        return self.house.cluster.rows(
            'SELECT id, metric, cycle, subject, reason, request::text, "values"::text, '
            "published::text FROM survey.metric_result ORDER BY position")

    def start(self, **options) -> subprocess.Popen:
        run = subprocess.Popen([program("survey-aggregator"), "run", "--config", self.house.config],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
        self.addCleanup(run.stderr.close)
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.wait, 20)
        self.addCleanup(run.kill)
        return run


class Trouble(RunCase):
    def test_progress_on_a_terminal_only(self):
        self.answer(range(5))
        master, terminal = pty.openpty()
        done = subprocess.run([program("survey-aggregator"), "run", "--config", self.house.config],
                              stdout=subprocess.PIPE, stderr=terminal, text=True, check=True)
        os.close(terminal)
        shown = os.read(master, 100_000).decode()
        os.close(master)
        self.assertRegex(done.stdout, rf"^{self.programme}: run \d+, \d+ analyses of 5 answers\n$")
        for words in ("reading answers", "computing", "storing"):
            self.assertIn(f"{self.programme}: {words}", shown)
        # Nothing of it stays on the line where the prompt comes.
        self.assertTrue(shown.endswith("\r\x1b[K"), repr(shown[-40:]))
        self.assertNotIn("\n", shown)
        self.house.cluster.psql("DELETE FROM survey.metric_run")
        done = self.house.aggregator("run")
        self.assertEqual(done.stderr, "")

    def test_no_database(self):
        self.daemon.stop()
        self.house.cluster.stop()
        done = self.house.aggregator("run", exit_code=UNAVAILABLE)
        self.assertEqual(done.stdout, "")
        self.assertIn("cannot connect to PostgreSQL", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_a_role_without_rights(self):
        self.answer(range(5))
        self.house.aggregator("run")
        before = self.figures()
        self.answer([5])
        for what in ("SELECT ON survey.response", "INSERT ON survey.metric_result",
                     "SELECT ON survey.participation"):
            with self.subTest(what):
                self.house.cluster.psql(f"REVOKE {what} FROM survey_aggregator")
                done = self.house.aggregator("run", exit_code=FORBIDDEN)
                self.assertIn(f"permission denied for table {what.split('.')[1]}", done.stderr)
                self.assertEqual(self.figures(), before)
                self.house.cluster.psql(f"GRANT {what} TO survey_aggregator")
        self.assertIn("6 answers", self.house.aggregator("run").stdout)

    def test_a_migration_that_is_missing(self):
        self.answer(range(5))
        self.house.cluster.psql("ALTER TABLE survey.metric_release RENAME TO other")
        done = self.house.aggregator("run", exit_code=CONFIG)
        self.assertIn("run surveyctl migrate", done.stderr)
        self.assertEqual(self.figures(), [])

    def test_a_database_that_was_never_migrated(self):
        with House(migrate=False) as house:
            house.cluster.psql("CREATE ROLE survey_aggregator LOGIN", "postgres")
            done = house.aggregator("run", exit_code=CONFIG)
            self.assertIn("run surveyctl migrate", done.stderr)

    def test_a_statement_that_takes_too_long(self):
        self.answer(range(5))
        self.house.aggregator("run")
        before = self.figures()
        self.answer([5])
        self.house.cluster.psql("ALTER ROLE survey_aggregator IN DATABASE surveyd "
                                "SET statement_timeout = '500ms'", "postgres")
        with self.blocked("survey.metric_release"):
            done = self.house.aggregator("run", exit_code=AGAIN)
        self.assertIn("statement timeout", done.stderr)
        self.assertEqual(self.figures(), before)
        self.house.cluster.psql("ALTER ROLE survey_aggregator IN DATABASE surveyd "
                                "SET statement_timeout = '60s'", "postgres")
        self.assertIn("6 answers", self.house.aggregator("run").stdout)

    def blocked(self, table: str):
        """Who stores may begin, and waits where it touches the table."""
        process = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-d",
                                    self.house.cluster.connection()],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        process.stdin.write(f"BEGIN; LOCK TABLE {table} IN SHARE MODE; SELECT 'locked';\n")
        process.stdin.flush()
        self.assertEqual(process.stdout.readline(), "locked\n")

        class Blocked:
            def __enter__(self):
                return process

            def __exit__(self, *_):
                process.stdin.close()
                process.wait(20)
                process.stdout.close()
        return Blocked()

    def test_killed_in_the_middle(self):
        self.answer(range(5))
        self.house.aggregator("run")
        before = self.figures()
        self.answer([5])
        waiting = ("SELECT count(*) FROM pg_stat_activity WHERE usename = 'survey_aggregator' "
                   "AND wait_event_type = 'Lock'")
        for how in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
            with self.subTest(how=how), self.blocked("survey.metric_release"):
                run = self.start()
                eventually(lambda: self.house.cluster.psql(waiting, "postgres") == "1",
                           "it is storing")
                run.send_signal(how)
                self.assertEqual(run.wait(5), -how)
            eventually(lambda: self.house.cluster.psql(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'survey_aggregator'",
                "postgres") == "0", "its session has ended")
            self.assertEqual(self.figures(), before)
        self.assertIn("6 answers", self.house.aggregator("run").stdout)

    def test_the_session_is_cut_in_the_middle(self):
        self.answer(range(5))
        self.house.aggregator("run")
        before = self.figures()
        self.answer([5])
        with self.blocked("survey.metric_release"):
            run = self.start()
            eventually(lambda: self.house.cluster.psql(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = "
                "'survey_aggregator' AND wait_event_type = 'Lock'", "postgres") == "1", "it is cut")
            _, stderr = run.communicate(timeout=20)
        self.assertEqual(run.returncode, UNAVAILABLE)
        self.assertIn("PostgreSQL", stderr)
        self.assertEqual(self.figures(), before)

    def test_programmes_that_cannot_be_read_do_not_stop_the_others(self):
        other = self.house.programme_copy("other", programme="a-first-one",
                                          cycles=self.house.cycles_far_away())
        self.house.import_programme(other)
        self.house.cluster.psql("UPDATE survey.programme SET document = '{}' "
                                "WHERE programme = 'a-first-one'")
        self.answer(range(5))
        done = self.house.aggregator("run", exit_code=None)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("a-first-one", done.stderr)
        self.assertIn(f"{self.programme}: run", done.stdout)


class SameInput(RunCase):
    def test_the_same_bytes_everywhere(self):
        """Whatever the order of the rows, the locale, the time zone and the day."""
        self.answer(range(9))
        self.house.aggregator("run")
        before = self.figures()
        self.assertGreater(len(before), 50)
        for zone, locale, order in (("Pacific/Kiritimati", "C.utf8", "receipt"),
                                    ("America/Adak", "sv_SE.utf8", "receipt DESC"),
                                    ("Asia/Kathmandu", "POSIX", "codes")):
            self.house.cluster.psql(f"""
                BEGIN;
                SET LOCAL session_replication_role = replica;
                CREATE TEMP TABLE kept AS SELECT * FROM survey.response;
                DELETE FROM survey.response;
                INSERT INTO survey.response SELECT * FROM kept ORDER BY {order};
                COMMIT;
                ALTER ROLE survey_aggregator SET timezone = '{zone}';
                ALTER ROLE survey_aggregator SET lc_numeric = 'C';
                ALTER ROLE survey_aggregator SET datestyle = 'German';
                ALTER ROLE survey_aggregator SET extra_float_digits = 0;
                ALTER ROLE survey_aggregator SET bytea_output = 'escape';
                DELETE FROM survey.metric_run""", "postgres")
            with mock.patch.dict(os.environ, {"TZ": zone, "LC_ALL": locale}):
                self.house.aggregator("run")
            self.assertEqual(self.figures(), before)

    def test_provenance(self):
        self.answer(range(5))
        self.house.aggregator("run")
        version, plan, run = self.house.cluster.rows(
            "SELECT program_version, encode(plan_digest, 'hex'), run FROM survey.metric_run")[0]
        told = json.loads(self.house.aggregator(
            "report", "--programme", self.programme, "--format", "json").stdout)["provenance"]
        self.assertEqual(
            re.sub(r"[0-9a-f]{16}$", "INPUT", told),
            f"metrics v1 · survey-aggregator {version} · run {run} · plan {plan[:16]} · input INPUT")
        shown = subprocess.run([program("survey-aggregator"), "--version"], check=True,
                               capture_output=True, text=True).stdout
        self.assertIn(version, shown)
        # Another input is told from this one, another plan too.
        self.answer([5])
        self.house.aggregator("run")
        other = json.loads(self.house.aggregator(
            "report", "--programme", self.programme, "--format", "json").stdout)["provenance"]
        self.assertNotEqual(other[-16:], told[-16:])
        self.assertIn(f"plan {plan[:16]}", other)

    def test_runs_and_a_follower_at_the_same_time(self):
        with (self.house.folder / "follow.log").open("w+", encoding="utf8") as log:
            follower = subprocess.Popen(
                [program("survey-aggregator"), "follow", "--config", self.house.config,
                 "--debounce-ms", "50"], stdout=log, stderr=log)
            try:
                runs = []
                for place in range(12):
                    self.answer([place])
                    runs += [self.start(), self.start()]
                for run in runs:
                    _, stderr = run.communicate(timeout=120)
                    self.assertEqual((run.returncode, stderr), (0, ""))
                eventually(lambda: self.house.cluster.value(
                    "SELECT input_rows FROM survey.metric_run") == "12", "all are in")
            finally:
                follower.kill()
                follower.wait(20)
            log.seek(0)
            self.assertNotRegex(log.read(), r"(?i)error|warning")
        self.assertIn("is up to date", self.house.aggregator("run").stdout)
        values = [row[:7] for row in self.figures() if row[0] != "releases"]
        self.house.cluster.psql("DELETE FROM survey.metric_run")
        self.house.aggregator("run")
        self.assertEqual([row[:7] for row in self.figures() if row[0] != "releases"], values)


if __name__ == "__main__":
    unittest.main()
