"""What the database does not take is kept by the daemon (202), and stored when it does: nothing that
was acknowledged is lost, doubled or mixed up, whatever ends in between."""

import contextlib
import sys
import threading
import time
import unittest
import uuid
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.daemon import Daemon, run_daemon, write_config  # noqa: E402
from harness.house import House  # noqa: E402
from harness.participant import whole_form  # noqa: E402
from harness.waiting import eventually  # noqa: E402

JSON = {"Accept": "application/json"}


class SpoolCase(unittest.TestCase):
    """A house with an open link and a questionnaire of numbers and a text."""

    settings: dict = {}

    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl")
        cls.house = cls.enterClassContext(House(cls.settings))
        folder = cls.house.programme_copy(cycles=cls.house.cycles_far_away())
        programme_json = make.load(folder / "programme.json")
        cls.questionnaire = make.load(folder / "cycle-1.json")
        cls.programme = cls.house.import_programme(folder)
        cls.house.open_cycle(cls.programme, 1)
        cls.people = cls.house.invite_from_the_start(cls.programme, programme_json)
        cls.wall = cls.house.open_link(cls.programme)
        cls.answers = make.complete(programme_json, cls.questionnaire, 1)
        cls.answers["actor_type"] = programme_json["actorTypes"][0]["value"]
        cls.other = {**cls.answers, "useful": "Something else."}
        cls.own = [make.complete(programme_json, cls.questionnaire, 1, row["organisation"])
                   for row in cls.people]

    def stored(self) -> set[str]:
        return set(self.house.surveyctl("receipts", self.programme).stdout.split())

    @contextlib.contextmanager
    def away(self):
        """PostgreSQL is stopped."""
        self.house.cluster.stop()
        try:
            yield
        finally:
            self.house.cluster.start()

    @staticmethod
    def figures(daemon: Daemon) -> dict[str, int]:
        client = daemon.operations_client()
        text = client.get("/metrics").text
        client.close()
        return {line.split()[0].removeprefix("surveyd_"): int(line.split()[1])
                for line in text.splitlines() if line.startswith("surveyd_") and "{" not in line}

    def check_equalities(self, daemon: Daemon) -> dict[str, int]:
        now = self.figures(daemon)
        self.assertEqual(now["submissions_accepted_total"],
                         now["submissions_stored_total"] + now["submissions_spooled_total"])
        self.assertEqual(now["spool_recovered_total"] + now["spool_spooled_total"],
                         now["spool_settled_total"] + now["spool_refused_total"]
                         + now["spool_damaged_total"] + now["spool_pending"])
        return now

    def drained(self, daemon: Daemon) -> dict[str, int]:
        daemon.wait_until("/readyz", 200)
        eventually(lambda: self.figures(daemon)["spool_pending"] == 0, "the spool is empty")
        return self.check_equalities(daemon)

    @staticmethod
    def segments(daemon: Daemon) -> list[str]:
        """The files of the spool that hold more than their head."""
        return [path.name for path in sorted((daemon.folder / "spool").glob("*.open"))
                if path.read_bytes()[64:].strip(b"\0")]

    def keep(self, daemon: Daemon, count: int) -> set[str]:
        """Sends submissions while the database is away; their receipts."""
        client = daemon.client(timeout=60)
        receipts = set()
        for _ in range(count):
            reply = client.submit(self.wall, self.answers)
            self.assertEqual(reply.status, 202, reply.text)
            receipts.add(reply.json()["receipt"])
        client.close()
        return receipts


