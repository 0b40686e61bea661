"""The real surveyd with a generated configuration."""

import os
import random
import signal
import socket
import subprocess
import time
from pathlib import Path

from .build import program
from .certificate import Authority, Certificate
from .client import Client
from .cluster import Cluster, die_with_parent


def free_port() -> int:
    """A loopback port below the range from which the kernel takes ports for outgoing
    connections, so that nobody takes it between here and the daemon's start."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def write_config(path: Path, values: dict[tuple[str, str], object]) -> None:
    """An INI file from {(section, key): value}."""
    sections: dict[str, list[str]] = {}
    for (section, key), value in values.items():
        sections.setdefault(section, []).append(f"{key} = {value}")
    text = "".join(f"[{name}]\n" + "\n".join(lines) + "\n\n" for name, lines in sections.items())
    path.write_text(text, encoding="utf8")


class Daemon:
    """One surveyd. `settings` are further {(section, key): value} of the configuration."""

    def __init__(self, folder: Path, cluster: Cluster, authority: Authority,
                 certificate: Certificate, settings: dict | None = None):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.cluster = cluster
        self.authority = authority
        self.certificate = certificate
        self.port = free_port()
        self.operations_port = free_port()
        self.config = folder / "surveyd.conf"
        self.log_path = folder / "log"
        self.process: subprocess.Popen | None = None
        self.values = {
            ("server", "listen"): f"127.0.0.1:{self.port}",
            ("server", "public-url"): f"https://localhost:{self.port}",
            ("server", "workers"): 2,
            ("tls", "certificate"): certificate.certificate,
            ("tls", "key"): certificate.key,
            ("operations", "listen"): f"127.0.0.1:{self.operations_port}",
            ("database", "daemon"): cluster.connection("surveyd"),
            ("database", "aggregator"): cluster.connection("survey_aggregator"),
            ("database", "administrator"): cluster.connection("surveyctl"),
            ("keys", "directory"): folder / "keys",
            ("spool", "directory"): folder / "spool",
            ("spool", "reserve-mb"): 16,
            ("log", "format"): "lines",
            **(settings or {}),
        }
        self.configure()

    def configure(self, settings: dict | None = None) -> None:
        """Changes settings and writes the file; a running daemon needs reload()."""
        self.values.update(settings or {})
        write_config(self.config, self.values)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def operations(self) -> str:
        return f"http://127.0.0.1:{self.operations_port}"

    def client(self, **options) -> Client:
        return Client(self.url, self.authority.ca, **options)

    def operations_client(self) -> Client:
        return Client(self.operations)

    def __enter__(self) -> "Daemon":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def start(self, wait_for: str | None = "/readyz", timeout: float = 60) -> None:
        """Starts and waits until GET of `wait_for` on the second listener is 200 (None: does not
        wait). RuntimeError with the log when the daemon ends instead."""
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [program("surveyd"), "--config", self.config], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, cwd="/", start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL))
        if wait_for:
            self.wait_until(wait_for, 200, timeout)

    def wait_until(self, path: str, status: int, timeout: float = 60) -> None:
        """Waits until the second listener answers the path with the status; /readyz with 200 also
        until it says that the database is reached."""
        deadline = time.monotonic() + timeout
        last: object = None
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"surveyd ended with {self.process.returncode}:\n" + self.log())
            try:
                client = Client(self.operations, timeout=5)
                reply = client.get(path)
                last = reply.status
                client.close()
                if last == status and (path, status) != ("/readyz", 200):
                    return
                if last == status and reply.text == "ready\n":
                    return
            except OSError as error:
                last = error
            time.sleep(0.05)
        raise RuntimeError(f"{path} is {last}, not {status}, after {timeout} s:\n" + self.log())

    def reload(self) -> None:
        """SIGHUP. Returns at once."""
        self.process.send_signal(signal.SIGHUP)

    def wait_for_log(self, text: str, since: int = 0, timeout: float = 20) -> None:
        """Waits until the log, from the position `since` on, holds the text."""
        deadline = time.monotonic() + timeout
        while text not in self.log()[since:]:
            if time.monotonic() > deadline:
                raise RuntimeError(f"the log has no {text!r}:\n" + self.log()[since:])
            time.sleep(0.05)

    def stop(self, timeout: float = 60) -> int:
        """SIGTERM, waits for the end; the exit code. Fails if a sanitizer complained."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise RuntimeError("surveyd did not end after SIGTERM:\n" + self.log()) from None
        self.process = None
        for word in ("AddressSanitizer", "LeakSanitizer", "ThreadSanitizer", "runtime error:"):
            if word in self.log():
                raise RuntimeError("a sanitizer complained:\n" + self.log())
        return code

    def kill(self) -> None:
        """SIGKILL, as a crash."""
        self.process.kill()
        self.process.wait()
        self.process = None

    def log(self) -> str:
        if not self.log_path.exists():
            return ""
        return self.log_path.read_text(encoding="utf8", errors="replace")


def run_daemon(config: Path, *options: str, timeout: float = 60) -> subprocess.CompletedProcess:
    """Runs surveyd to its end, for `--check-config` and for starts that must fail."""
    return subprocess.run([program("surveyd"), "--config", config, *options], text=True,
                          capture_output=True, timeout=timeout, check=False, cwd="/",
                          env={**os.environ})
