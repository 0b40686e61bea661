"""The store against a real PostgreSQL: migrations, rights, exactly once, losses of every kind."""

import hashlib
import json
import socket
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

from store_case import (COLUMNS, MIGRATIONS, PROBE, StoreCase, outcome, require_programs,  # noqa: E402
                        run, start)

from harness.build import PROJECT  # noqa: E402
from harness.cluster import Cluster  # noqa: E402
from harness.waiting import eventually  # noqa: E402


class Migrations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs(PROBE)
        cls.cluster = cls.enterClassContext(Cluster())

    def database(self, name: str, owner: str = "surveyctl") -> None:
        self.cluster.psql(f"create database {name} owner {owner}", "postgres", "postgres")

    def test_1_missing_roles_are_named(self):
        self.cluster.psql("create role plain login", "postgres", "postgres")
        self.database("plain", "plain")
        result = run("migrate", self.cluster.connection("plain", "plain"), exit_code=77)
        self.assertIn("CREATE ROLE surveyd LOGIN; CREATE ROLE survey_aggregator LOGIN;",
                      result.stderr)
        self.assertNotIn("CREATE ROLE surveyctl", result.stderr)
        # Nothing is left behind, so that it can be run again.
        self.assertEqual(self.cluster.psql("select count(*) from pg_namespace "
                                           "where nspname = 'survey'", "plain", "plain"), "0")

    def test_2_at_the_same_time_and_again(self):
        self.database("parallel")
        connection = self.cluster.connection("surveyctl", "parallel")
        results = [outcome(process) for process in [start("migrate", connection)
                                                    for _ in range(4)]]
        self.assertEqual([result["current"] for result in results], [MIGRATIONS] * 4)
        self.assertEqual(sum(result["applied"] for result in results), MIGRATIONS)
        self.assertEqual(json.loads(run("migrate", connection).stdout)["applied"], 0)

    def test_3_a_role_that_is_not_the_administrator(self):
        self.database("foreign_owner", "plain")
        result = run("migrate", self.cluster.connection("plain", "foreign_owner"), exit_code=77)
        self.assertIn("GRANT surveyctl TO plain;", result.stderr)

    def test_4_refuses_another_history(self):
        self.database("altered")
        connection = self.cluster.connection("surveyctl", "altered")
        run("migrate", connection)
        self.cluster.psql("insert into survey.migration values (999, '0999_future', '\\x00')",
                          "surveyctl", "altered")
        self.assertIn("newer", run("migrate", connection, exit_code=65).stderr)
        self.cluster.psql("delete from survey.migration where number = 999; "
                          "update survey.migration set digest = '\\x00' where number = 3",
                          "surveyctl", "altered")
        self.assertIn("migration 3", run("migrate", connection, exit_code=65).stderr)

    def test_5_by_a_superuser(self):
        self.database("strict", "postgres")
        run("migrate", self.cluster.connection("postgres", "strict"))
        owners = self.cluster.psql(
            "select distinct pg_get_userbyid(proowner) from pg_proc "
            "where pronamespace = 'survey'::regnamespace union "
            "select distinct pg_get_userbyid(relowner) from pg_class "
            "where relnamespace = 'survey'::regnamespace", "postgres", "strict")
        self.assertEqual(owners, "surveyctl")
        for query in ("select * from pg_stat_user_tables", "select * from pg_stat_activity",
                      "select pg_stat_get_tuples_inserted(oid) from pg_class"):
            with self.subTest(query), self.assertRaisesRegex(RuntimeError, "permission denied"):
                self.cluster.psql(query, "surveyd", "strict")
        for role in ("surveyd", "survey_aggregator", "surveyctl"):
            shown = [self.cluster.psql(f"show {name}", role, "strict") for name in (
                "log_parameter_max_length", "log_parameter_max_length_on_error",
                "log_error_verbosity", "log_statement")]
            self.assertEqual(shown, ["0", "0", "terse", "none"])
        with self.assertRaisesRegex(RuntimeError, "permission denied"):
            self.cluster.psql("select 1", "plain", "strict")
        self.assertEqual(self.hardening("strict"), [])

    def hardening(self, database: str) -> list[str]:
        return run("tool", self.cluster.connection("surveyctl", database),
                   "hardening").stdout.splitlines()

    def test_6_what_is_left_for_a_superuser(self):
        self.database("loose")
        run("migrate", self.cluster.connection("surveyctl", "loose"))
        left = self.hardening("loose")
        self.assertTrue(any("pg_stat_user_tables" in statement for statement in left), left)
        self.cluster.psql("\n".join(left), "postgres", "loose")
        self.assertEqual(self.hardening("loose"), [])
        with self.assertRaisesRegex(RuntimeError, "permission denied"):
            self.cluster.psql("select * from pg_stat_user_tables", "surveyd", "loose")
        self.cluster.psql("alter role surveyd in database loose reset log_error_verbosity",
                          "postgres", "loose")
        self.assertEqual(self.hardening("loose"), [
            "ALTER ROLE surveyd IN DATABASE loose SET log_error_verbosity = terse;"])

    def test_7_an_earlier_schema_with_answers_and_a_daemon_that_still_runs(self):
        self.database("earlier")
        connection = self.cluster.connection("surveyctl", "earlier")
        folder = PROJECT / "sql/migrations"
        for path in sorted(folder.glob("*.sql"))[:8]:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            self.cluster.psql(f"begin;\n{path.read_text()}\ninsert into survey.migration (number, "
                              f"name, digest) values ({int(path.name[:4])}, '{path.stem}', "
                              f"'\\x{digest}');\ncommit;", "surveyctl", "earlier")
        self.cluster.psql("""
            insert into survey.programme values ('p', '{}', 'UTC', 5, 'programme', '2020-01-01');
            insert into survey.cycle values ('p', 1, '', '', '2020-01-01', '2199-01-01', 1);
            insert into survey.response (programme, receipt, cycle, version, day, digest, language,
                                         codes, "values")
                values ('p', '\\x01', 1, 1, '2020-01-01', '\\x00', 'en', '{1}', '{}')
            """, "surveyctl", "earlier")
        daemon = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-d", self.cluster.connection("surveyd", "earlier")],
            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(daemon.wait, 10)
        self.addCleanup(daemon.kill)
        daemon.stdin.write("prepare find as select cycle, revision, current_revision, day "
                           "from survey.find_receipt('p', '\\x01', '{}');\nexecute find;\n")
        daemon.stdin.flush()
        self.assertEqual(daemon.stdout.readline(), "1|1|1|2020-01-01\n")
        self.assertEqual(json.loads(run("migrate", connection).stdout),
                         {"applied": MIGRATIONS - 8, "current": MIGRATIONS})
        self.assertEqual(daemon.communicate("execute find;\n", timeout=30)[0],
                         "1|1|1|2020-01-01\n")
        self.assertEqual(self.cluster.psql("select outcome from survey.withdraw_response('p', "
                                           "'\\x01', null)", "surveyd", "earlier"), "done")