class Away(SpoolCase):
    def test_json_is_kept_and_stored(self):
        with self.house.daemon() as daemon:
            client = daemon.client(timeout=60)
            before = self.stored()
            submission = str(uuid.uuid4())
            with self.away():
                reply = client.submit(self.wall, self.answers, submission=submission)
                self.assertEqual(reply.status, 202, reply.text)
                receipt = reply.json()["receipt"]
                self.assertEqual(reply.json(), {"receipt": receipt, "revision": 1,
                                                "stored": "spool"})
                again = client.submit(self.wall, self.answers, submission=submission)
                self.assertEqual((again.status, again.json()["receipt"], again.json()["stored"]),
                                 (200, receipt, "spool"))
                self.assertEqual(
                    client.submit(self.wall, self.other, submission=submission).status, 409)
                told = client.get(f"{self.wall}/receipt/{receipt}", JSON)
                self.assertEqual((told.status, told.json()["stored"]), (200, "spool"))
                alone = client.get(f"/r/{self.programme}/{receipt}", JSON)
                self.assertEqual((alone.status, alone.json()["stored"]), (200, "spool"))
                self.assertEqual(client.get(f"/r/another-programme/{receipt}", JSON).status, 503)
                withdrawal = client.request("POST", f"{self.wall}/receipt/{receipt}/withdraw",
                                            b"", JSON)
                self.assertEqual(withdrawal.status, 503)
                ready = daemon.operations_client().get("/readyz")
                self.assertEqual(ready.status, 200)
                self.assertIn("kept here", ready.text)
                now = self.check_equalities(daemon)
                self.assertEqual((now["spool_pending"], now["submissions_spooled_total"]), (1, 1))
                self.assertEqual(len(self.segments(daemon)), 1)
            now = self.drained(daemon)
            self.assertEqual(now["submissions_drained_total"], 1)
            self.assertEqual(self.stored() - before, {receipt})
            told = client.get(f"{self.wall}/receipt/{receipt}", JSON)
            self.assertEqual((told.status, told.json()["stored"]), (200, "database"))
            again = client.submit(self.wall, self.answers, submission=submission)
            self.assertEqual((again.status, again.json()["stored"]), (200, "database"))
            eventually(lambda: not self.segments(daemon), "the files are deleted")
            withdrawal = client.request("POST", f"{self.wall}/receipt/{receipt}/withdraw", b"", JSON)
            self.assertEqual(withdrawal.status, 200, withdrawal.text)
            self.assertEqual(self.stored() - before, set())
            client.close()

    def test_a_form_is_kept_and_stored(self):
        with self.house.daemon() as daemon:
            client = daemon.client(timeout=60)
            before = self.stored()
            hidden = whole_form(client.get(self.wall).text, [])
            fields = hidden + make.as_fields(self.questionnaire, self.answers)
            with self.away():
                reply = client.post_form(self.wall, fields)
                self.assertEqual(reply.status, 303, reply.text)
                for language, words in (("en", "your answers are safe"), ("sv", "i säkerhet")):
                    page = client.get(reply.headers["Location"].replace("lang=en", f"lang={language}")
                                      .replace("lang=sv", f"lang={language}"))
                    self.assertEqual(page.status, 200)
                    self.assertIn(words, page.text)
                self.assertEqual(client.post_form(self.wall, fields).status, 303)
                self.assertEqual(self.check_equalities(daemon)["spool_pending"], 1)
            self.drained(daemon)
            self.assertEqual(len(self.stored() - before), 1)
            page = client.get(reply.headers["Location"])
            self.assertNotIn("your answers are safe", page.text)
            self.assertEqual(page.status, 200)
            client.close()

    def test_kept_over_a_crash(self):
        """Killed with answers kept, started without the database and then with it."""
        daemon = self.house.daemon()
        daemon.start()
        before = self.stored()
        with self.away():
            receipts = self.keep(daemon, 70)
            daemon.kill()
            daemon.start(wait_for="/healthz")
            self.assertEqual(self.check_equalities(daemon)["spool_pending"], 70)
            self.assertEqual(daemon.stop(), 0)
            daemon.start(wait_for="/healthz")
            self.assertEqual(self.check_equalities(daemon)["spool_recovered_total"], 70)
        now = self.drained(daemon)
        self.assertEqual(now["spool_settled_total"], 70)
        self.assertEqual(self.stored() - before, receipts)
        self.assertEqual(daemon.stop(), 0)

    def test_ended_while_it_drains(self):
        """SIGTERM and SIGKILL in the middle: what is left is drained at the next start, once."""
        daemon = self.house.daemon()
        daemon.start()
        before = self.stored()
        with self.away():
            receipts = self.keep(daemon, 300)
        for end in (daemon.kill, daemon.stop, daemon.kill):
            time.sleep(0.7)
            end()
            daemon.start(wait_for="/healthz")
        self.drained(daemon)
        self.assertEqual(self.stored() - before, receipts)
        self.assertEqual(daemon.stop(), 0)

    def test_edits_stay_in_their_order(self):
        """A personal link: kept answers do not replace later ones, and later kept ones do replace."""
        link, own = self.people[0]["link"], self.own[0]
        changed = {**own, "useful": "Something else."}
        with self.house.daemon() as daemon:
            client = daemon.client(timeout=60)
            eventually((daemon.folder / "spool" / "copy").exists, "it knows the people")
            first = client.submit(link, own)
            self.assertEqual(first.status, 201, first.text)
            with self.away():
                kept = [client.submit(link, answers) for answers in (changed, own)]
                self.assertEqual([reply.status for reply in kept], [202, 202])
            self.drained(daemon)
            # Drained in random order: the one accepted last holds.
            last = client.get(f"{link}/receipt/{kept[1].json()['receipt']}", JSON).json()
            self.assertEqual((last["stored"], last["replaced"], last["revision"]),
                             ("database", False, 3))
            between = client.get(f"{link}/receipt/{kept[0].json()['receipt']}", JSON).json()
            self.assertTrue(between["replaced"])
            client.close()

    def test_accepted_within_the_grace(self):
        """Closed while the answers were kept: the time at which they were accepted counts."""
        try:
            with self.house.daemon() as daemon:
                before = self.stored()
                with self.away():
                    receipts = self.keep(daemon, 2)
                    self.assertEqual(daemon.stop(), 0)
                self.house.close_cycle(self.programme, 1)
                daemon.start()
                self.drained(daemon)
                self.assertEqual(self.stored() - before, receipts)
        finally:
            self.house.open_cycle(self.programme, 1)

    def test_accepted_too_late(self):
        """The database knows better than the daemon that the cycle had closed: quarantined."""
        try:
            with self.house.daemon() as daemon:
                with self.away():
                    self.keep(daemon, 1)
                    self.assertEqual(daemon.stop(), 0)
                self.house.end_grace(self.programme, 1)
                daemon.start()
                now = self.drained(daemon)
                self.assertEqual((now["spool_refused_total"], now["spool_quarantined"]), (1, 1))
                self.assertTrue(list((daemon.folder / "spool" / "quarantine").glob("*-closed")))
        finally:
            self.house.open_cycle(self.programme, 1)


