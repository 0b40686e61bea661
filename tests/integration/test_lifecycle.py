"""Starting, reloading, draining, and what systemd hears."""

import contextlib
import fcntl
import os
import resource
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import program, require_programs  # noqa: E402
from harness.client import Client  # noqa: E402
from harness.daemon import free_port, run_daemon, write_config  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402


class Lifecycle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl")
        cls.house = cls.enterClassContext(House())

    def variant(self, name: str, changes: dict) -> Path:
        """The house's configuration with changes, as another file in the same folder."""
        daemon = self.house.daemon()
        path = daemon.folder / f"{name}.conf"
        write_config(path, {**daemon.values, **changes})
        return path

    # Starting

    def test_a_good_configuration_is_said_to_be_good(self):
        result = run_daemon(self.house.config, "--check-config")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("valid", result.stdout)

    def test_every_error_of_a_configuration_is_named_with_its_line(self):
        path = self.variant("wrong", {("server", "workers"): "many", ("server", "colour"): "red",
                                      ("log", "level"): "loud", ("sever", "listen"): "x"})
        lines = path.read_text(encoding="utf8").splitlines()
        for options in (("--check-config",), ()):
            result = run_daemon(path, *options)
            self.assertEqual(result.returncode, 78)
            for wrong in ("workers = many", "colour = red", "level = loud"):
                number = lines.index(wrong) + 1
                self.assertRegex(result.stderr, rf"wrong\.conf:{number}:")
            self.assertIn("sever", result.stderr)

    def test_missing_configuration(self):
        result = run_daemon(Path("/nonexistent/surveyd.conf"))
        self.assertIn(result.returncode, (74, 78))
        self.assertIn("/nonexistent/surveyd.conf", result.stderr)

    def test_a_certificate_that_does_not_fit_its_key_is_refused(self):
        authority = self.house.daemon().authority
        other = authority.issue("other")
        for options in (("--check-config",), ()):
            result = run_daemon(self.variant("mismatch", {("tls", "key"): other.key}), *options)
            self.assertEqual(result.returncode, 78)
            self.assertIn(str(other.key), result.stderr)
            self.assertNotIn("error:0", result.stderr)

    def test_an_expired_certificate_is_refused(self):
        expired = self.house.daemon().authority.issue("expired", days=-1)
        result = run_daemon(self.variant("expired", {
            ("tls", "certificate"): expired.certificate, ("tls", "key"): expired.key}))
        self.assertEqual(result.returncode, 78)
        self.assertIn("expired", result.stderr)

    def test_a_taken_port_is_said(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", free_port()))
            taken.listen()
            port = taken.getsockname()[1]
            result = run_daemon(self.variant("taken",
                                             {("server", "listen"): f"127.0.0.1:{port}"}))
        self.assertNotEqual(result.returncode, 0)
        self.assertIn(str(port), result.stderr)

    def test_the_second_listener_holds_few_connections(self):
        """Whoever reaches it must not take the descriptors of participants."""
        daemon = self.house.daemon()
        with daemon, contextlib.ExitStack() as stack:
            waiting = [stack.enter_context(socket.create_connection(
                ("127.0.0.1", daemon.operations_port), timeout=5)) for _ in range(100)]
            self.assertEqual(daemon.operations_client().get("/healthz").status, 200)
            waiting[0].settimeout(2)
            self.assertEqual(waiting[0].recv(1), b"", "the one idle for longest made room")

    def test_descriptors_are_left_for_postgresql(self):
        """Participants hold as many connections as they get; a connection to PostgreSQL that is
        lost meanwhile comes back all the same."""
        house, daemon = self.house, self.house.daemon()
        with daemon, contextlib.ExitStack() as stack:
            # As if systemd allowed no more; a reload works out the limit anew.
            resource.prlimit(daemon.process.pid, resource.RLIMIT_NOFILE, (400, 400))
            mark = len(daemon.log())
            daemon.reload()
            daemon.wait_for_log("raise LimitNOFILE", mark)
            for _ in range(500):
                stack.enter_context(socket.create_connection(("127.0.0.1", daemon.port), timeout=5))
            mark = len(daemon.log())
            house.cluster.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                               " WHERE usename = 'surveyd'", role="postgres")
            daemon.wait_for_log("connected to PostgreSQL", mark)
            daemon.wait_until("/readyz", 200)

    # Reloading

    def served_certificate(self) -> bytes:
        daemon = self.house.daemon()
        context = ssl.create_default_context(cafile=str(daemon.authority.ca))
        with socket.create_connection(("127.0.0.1", daemon.port), timeout=10) as plain:
            with context.wrap_socket(plain, server_hostname="localhost") as secure:
                return secure.getpeercert(binary_form=True)

    def test_a_reload_takes_the_new_certificate_or_keeps_the_old(self):
        daemon = self.house.daemon()
        first = daemon.certificate
        second = daemon.authority.issue("second")
        third = daemon.authority.issue("third")
        with daemon:
            client = daemon.client()
            old = self.served_certificate()
            self.assertEqual(client.get("/nothing").status, 404)
            # A key of another certificate: refused, the old one stays.
            mark = len(daemon.log())
            daemon.configure({("tls", "certificate"): second.certificate,
                              ("tls", "key"): third.key})
            daemon.reload()
            daemon.wait_for_log("stays in force", mark)
            self.assertEqual(self.served_certificate(), old)
            # A configuration with errors likewise.
            mark = len(daemon.log())
            daemon.configure({("tls", "key"): second.key, ("server", "workers"): "none"})
            daemon.reload()
            daemon.wait_for_log("stays in force", mark)
            self.assertEqual(self.served_certificate(), old)
            # Mended: the new certificate is served; connections that were open stay.
            mark = len(daemon.log())
            daemon.configure({("server", "workers"): 2})
            daemon.reload()
            daemon.wait_for_log("reloaded", mark)
            eventually(lambda: self.served_certificate() != old, "the new certificate is served")
            self.assertEqual(client.get("/nothing").status, 404)
            metrics = daemon.operations_client().get("/metrics").text
            self.assertIn("surveyd_reloads_failed_total 2\n", metrics)
            client.close()
        daemon.configure({("tls", "certificate"): first.certificate, ("tls", "key"): first.key})

    def test_a_reload_takes_new_deadlines_and_names_what_needs_a_restart(self):
        daemon = self.house.daemon()
        context = ssl.create_default_context(cafile=str(daemon.authority.ca))
        with daemon:
            mark = len(daemon.log())
            daemon.configure({("server", "idle-timeout-ms"): 200, ("database", "batch"): 7,
                              ("keys", "directory"): daemon.folder / "elsewhere"})
            daemon.reload()
            daemon.wait_for_log("reloaded", mark)
            self.assertIn('needs_restart="database.batch keys.directory"', daemon.log()[mark:])
            with socket.create_connection(("127.0.0.1", daemon.port), timeout=5) as plain:
                with context.wrap_socket(plain, server_hostname="localhost") as secure:
                    self.assertEqual(secure.recv(1), b"", "an idle connection is closed")
        daemon.configure({("server", "idle-timeout-ms"): 10000, ("database", "batch"): 64,
                          ("keys", "directory"): daemon.folder / "keys"})

    def test_keys_that_are_mended_are_taken_without_a_reload(self):
        """A chmod of a key file changes no time of its folder."""
        house, daemon = self.house, self.house.daemon()
        walls = {}
        for name in ("early", "late"):
            folder = house.programme_copy(name, programme=name, cycles=house.cycles_far_away())
            house.import_programme(folder)
            house.open_cycle(name, 1)
            walls[name] = house.open_link(name)
        keys = daemon.folder / "keys"
        away = daemon.folder / "keys-of-late"
        (keys / "late").rename(away)
        secret = keys / "early" / "secret"
        with daemon:
            client = daemon.client()
            eventually(lambda: client.get(walls["early"]).status == 200, "it serves")
            mark = len(daemon.log())
            secret.chmod(0o644)
            away.rename(keys / "late")
            daemon.wait_for_log("keys cannot be read", mark)
            time.sleep(3)  # the folder's times have settled
            self.assertEqual(client.get(walls["late"]).status, 503)
            self.assertEqual(client.get(walls["early"]).status, 200)
            self.assertEqual(daemon.log()[mark:].count("keys cannot be read"), 1)
            secret.chmod(0o640)
            eventually(lambda: client.get(walls["late"]).status == 200, "the keys are read")
            client.close()

    # Ending

    def test_requests_under_way_are_answered_before_the_end(self):
        house, daemon = self.house, self.house.daemon()
        folder = house.programme_copy("drain", cycles=house.cycles_far_away())
        programme_json = make.load(folder / "programme.json")
        programme = house.import_programme(folder)
        house.open_cycle(programme, 1)
        wall = house.open_link(programme)
        answers = make.complete(programme_json, make.load(folder / "cycle-1.json"), 1)
        answers["actor_type"] = programme_json["actorTypes"][0]["value"]
        mark = len(daemon.log())
        daemon.start()
        client = daemon.client()
        eventually(lambda: client.get(wall).status == 200, "the form is served")
        idle = daemon.client()
        self.assertEqual(idle.get("/nothing").status, 404)
        replies = []
        house.cluster.freeze()
        try:
            sender = threading.Thread(target=lambda: replies.append(client.submit(wall, answers)))
            sender.start()
            time.sleep(0.5)
            process = daemon.process
            process.terminate()
            time.sleep(0.5)
            self.assertIsNone(process.poll(), "it did not wait for the request under way")
            process.send_signal(signal.SIGHUP)  # comes too late: there is nothing to reload into
            self.assertEqual(daemon.operations_client().get("/readyz").status, 503)
        finally:
            house.cluster.thaw()
        sender.join(20)
        self.assertEqual([reply.status for reply in replies], [201])
        self.assertEqual(replies[0].headers["Connection"], "close")
        self.assertEqual(process.wait(20), 0)
        self.assertEqual(daemon.stop(), 0)
        self.assertNotIn("reloaded", daemon.log()[mark:])
        self.assertEqual(house.surveyctl("receipts", programme).stdout.split(),
                         [replies[0].json()["receipt"]])

    # Under systemd

    def test_sockets_from_systemd_and_what_it_hears(self):
        """The test plays systemd: it opens the sockets, passes them over, and listens."""
        daemon = self.house.daemon()
        https, operations = socket.socket(), socket.socket()
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = self.house.folder / "notify"
        notify.bind(str(path))
        notify.settimeout(20)
        for listener in (https, operations):
            listener.bind(("127.0.0.1", 0))
            listener.listen()
        # High numbers, so that filling 3 and 4 overwrites none that is still to be copied.
        first, second = (fcntl.fcntl(each, fcntl.F_DUPFD_CLOEXEC, 100)
                         for each in (operations, https))
        with daemon.log_path.open("ab") as log:
            process = subprocess.Popen(
                ["bash", "-c", f'LISTEN_PID=$$ exec "$@" 3<&{first} 4<&{second}', "bash",
                 program("surveyd"), "--config", daemon.config],
                stdout=log, stderr=log, pass_fds=(first, second),
                env={**os.environ, "LISTEN_FDS": "2", "LISTEN_FDNAMES": "operations:https",
                     "NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "900000"})
        os.close(first)
        os.close(second)
        try:
            heard = [self.hear(notify, "READY=1")]
            self.hear(notify, "WATCHDOG=1")
            client = Client(f"http://127.0.0.1:{operations.getsockname()[1]}")
            eventually(lambda: client.get("/readyz").status == 200, "it is ready")
            client.close()
            port = https.getsockname()[1]
            secure = Client(f"https://localhost:{port}", daemon.authority.ca)
            self.assertEqual(secure.get("/nothing").status, 404)
            secure.close()
            process.send_signal(1)
            heard.append(self.hear(notify, "RELOADING=1"))
            heard.append(self.hear(notify, "READY=1"))
            self.assertIn("MONOTONIC_USEC=", heard[1])
            process.terminate()
            self.hear(notify, "STOPPING=1")
            self.assertEqual(process.wait(20), 0)
            # The sockets are systemd's: who connects meanwhile waits for the next start.
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            for each in (https, operations, notify):
                each.close()

    def hear(self, notify: socket.socket, word: str) -> str:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            message = notify.recv(4096).decode()
            if word in message.split("\n"):
                return message
        raise AssertionError(f"systemd would not have heard {word}")


if __name__ == "__main__":
    unittest.main()