class Rights(StoreCase):
    def denied(self, sql: str, role: str) -> None:
        with self.subTest(sql=sql, role=role), self.assertRaisesRegex(RuntimeError, "42501"):
            self.cluster.psql(sql, role)

    def test_the_daemon_has_functions_only(self):
        relations = self.cluster.rows(
            "select relname from pg_class where relnamespace = 'survey'::regnamespace "
            "and relkind in ('r', 'v', 'S')")
        self.assertGreater(len(relations), 12)
        for (name,) in relations:
            self.denied(f"select * from survey.{name}", "surveyd")
        for table in ("response", "participation", "access_token"):
            self.denied(f"delete from survey.{table}", "surveyd")
            self.denied(f"insert into survey.{table} default values", "surveyd")
        self.denied("create temporary table t (a integer)", "surveyd")
        self.denied("create table survey.t (a integer)", "surveyd")
        self.denied("select * from survey.withdraw_or_remember('a', '')", "surveyd")
        allowed = self.cluster.rows(
            "select proname from pg_proc where pronamespace = 'survey'::regnamespace "
            "and has_function_privilege('surveyd', oid, 'EXECUTE') order by 1")
        self.assertEqual([name for (name,) in allowed], [
            "check_access", "count_responses", "find_answered", "find_receipt", "find_respondent",
            "read_catalogue", "read_catalogue_stamp", "read_people", "read_people_stamp",
            "read_published_metrics", "submit_responses",
            "submit_responses", "withdraw_response"])

    def test_every_function_with_rights_has_a_fixed_search_path(self):
        loose = self.cluster.rows(
            "select proname from pg_proc where pronamespace = 'survey'::regnamespace "
            "and not coalesce(proconfig::text, '') like '%search_path=pg_catalog, pg_temp%'")
        self.assertEqual(loose, [])

    def test_the_aggregator_reads_what_it_computes_from(self):
        for table in ("access_token", "audit", "response_replaced", "response_withdrawn",
                      "migration"):
            self.denied(f"select * from survey.{table}", "survey_aggregator")
        for column in ("programme", "cycle", "receipt", "day"):
            self.denied(f"select {column} from survey.response_withdrawn", "survey_aggregator")
        self.denied("update survey.response set day = day", "survey_aggregator")
        self.denied("delete from survey.response", "survey_aggregator")
        self.denied("select * from survey.find_receipt('a', '', '{}')", "survey_aggregator")
        self.denied("select * from survey.withdraw_response('a', '', null)", "survey_aggregator")
        self.tool("responses", "0", connection=self.aggregator)
        self.tool("participation", "0", connection=self.aggregator)
        self.tool("metrics-write", "3", connection=self.aggregator)
        self.tool("token-list", exit_code=77, connection=self.aggregator)

    def test_nobody_else_comes_in(self):
        self.cluster.psql("create role stranger login", "postgres")
        with self.assertRaisesRegex(RuntimeError, "permission denied for database"):
            self.cluster.psql("select 1", "stranger")