class Slow(SpoolCase):
    def test_frozen(self):
        """A PostgreSQL that says nothing at all."""
        with self.house.daemon() as daemon:
            client = daemon.client(timeout=60)
            before = self.stored()
            begun = time.monotonic()
            self.house.cluster.freeze()
            try:
                reply = client.submit(self.wall, self.answers)
                waited = time.monotonic() - begun
            finally:
                self.house.cluster.thaw()
            self.assertEqual(reply.status, 202, reply.text)
            self.assertGreater(waited, 1.5)
            self.assertLess(waited, 3.5)
            self.drained(daemon)
            eventually(lambda: self.stored() - before == {reply.json()["receipt"]}, "it is stored")
            client.close()

    def test_kept_and_committed_at_once(self):
        """A commit that is slower than the deadline: both have it, it is stored once."""
        with self.house.daemon() as daemon:
            client = daemon.client(timeout=60)
            before = self.stored()
            locker = threading.Thread(target=self.house.cluster.psql, args=(
                "BEGIN; LOCK TABLE survey.response IN EXCLUSIVE MODE; SELECT pg_sleep(3); COMMIT",
                "postgres"))
            locker.start()
            time.sleep(0.5)
            submission = str(uuid.uuid4())
            reply = client.submit(self.wall, self.answers, submission=submission)
            self.assertEqual(reply.status, 202, reply.text)
            locker.join()
            now = self.drained(daemon)
            self.assertEqual((now["submissions_accepted_total"], now["spool_settled_total"]), (1, 1))
            self.assertEqual(self.stored() - before, {reply.json()["receipt"]})
            again = client.submit(self.wall, self.answers, submission=submission)
            self.assertEqual((again.status, again.json()["revision"]), (200, 1))
            client.close()


