"""The store against a real PostgreSQL: migrations, rights, exactly once, losses of every kind."""

import json
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import program, require_programs  # noqa: E402
from harness.cluster import Cluster  # noqa: E402
from harness.waiting import eventually  # noqa: E402

PROBE = "tests/unit/store/store_probe"
MIGRATIONS = len(list((Path(__file__).resolve().parents[2] / "sql/migrations").glob("*.sql")))
COLUMNS = "10"


def run(*words, exit_code: int | None = 0) -> subprocess.CompletedProcess:
    result = subprocess.run([program(PROBE), *map(str, words)], text=True, capture_output=True,
                            timeout=120, check=False)
    if exit_code is not None and result.returncode != exit_code:
        raise AssertionError(f"{words}: exit code {result.returncode}\n{result.stdout}"
                             f"{result.stderr}")
    return result


def start(*words) -> subprocess.Popen:
    return subprocess.Popen([program(PROBE), *map(str, words)], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def outcome(process: subprocess.Popen) -> dict:
    output, errors = process.communicate(timeout=120)
    if process.returncode != 0:
        raise AssertionError(f"exit code {process.returncode}\n{output}{errors}")
    return json.loads(output)


class StoreCase(unittest.TestCase):
    """A cluster of its own, with one programme that the name of the test gives."""

    settings: dict[str, str] | None = None

    @classmethod
    def setUpClass(cls):
        require_programs(PROBE)
        cls.cluster = cls.enterClassContext(Cluster(cls.settings))
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory(dir="/tmp")))
        cls.administrator = cls.cluster.connection("surveyctl")
        cls.daemon = cls.cluster.connection("surveyd")
        cls.aggregator = cls.cluster.connection("survey_aggregator")
        run("migrate", cls.administrator)

    def setUp(self):
        self.programme = self._testMethodName.removeprefix("test_").replace("_", "-")
        run("seed", self.administrator, self.programme, COLUMNS)

    def submit(self, *options) -> dict:
        return json.loads(run("submit", self.daemon, self.programme, *options).stdout)

    def start_submit(self, *options) -> subprocess.Popen:
        process = start("submit", self.daemon, self.programme, *options)
        self.assertEqual(process.stderr.readline(), "ready\n")
        return process

    def read(self, what: str, *words) -> list[str]:
        return run("read", self.daemon, what, self.programme, *words).stdout.splitlines()

    def tool(self, what: str, *words, exit_code: int | None = 0, connection: str | None = None):
        return run("tool", connection or self.administrator, what, self.programme, *words,
                   exit_code=exit_code)

    def rows(self, table: str = "response") -> int:
        return int(self.cluster.value(
            f"select count(*) from survey.{table} where programme = '{self.programme}'"))

    def receipts(self) -> set[str]:
        return set(self.tool("receipts").stdout.split())


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
        allowed = self.cluster.rows(
            "select proname from pg_proc where pronamespace = 'survey'::regnamespace "
            "and has_function_privilege('surveyd', oid, 'EXECUTE') order by 1")
        self.assertEqual([name for (name,) in allowed], [
            "check_access", "find_receipt", "find_respondent", "read_catalogue",
            "read_catalogue_stamp", "read_published_metrics", "submit_responses"])

    def test_every_function_with_rights_has_a_fixed_search_path(self):
        loose = self.cluster.rows(
            "select proname from pg_proc where pronamespace = 'survey'::regnamespace "
            "and not coalesce(proconfig::text, '') like '%search_path=pg_catalog, pg_temp%'")
        self.assertEqual(loose, [])

    def test_the_aggregator_reads_what_it_computes_from(self):
        for table in ("access_token", "audit", "response_replaced", "migration"):
            self.denied(f"select * from survey.{table}", "survey_aggregator")
        self.denied("update survey.response set day = day", "survey_aggregator")
        self.denied("delete from survey.response", "survey_aggregator")
        self.denied("select * from survey.find_receipt('a', '', '{}')", "survey_aggregator")
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

    def test_closed(self):
        self.assertEqual(self.submit("--count", 10)["stored"], 10)
        self.tool("cycle-close", 1)
        result = self.submit("--count", 20)
        self.assertEqual((result["replayed"], result["closed"]), (10, 10))
        self.assertEqual(self.submit("--count", 5, "--cycle", 2, "--first", 50)["closed"], 5)
        self.assertEqual(self.submit("--count", 5, "--cycle", 7, "--first", 50)["closed"], 5)
        self.tool("cycle-open", 1)
        self.assertEqual(self.submit("--count", 20)["stored"], 10)

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
                     "text[], text[], text[]")
        process = self.start_submit("--count", 20000, "--connections", 2, "--in-flight", 8)
        # Another type of result: the server refuses the plans of connections that are there.
        self.cluster.psql(f"""
            begin;
            alter function survey.submit_responses({arguments}) rename to submit_before;
            create function survey.submit_responses({arguments})
                returns table (place bigint, outcome text, revision integer)
                language sql security definer set search_path = pg_catalog, pg_temp
                as $$ select place, outcome, revision from survey.submit_before(
                          $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) $$;
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


class Unsafe(StoreCase):
    settings = {"synchronous_commit": "off"}

    def test_is_refused_unless_allowed(self):
        result = run("submit", self.daemon, self.programme, "--count", 1, exit_code=69)
        self.assertGreater(json.loads(result.stdout)["unsafe"], 0)
        result = self.submit("--count", 5, "--unsafe")
        self.assertEqual(result["stored"], 5)
        self.assertGreater(result["unsafe"], 0)


class Reads(StoreCase):
    def test_respondent(self):
        self.assertEqual(self.tool("invite", 1, 0, 3, "acme").stdout, "created 3\n")
        self.assertEqual(self.tool("invite", 1, 0, 4, "b \"b\"").stdout, "created 1\n")
        self.submit("--count", 2, "--respondents", 1)
        found = self.read("respondent", 1, 0)
        self.assertEqual(found[0], 'invited 1 organisation [b "b"] actor_type [company]')
        self.assertRegex(found[1], r"^revision 2 version 1 language en day \d{4}-\d\d-\d\d "
                                   r"codes 10 first 1 values \{")
        self.assertEqual(self.read("respondent", 2, 0), [
            'invited 1 organisation [b "b"] actor_type [company]', "STATUS_OK"])
        self.assertEqual(self.read("respondent", 1, 77), [
            "invited 0 organisation [] actor_type []", "STATUS_OK"])

    def test_receipt(self):
        self.submit("--count", 2, "--respondents", 1)
        self.submit("--count", 1, "--first", 50)
        self.assertRegex(self.read("receipt", 0, 0)[0], "^cycle 1 revision 1 of 2 day ")
        self.assertRegex(self.read("receipt", 1, 0)[0], "^cycle 1 revision 2 of 2 day ")
        for words in (("1",), ("1", "5"), ("9", "0"), ("50", "0")):
            self.assertEqual(self.read("receipt", *words), ["STATUS_NOT_FOUND"], words)
        self.assertRegex(self.read("receipt", 50)[0], "^cycle 1 revision 1 of 1 day ")

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
        self.assertRegex(published[0], r"^run 1 0\.1\.0 responses:\S+ .* rows 42 results 3$")
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

    def test_watermark(self):
        def mark() -> str:
            return self.tool("watermark", connection=self.aggregator).stdout

        marks = [mark()]
        self.submit("--count", 50, "--respondents", 25)
        marks.append(mark())
        self.tool("metrics-write", 3, connection=self.aggregator)
        self.assertEqual(mark(), marks[-1])
        self.submit("--count", 1, "--respondents", 25, "--first", 99)
        marks.append(mark())
        self.tool("invite", 1, 0, 1, "acme")
        marks.append(mark())
        self.tool("invite", 1, 0, 1, "other")
        marks.append(mark())
        run("seed", self.administrator, self.programme, 11)
        marks.append(mark())
        self.assertEqual(len(set(marks)), len(marks), marks)

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