class ExactlyOnce(StoreCase):
    def test_the_same_receipts_from_many_daemons(self):
        processes = [self.start_submit("--count", 2000, "--batch", 16) for _ in range(4)]
        results = [outcome(process) for process in processes]
        self.assertEqual(sum(result["stored"] for result in results), 2000)
        self.assertEqual(sum(result["replayed"] for result in results), 6000)
        self.assertEqual(self.rows(), 2000)

    def test_the_same_people_from_many_daemons(self):
        processes = [self.start_submit("--count", 400, "--first", first, "--respondents", 20,
                                       "--batch", 16) for first in (0, 1000, 2000, 3000)]
        results = [outcome(process) for process in processes]
        for result in results:
            self.assertEqual(result["stored"], 400, result)
        self.assertEqual(self.rows(), 20)
        self.assertEqual(self.rows("response_replaced"), 1580)
        self.assertEqual(self.cluster.value(
            "select min(revision) || ' ' || max(revision) from survey.response "
            f"where programme = '{self.programme}'"), "80 80")
        self.assertEqual(len(self.receipts()), 1600)
        # Every one of them is still a replay, with its own revision.
        again = self.submit("--count", 400, "--first", 1000, "--respondents", 20)
        self.assertEqual((again["replayed"], again["stored"]), (400, 0))

    def test_twice_in_one_batch(self):
        result = self.submit("--count", 60, "--receipts", 20, "--in-flight", 60)
        self.assertEqual((result["stored"], result["replayed"]), (20, 40))
        result = self.submit("--count", 60, "--receipts", 20, "--in-flight", 60, "--digest", "x")
        self.assertEqual((result["conflict"], result["stored"]), (60, 0))
        self.assertEqual(self.rows(), 20)

    def test_a_person_twice_in_one_batch(self):
        result = self.submit("--count", 30, "--respondents", 10, "--in-flight", 30)
        self.assertEqual((result["stored"], result["highest_revision"]), (30, 3))
        self.assertEqual(self.rows(), 10)

    def test_one_receipt_for_two_cycles_in_one_batch(self):
        """A client that uses a submission id again in another open cycle: only what is stored may
        be told to be stored."""
        self.tool("cycle-open", 2)
        codes = "{" + ",".join(["1"] * int(COLUMNS)) + "}"
        rows = self.cluster.rows(
            f"select place, outcome from survey.submit_responses("
            f"array['{self.programme}', '{self.programme}'], array[2, 1], array[1, 1], "
            f"array['\\x0102', '\\x0102']::bytea[], array['\\x0a', '\\x0b']::bytea[], "
            f"array[null, null]::bytea[], array['a', 'a'], array['b', 'b'], array['en', 'en'], "
            f"array['{codes}', '{codes}'], array['{{}}', '{{}}']) order by place", "surveyd")
        self.assertEqual(sorted(outcome for _, outcome in rows), ["conflict", "stored"])
        self.assertEqual(self.rows(), 1)

    def test_the_later_of_two_in_one_batch_stays(self):
        codes = "{" + ",".join(["1"] * int(COLUMNS)) + "}"
        for first, second in (("ff", "01"), ("02", "fe")):
            rows = self.cluster.rows(
                f"select place, outcome, revision from survey.submit_responses("
                f"array['{self.programme}', '{self.programme}'], array[1, 1], array[1, 1], "
                f"array['\\x{first}', '\\x{second}']::bytea[], "
                f"array['\\x0a', '\\x0b']::bytea[], "
                f"array['\\x{first * 16}', '\\x{first * 16}']::bytea[], array[null, null]::text[], "
                f"array[null, null]::text[], array['en', 'en'], "
                f"array['{codes}', '{codes}'], array['{{}}', '{{}}']) order by place", "surveyd")
            self.assertEqual(rows, [["1", "stored", "1"], ["2", "stored", "2"]])
            self.assertEqual(self.cluster.value(
                f"select receipt from survey.response where programme = '{self.programme}' "
                f"and respondent = '\\x{first * 16}'"), f"\\x{second}")

    def accepted(self, *submissions: tuple[str, str, str]) -> list[list[str]]:
        """Stores submissions of one person: receipt, time of acceptance and order, as SQL."""
        many = len(submissions)
        codes = "{" + ",".join(["1"] * int(COLUMNS)) + "}"

        def array(values, kind: str) -> str:
            return f"array[{', '.join(values)}]::{kind}[]"

        return self.cluster.rows(
            "select outcome, revision from survey.submit_responses("
            + ", ".join([
                array([f"'{self.programme}'"] * many, "text"), array(["1"] * many, "integer"),
                array(["1"] * many, "integer"),
                array([f"'\\x{receipt}'" for receipt, _, _ in submissions], "bytea"),
                array([f"'\\x{receipt}'" for receipt, _, _ in submissions], "bytea"),
                array([f"'\\x{'07' * 16}'"] * many, "bytea"), array(["null"] * many, "text"),
                array(["null"] * many, "text"), array(["'en'"] * many, "text"),
                array([f"'{codes}'"] * many, "text"), array(["'{}'"] * many, "text"),
                array([f"(extract(epoch from {time}) * 1000)::bigint"
                       for _, time, _ in submissions], "bigint"),
                array([order for _, _, order in submissions], "bigint")])
            + ") order by place", "surveyd")

    def current(self) -> list[str]:
        return self.cluster.rows(
            f"select receipt, revision from survey.response where programme = '{self.programme}'")[0]

    def test_of_one_person_what_was_accepted_last_stays(self):
        """In whichever order the daemons that kept it bring it, in one batch or in several."""
        self.assertEqual(self.accepted(("02", "now()", "200")), [["stored", "1"]])
        self.assertEqual(self.accepted(("01", "now()", "100")), [["stored", "1"]])
        self.assertEqual(self.current(), ["\\x02", "2"])
        self.assertEqual(self.accepted(("04", "now()", "400"), ("03", "now()", "300")),
                         [["stored", "3"], ["stored", "3"]])
        self.assertEqual(self.current(), ["\\x04", "4"])
        # Each was stored, and is known again.
        for receipt, revision in (("01", "1"), ("02", "1"), ("03", "3"), ("04", "4")):
            self.assertEqual(self.accepted((receipt, "now()", "500"))[0][0], "replayed")

    def test_what_comes_at_once_stays_whatever_the_clocks_of_daemons_say(self):
        self.accepted(("01", "null::timestamptz", "900"))
        self.assertEqual(self.accepted(("02", "null::timestamptz", "100")), [["stored", "2"]])
        self.assertEqual(self.current(), ["\\x02", "2"])
        self.assertEqual(self.accepted(("03", "now()", "500")), [["stored", "2"]])
        self.assertEqual(self.current(), ["\\x02", "3"])

    def at_once(self, receipt: str, time: str, order: str) -> list[str]:
        """A negative time: it comes at once."""
        return self.accepted((receipt, f"'epoch'::timestamptz - ({time} - 'epoch'::timestamptz)",
                              order))[0]

    def test_what_was_on_its_way_for_long_stands_back(self):
        """It was acknowledged meanwhile, and may have been replaced since."""
        self.assertEqual(self.at_once("01", "now()", "200"), ["stored", "1"])
        self.assertEqual(self.at_once("02", "now()", "100"), ["stored", "2"])
        self.assertEqual(self.current(), ["\\x02", "2"])
        self.assertEqual(self.at_once("03", "now() - interval '10 seconds'", "150"), ["stored", "2"])
        self.assertEqual(self.current(), ["\\x02", "3"])
        self.assertEqual(self.at_once("04", "now() - interval '10 seconds'", "300"), ["stored", "4"])
        self.assertEqual(self.current(), ["\\x04", "4"])

    def test_the_time_of_acceptance_decides_whether_the_cycle_was_open(self):
        self.cluster.psql(f"update survey.cycle set opens_at = now() - interval '10 days', "
                          f"closes_at = now() - interval '2 days' "
                          f"where programme = '{self.programme}' and cycle = 1")
        self.assertEqual(self.accepted(("01", "now()", "1"))[0][0], "closed")
        self.assertEqual(self.accepted(("01", "null::timestamptz", "1"))[0][0], "closed")
        self.assertEqual(self.accepted(("01", "now() - interval '11 days'", "1"))[0][0], "closed")
        self.assertEqual(self.accepted(("01", "now() - interval '3 days'", "1")),
                         [["stored", "1"]])
        self.assertEqual(self.cluster.value(
            f"select current_date - day from survey.response where programme = "
            f"'{self.programme}'"), "3")
        # An edit, accepted late too.
        self.assertEqual(self.accepted(("02", "now()", "2"))[0][0], "closed")
        self.assertEqual(self.accepted(("02", "now() - interval '3 days'", "2")),
                         [["stored", "2"]])

    def test_a_clock_that_runs_ahead_opens_nothing(self):
        self.cluster.psql(f"update survey.cycle set opens_at = now() + interval '1 hour', "
                          f"closes_at = now() + interval '2 days' "
                          f"where programme = '{self.programme}' and cycle = 1")
        self.assertEqual(self.accepted(("01", "now() + interval '2 hours'", "1"))[0][0], "closed")

    def test_closed(self):
        self.assertEqual(self.submit("--count", 10)["stored"], 10)
        self.close("10 minutes")
        result = self.submit("--count", 20)
        self.assertEqual((result["replayed"], result["closed"]), (10, 10))
        self.assertEqual(self.submit("--count", 5, "--cycle", 2, "--first", 50)["closed"], 5)
        self.assertEqual(self.submit("--count", 5, "--cycle", 7, "--first", 50)["closed"], 5)
        self.tool("cycle-open", 1)
        self.assertEqual(self.submit("--count", 20)["stored"], 10)

    def close(self, since: str) -> None:
        """As if the cycle had closed that long ago."""
        self.cluster.psql(f"update survey.cycle set closes_at = now() - interval '{since}' "
                          f"where programme = '{self.programme}' and cycle = 1")

    def test_what_was_written_before_the_closing_is_taken_for_ten_minutes(self):
        self.submit("--count", 5, "--respondents", 5)
        self.tool("cycle-close", 1)
        result = self.submit("--count", 10, "--respondents", 5)
        self.assertEqual((result["replayed"], result["stored"]), (5, 5))
        self.close("9 minutes 50 seconds")
        result = self.submit("--count", 10, "--respondents", 10, "--first", 100)
        self.assertEqual((result["stored"], result["highest_revision"]), (10, 3))
        self.close("10 minutes 1 second")
        result = self.submit("--count", 20, "--respondents", 20, "--first", 200)
        self.assertEqual((result["closed"], result["stored"]), (20, 0))
        self.close("1 second")
        self.cluster.psql("update survey.cycle set sealed = true "
                          f"where programme = '{self.programme}' and cycle = 1")
        self.assertEqual(self.submit("--count", 20, "--first", 300)["closed"], 20)

    def test_a_cycle_that_never_was_open_has_no_grace(self):
        self.tool("cycle-close", 2)
        self.assertEqual(self.submit("--count", 5, "--cycle", 2)["closed"], 5)

    def test_a_bad_member_does_not_take_its_batch_along(self):
        result = self.submit("--count", 100, "--spoil", 10)
        self.assertEqual((result["stored"], result["STATUS_INTERNAL"]), (90, 10))
        self.assertEqual(self.rows(), 90)
        result = self.submit("--count", 10, "--version", 9, "--first", 1000)
        self.assertEqual(result["STATUS_INTERNAL"], 10)

    def test_a_full_queue(self):
        result = self.submit("--count", 500, "--in-flight", 500, "--queue", 100)
        self.assertEqual(result["stored"] + result["STATUS_UNAVAILABLE"], 500)
        self.assertEqual(result["stored"], self.rows())
        self.assertGreater(result["STATUS_UNAVAILABLE"], 0)

    def test_a_commit_that_fails_is_not_acknowledged(self):
        self.cluster.psql("""
            create function public.never() returns trigger language plpgsql as
                $$ begin raise exception 'not today'; end $$;
            create constraint trigger never after insert on survey.response
                deferrable initially deferred for each row execute function public.never()
            """, "postgres")
        try:
            result = self.submit("--count", 20)
        finally:
            self.cluster.psql("drop trigger never on survey.response", "postgres")
        self.assertEqual((result["stored"], result["STATUS_INTERNAL"]), (0, 20))
        self.assertEqual(self.rows(), 0)
        self.assertEqual(self.submit("--count", 20)["stored"], 20)