class Overtaken(SpoolCase):
    settings = {("database", "timeout-ms"): 30000}

    def waiting(self) -> list[str]:
        """Backends that wait for a row, the one that waits longest first."""
        return [row[0] for row in self.house.cluster.rows(
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            "AND query LIKE '%submit_responses%' ORDER BY query_start", "postgres")]

    def test_the_later_edit_stays(self):
        """Both edits were acknowledged while the database was busy; it gets the first one last."""
        link = self.people[0]["link"]
        with self.house.daemon() as daemon:
            client = daemon.client(timeout=60)
            self.assertIn(client.submit(link, self.own[0]).status, (200, 201))
            locker = threading.Thread(target=self.house.cluster.psql, args=(
                "BEGIN; SELECT FROM survey.response FOR UPDATE; SELECT pg_sleep(6); COMMIT",
                "postgres"))
            locker.start()
            time.sleep(0.5)
            for word in ("earlier", "later"):
                reply = client.submit(link, {**self.own[0], "useful": word})
                self.assertEqual(reply.status, 202, reply.text)
            backends = self.waiting()
            self.assertGreaterEqual(len(backends), 2)
            self.house.cluster.value(f"SELECT pg_terminate_backend({backends[0]})", "postgres")
            eventually(lambda: len(again := self.waiting()) >= len(backends)
                       and backends[0] not in again, "it is tried again, behind the other")
            self.assertTrue(locker.is_alive())
            locker.join()
            self.drained(daemon)
            self.assertIn("later", self.house.cluster.value(
                'SELECT "values" FROM survey.response WHERE respondent IS NOT NULL', "postgres"))
            client.close()


class TwoDaemons(SpoolCase):
    def second(self) -> Daemon:
        first = self.house.daemon()
        other = Daemon(self.house.folder / "second", self.house.cluster, first.authority,
                       first.certificate, {("keys", "directory"): first.folder / "keys"})
        self.addCleanup(lambda: other.process and other.kill())
        return other

    def test_an_older_and_a_newer_revision(self):
        first, second = self.house.daemon(), self.second()
        link, own = self.people[1]["link"], self.own[1]
        with first:
            with second:
                one, two = first.client(timeout=60), second.client(timeout=60)
                for daemon in (first, second):
                    eventually((daemon.folder / "spool" / "copy").exists, "it knows the people")
                with self.away():
                    older = one.submit(link, own)
                    newer = two.submit(link, {**own, "useful": "Something else."})
                    self.assertEqual((older.status, newer.status), (202, 202))
                    first.stop()
                self.drained(second)
            first.start()
            self.drained(first)
            one = first.client(timeout=60)
            told = {name: one.get(f"{link}/receipt/{reply.json()['receipt']}", JSON).json()
                    for name, reply in (("older", older), ("newer", newer))}
            self.assertFalse(told["newer"]["replaced"])
            self.assertTrue(told["older"]["replaced"])
            one.close()

    def test_the_same_in_both(self):
        first, second = self.house.daemon(), self.second()
        with first, second:
            one, two = first.client(timeout=60), second.client(timeout=60)
            before = self.stored()
            same, different = str(uuid.uuid4()), str(uuid.uuid4())
            with self.away():
                replies = [client.submit(self.wall, self.answers, submission=same)
                           for client in (one, two)]
                self.assertEqual([reply.status for reply in replies], [202, 202])
                self.assertEqual(replies[0].json(), replies[1].json())
                # Neither can know what the other has taken; the database tells, and nothing is lost.
                for client, answers in ((one, self.answers), (two, self.other)):
                    reply = client.submit(self.wall, answers, submission=different)
                    self.assertEqual(reply.status, 202, reply.text)
            figures = [self.drained(daemon) for daemon in (first, second)]
            self.assertEqual(self.stored() - before,
                             {replies[0].json()["receipt"], reply.json()["receipt"]})
            self.assertEqual(sum(each["spool_refused_total"] for each in figures), 1)
            one.close()
            two.close()


