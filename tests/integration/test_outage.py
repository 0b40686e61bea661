"""PostgreSQL absent, lost, frozen and crashed, and no spool: nothing acknowledged is lost, nothing is
doubled. With a spool: test_spool.py."""

import sys
import threading
import time
import unittest
import uuid
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.participant import whole_form  # noqa: E402
from harness.waiting import eventually  # noqa: E402


class Outage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl")
        cls.house = cls.enterClassContext(House({("database", "timeout-ms"): 2000,
                                                ("spool", "spool"): "off"}))
        folder = cls.house.programme_copy(cycles=cls.house.cycles_far_away())
        programme_json = make.load(folder / "programme.json")
        cls.questionnaire = make.load(folder / "cycle-1.json")
        cls.programme = cls.house.import_programme(folder)
        cls.house.open_cycle(cls.programme, 1)
        cls.people = cls.house.invite(cls.programme)
        cls.wall = cls.house.open_link(cls.programme)
        cls.answers = make.complete(programme_json, cls.questionnaire, 1)
        cls.answers["actor_type"] = programme_json["actorTypes"][0]["value"]

    def stored(self) -> set[str]:
        return set(self.house.surveyctl("receipts", self.programme).stdout.split())

    def test_absent_at_the_start(self):
        self.house.cluster.stop()
        daemon = self.house.daemon()
        try:
            daemon.start(wait_for="/healthz")
            operations = daemon.operations_client()
            self.assertEqual(operations.get("/readyz").status, 503)
            client = daemon.client()
            for reply in (client.get(self.wall), client.submit(self.wall, self.answers)):
                self.assertEqual(reply.status, 503)
                self.assertGreater(int(reply.headers["Retry-After"]), 0)
            self.assertIsNone(daemon.process.poll())
        finally:
            self.house.cluster.start()
        try:
            daemon.wait_until("/readyz", 200)
            eventually(lambda: client.get(self.wall).status == 200, "the form is served")
        finally:
            self.assertEqual(daemon.stop(), 0)

    def test_lost_and_back(self):
        with self.house.daemon() as daemon:
            client = daemon.client(timeout=60)
            page = client.get(self.wall)
            hidden = whole_form(page.text, [])
            fields = hidden + make.as_fields(self.questionnaire, self.answers)
            submission = str(uuid.uuid4())
            self.house.cluster.stop()
            try:
                reply = client.submit(self.wall, self.answers, submission=submission)
                self.assertEqual(reply.status, 503)
                self.assertGreater(int(reply.headers["Retry-After"]), 0)
                self.assertEqual(reply.headers["Content-Type"], "application/problem+json")
                form = client.post_form(self.wall, fields)
                self.assertEqual(form.status, 503)
                self.assertGreater(int(form.headers["Retry-After"]), 0)
                kept = whole_form(form.text)
                self.assertEqual(sorted(kept), sorted(set(fields) | set(kept)))
                self.assertIn(("useful", self.answers["useful"]), kept)
                daemon.wait_until("/readyz", 503)
                self.assertEqual(daemon.operations_client().get("/healthz").status, 200)
            finally:
                self.house.cluster.start()
            daemon.wait_until("/readyz", 200)
            before = self.stored()
            reply = client.submit(self.wall, self.answers, submission=submission)
            self.assertEqual(reply.status, 201, reply.text)
            self.assertEqual(client.post_form(self.wall, kept).status, 303)
            self.assertEqual(len(self.stored() - before), 2)
            client.close()

    def test_frozen(self):
        """A PostgreSQL that says nothing at all: answered in time, and stored once in the end."""
        with self.house.daemon() as daemon:
            client = daemon.client(timeout=60)
            submission = str(uuid.uuid4())
            before = self.stored()
            begun = time.monotonic()
            self.house.cluster.freeze()
            try:
                reply = client.submit(self.wall, self.answers, submission=submission)
            finally:
                self.house.cluster.thaw()
            self.assertEqual(reply.status, 503)
            self.assertLess(time.monotonic() - begun, 10)
            daemon.wait_until("/readyz", 200)
            # The frozen server may have stored it after all; either way it is there once.
            reply = eventually(
                lambda: (again := client.submit(self.wall, self.answers, submission=submission))
                .status in (200, 201) and again, "it is stored")
            self.assertEqual(self.stored() - before, {reply.json()["receipt"]})
            client.close()

    def test_crashes_under_load(self):
        """Clients that send again with the same id until they are acknowledged, over crashes of
        PostgreSQL and killed backends: exactly the acknowledged receipts are there."""
        with self.house.daemon() as daemon:
            before = self.stored()
            acknowledged: list[str] = []
            unexpected: list[str] = []
            lock = threading.Lock()
            stop = threading.Event()

            def participant() -> None:
                client = daemon.client(timeout=60)
                while not stop.is_set():
                    submission = str(uuid.uuid4())
                    deadline = time.monotonic() + 60
                    while time.monotonic() < deadline:
                        reply = client.submit(self.wall, self.answers, submission=submission)
                        if reply.status in (200, 201):
                            with lock:
                                acknowledged.append(reply.json()["receipt"])
                            break
                        if reply.status != 503:
                            with lock:
                                unexpected.append(f"{reply.status} {reply.text[:200]}")
                            break
                        time.sleep(0.05)
                    else:
                        with lock:
                            unexpected.append("not acknowledged within a minute")
                client.close()

            threads = [threading.Thread(target=participant) for _ in range(8)]
            for thread in threads:
                thread.start()
            try:
                for _ in range(2):
                    time.sleep(1)
                    self.house.cluster.psql(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE usename = 'surveyd'", role="postgres")
                    time.sleep(1)
                    self.house.cluster.crash()
                    time.sleep(0.5)
                    self.house.cluster.start()
                daemon.wait_until("/readyz", 200)
                time.sleep(1)
            finally:
                stop.set()
                for thread in threads:
                    thread.join()
            self.assertEqual(unexpected, [])
            self.assertGreater(len(acknowledged), 20)
            self.assertEqual(len(set(acknowledged)), len(acknowledged))
            self.assertEqual(self.stored() - before, set(acknowledged))


if __name__ == "__main__":
    unittest.main()