class Losses(StoreCase):
    def acknowledged(self, path: Path) -> list[str]:
        return path.read_text().split()

    def check(self, result: dict, count: int, path: Path) -> None:
        """Every acknowledged receipt is a row; what is not acknowledged may be one."""
        told = self.acknowledged(path)
        self.assertEqual(len(told), result["stored"] + result["replayed"])
        self.assertEqual(sum(n for name, n in result.items() if name.startswith("STATUS_")), count)
        stored = self.receipts()
        self.assertLessEqual(set(told), stored)
        self.assertEqual(len(stored), self.rows())

    def test_backends_are_killed(self):
        path = self.folder / "killed"
        process = self.start_submit("--count", 20000, "--list", path, "--connections", 3)
        kills = 0
        while process.poll() is None and kills < 40:
            kills += int(self.cluster.psql(
                "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity "
                "where usename = 'surveyd' order by random() limit 1) as one", "postgres"))
            time.sleep(0.02)
        result = outcome(process)
        self.assertGreater(kills, 3)
        self.assertGreater(result["lost"], 3)
        self.check(result, 20000, path)
        # A pool with other connections left gives nearly everybody an answer in the end.
        self.assertGreater(result.get("STATUS_OK", 0), 10000)
        left = json.loads(run("submit", self.daemon, self.programme, "--count", 20000).stdout)
        self.assertEqual(left["conflict"], 0)
        self.assertEqual(self.rows(), 20000)

    def test_the_server_crashes(self):
        path = self.folder / "crashed"
        process = self.start_submit("--count", 40000, "--list", path, "--timeout", 3000)
        eventually(lambda: self.rows() > 500, "some are stored")
        self.cluster.crash()
        self.cluster.start()
        result = outcome(process)
        self.check(result, 40000, path)
        self.assertEqual(self.submit("--count", 40000)["conflict"], 0)
        self.assertEqual(self.rows(), 40000)

    def test_the_server_hangs(self):
        path = self.folder / "frozen"
        process = self.start_submit("--count", 300, "--list", path, "--timeout", 1500,
                                    "--in-flight", 10)
        self.cluster.freeze()
        try:
            begun = time.monotonic()
            time.sleep(2.5)
        finally:
            self.cluster.thaw()
        result = outcome(process)
        self.assertLess(time.monotonic() - begun, 30)
        self.check(result, 300, path)

    def test_a_lock_ends_in_time(self):
        lock = subprocess.Popen(
            ["psql", "-X", "-q", "-d", self.administrator, "-c",
             "begin", "-c", "lock table survey.response", "-c", "select pg_sleep(60)"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            eventually(lambda: self.cluster.value(
                "select count(*) from pg_locks where mode = 'AccessExclusiveLock' "
                "and relation = 'survey.response'::regclass") == "1", "the table is locked")
            result = self.submit("--count", 20, "--timeout", 1000)
        finally:
            self.cluster.psql("select pg_terminate_backend(pid) from pg_stat_activity "
                              "where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()",
                              "postgres")
            lock.wait(10)
        self.assertEqual(result["STATUS_TIMEOUT"], 20, result)
        self.assertEqual(result["lost"], 0)
        eventually(lambda: self.submit("--count", 20)["stored"] == 20, "it goes on", 10)

    def test_prepared_plans_that_do_not_hold_any_more(self):
        arguments = ("text[], integer[], integer[], bytea[], bytea[], bytea[], text[], text[], "
                     "text[], text[], text[], bigint[], bigint[]")
        process = self.start_submit("--count", 20000, "--connections", 2, "--in-flight", 8)
        # Another type of result: the server refuses the plans of connections that are there.
        self.cluster.psql(f"""
            begin;
            alter function survey.submit_responses({arguments}) rename to submit_before;
            create function survey.submit_responses({arguments})
                returns table (place bigint, outcome text, revision integer)
                language sql security definer set search_path = pg_catalog, pg_temp
                as $$ select place, outcome, revision from survey.submit_before(
                          $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
                          $13) $$;
            grant execute on function survey.submit_responses({arguments}) to surveyd;
            commit;""")
        try:
            result = outcome(process)
        finally:
            self.cluster.psql(f"""
                begin;
                drop function survey.submit_responses({arguments});
                alter function survey.submit_before({arguments}) rename to submit_responses;
                commit;""")
        self.assertEqual(result["stored"], 20000)
        self.assertEqual(result["reconnects"], 2)


class Hosts(StoreCase):
    def test_one_that_is_silent_does_not_keep_the_others_from_being_tried(self):
        """A host that has lost its power answers nothing, not even with a refusal."""
        silent = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(silent.close)
        connection = (f"host=127.0.0.1,{self.cluster.folder} port={silent.getsockname()[1]},5432 "
                      f"dbname={self.cluster.database} user=surveyd")
        result = json.loads(run("submit", connection, self.programme, "--count", 3,
                                "--connections", 1).stdout)
        self.assertEqual(result["stored"], 3)


class Unsafe(StoreCase):
    settings = {"synchronous_commit": "off"}

    def test_is_refused_unless_allowed(self):
        result = run("submit", self.daemon, self.programme, "--count", 1, exit_code=69)
        self.assertGreater(json.loads(result.stdout)["unsafe"], 0)
        result = self.submit("--count", 5, "--unsafe")
        self.assertEqual(result["stored"], 5)
        self.assertGreater(result["unsafe"], 0)


class Silence(StoreCase):
    settings = {"log_statement": "all", "log_min_duration_statement": "0",
                "log_parameter_max_length": "-1", "log_parameter_max_length_on_error": "-1",
                "log_error_verbosity": "verbose"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cluster.psql("create database strict owner surveyctl", "postgres", "postgres")
        run("migrate", cls.cluster.connection("postgres", "strict"))
        cls.administrator = cls.cluster.connection("surveyctl", "strict")
        cls.daemon = cls.cluster.connection("surveyd", "strict")

    def test_answers_do_not_reach_the_log(self):
        result = self.submit("--count", 20, "--spoil", 5, "--respondents", 7)
        self.assertEqual((result["stored"], result["STATUS_INTERNAL"]), (16, 4))
        log = self.cluster.log()
        self.assertIn("do not belong to a version", log)
        self.assertNotIn("A text", log)
        for receipt in run("tool", self.administrator, "receipts", self.programme).stdout.split():
            self.assertNotIn(receipt, log)


if __name__ == "__main__":
    unittest.main()