class Doctor(SpoolCase):
    def doctor(self, exit_code: int = 0) -> list[tuple[str, str, str]]:
        """The lines as (verdict, subject, text)."""
        shown = self.house.surveyctl("doctor", exit_code=exit_code).stdout
        return [tuple(line.split(None, 2)) for line in shown.splitlines()]

    def test_all_is_well(self):
        with self.house.daemon() as daemon:
            client = daemon.client(timeout=60)
            self.assertEqual(client.submit(self.wall, self.answers).status, 201)
            client.close()
            lines = self.doctor()
            self.assertEqual([line for line in lines if line[0] == "fail"], [])
            self.assertEqual({line[1] for line in lines},
                             {"config", "keys", "database", "clock", "spool", "daemon", "figures"})
            self.assertTrue(any("accepted 1 = stored 1 + spooled 0" in line[2] for line in lines))

    def test_what_waits_and_what_was_refused(self):
        with self.house.daemon() as daemon:
            with self.away():
                receipts = self.keep(daemon, 3)
                lines = self.doctor(65)
                self.assertIn("database", {line[1] for line in lines if line[0] == "fail"})
                self.assertTrue(any("3 records in its files" in line[2] for line in lines), lines)
                self.assertTrue(any("accepted 3 = stored 0 + spooled 3" in line[2]
                                    for line in lines), lines)
                self.assertTrue(any("keeps answers on its own disk" in line[2] for line in lines))
                listed = self.house.surveyctl("spool", "list").stdout
                for receipt in receipts:
                    self.assertIn(receipt, listed)
                self.assertNotIn("useful", listed)
                self.assertEqual(daemon.stop(), 0)
            lines = self.doctor()
            self.assertTrue(any("only copy of 3" in line[2] for line in lines), lines)
            self.assertTrue(any(line[:2] == ("warn", "daemon") for line in lines), lines)
            try:
                self.house.end_grace(self.programme, 1)
                daemon.start()
                self.drained(daemon)
            finally:
                self.house.open_cycle(self.programme, 1)
            lines = self.doctor()
            self.assertTrue(any("3 records that the database did not take" in line[2]
                                for line in lines), lines)
            listed = self.house.surveyctl("spool", "list").stdout
            self.assertEqual(len([line for line in listed.splitlines()
                                  if " refused " in line and " closed " in line]), 3)

    def test_what_is_damaged_and_a_wrong_key(self):
        key = self.house.daemon().folder / "keys" / "spool.key"
        right = key.read_bytes()
        with self.house.daemon() as daemon:
            with self.away():
                self.keep(daemon, 2)
                self.assertEqual(daemon.stop(), 0)
            try:
                key.write_text("0" * 64 + "\n")
                lines = self.doctor(65)
                self.assertTrue(any("do not open under its key" in line[2] for line in lines), lines)
                key.unlink()
                self.assertTrue(any("surveyctl spool key" in line[2] for line in self.doctor(65)))
            finally:
                key.write_bytes(right)
                key.chmod(0o640)
            segment = next(path for path in (daemon.folder / "spool").glob("*.open")
                           if path.read_bytes()[64:].strip(b"\0"))
            content = bytearray(segment.read_bytes())
            content[200] ^= 1
            segment.write_bytes(content)
            lines = self.doctor(65)
            self.assertTrue(any("damaged" in line[2] for line in lines if line[0] == "fail"), lines)
            daemon.start()
            now = self.drained(daemon)
            self.assertEqual((now["spool_settled_total"], now["spool_quarantined"]), (1, 1))
        for path in (daemon.folder / "spool" / "quarantine").iterdir():
            path.unlink()


class Off(SpoolCase):
    settings = {("spool", "spool"): "off", ("database", "timeout-ms"): 2000}

    def test_as_if_there_were_none(self):
        with self.house.daemon() as daemon:
            client = daemon.client(timeout=60)
            with self.away():
                reply = client.submit(self.wall, self.answers)
                self.assertEqual(reply.status, 503)
                self.assertGreater(int(reply.headers["Retry-After"]), 0)
                daemon.wait_until("/readyz", 503)
                self.assertFalse((daemon.folder / "spool").exists())
            client.close()


class Full(SpoolCase):
    settings = {("spool", "segment-mb"): 1, ("spool", "limit-mb"): 2,
                ("database", "timeout-ms"): 2000}

    def test_what_has_no_room_is_turned_away(self):
        """And what had room is stored, and room is there again."""
        large = {**self.answers}
        for item in make.elements(self.questionnaire):
            if item["type"] == "comment":
                large[item["name"]] = "å" * 490
        with self.house.daemon() as daemon:
            client = daemon.client(timeout=60)
            before = self.stored()
            receipts = set()
            with self.away():
                for _ in range(5000):
                    reply = client.submit(self.wall, large)
                    if reply.status == 503:
                        break
                    self.assertEqual(reply.status, 202, reply.text)
                    receipts.add(reply.json()["receipt"])
                self.assertEqual(reply.status, 503)
                self.assertGreater(int(reply.headers["Retry-After"]), 0)
                self.assertGreater(len(receipts), 100)
                daemon.wait_until("/readyz", 503)
                self.check_equalities(daemon)
            self.drained(daemon)
            self.assertEqual(self.stored() - before, receipts)
            with self.away():
                receipts = self.keep(daemon, 1)
            self.drained(daemon)
            self.assertLess(receipts, self.stored())
            client.close()


class Start(SpoolCase):
    def variant(self, changes: dict) -> Path:
        daemon = self.house.daemon()
        path = daemon.folder / "variant.conf"
        write_config(path, {**daemon.values, **changes})
        return path

    def test_without_a_key(self):
        for options in ((), ("--check-config",)):
            result = run_daemon(self.variant({("spool", "key"): "missing.key"}), *options)
            self.assertEqual(result.returncode, 78)
            self.assertIn("surveyctl spool key", result.stderr)
        config = self.variant({("spool", "key"): "missing.key"})
        key = config.parent / "missing.key"
        for _ in range(2):
            self.house._run("surveyctl", ("--config", config, "spool", "key"), 0)
            made = key.read_bytes() if _ == 0 else made  # noqa: F821
        self.assertEqual(key.read_bytes(), made)
        self.assertEqual(key.stat().st_mode & 0o777, 0o640)
        self.assertEqual(run_daemon(config, "--check-config").returncode, 0)

    def test_where_nothing_can_be_kept(self):
        file = self.house.folder / "file"
        file.write_text("")
        for options in ((), ("--check-config",)):
            result = run_daemon(self.variant({("spool", "directory"): file / "spool"}), *options)
            self.assertEqual(result.returncode, 78)
            self.assertIn(f"{file}/spool", result.stderr)
            self.assertIn("spool = off", result.stderr)

    def test_another_key(self):
        daemon = self.house.daemon()
        daemon.start()
        with self.away():
            receipts = self.keep(daemon, 1)
            self.assertEqual(daemon.stop(), 0)
        result = run_daemon(self.variant({("spool", "key"): "other.key"}))
        self.assertEqual(result.returncode, 78)
        self.house._run("surveyctl", ("--config", self.variant({("spool", "key"): "other.key"}),
                                      "spool", "key"), 0)
        result = run_daemon(self.variant({("spool", "key"): "other.key"}))
        self.assertEqual(result.returncode, 78)
        self.assertIn("key", result.stderr)
        daemon.start()
        self.drained(daemon)
        self.assertLess(receipts, self.stored() | {"-"})
        self.assertEqual(daemon.stop(), 0)


if __name__ == "__main__":
    unittest.main()
