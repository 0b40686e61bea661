"""A private PostgreSQL cluster in a folder of its own, reachable by its UNIX socket only.

The folder is open to nobody but the server's user (and root), therefore connections need no
password. As root the server runs as the user `postgres`, else as the calling user.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)

# As on a careful production server: safe commits, and no parameter value in the log.
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "logging_collector": "off",
}


def postgresql_binaries() -> Path:
    """The folder of the newest installed server's programs."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0,
    )
    if not found:
        raise FileNotFoundError("PostgreSQL is not installed; apt-get install postgresql")
    return found[-1].parent


def die_with_parent(signal_number: int = signal.SIGINT):
    """For Popen's preexec_fn: the child gets the signal when the test ends, however it ends."""

    def prepare() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal_number)

    return prepare


class Cluster:
    """Use as a context manager, or start() and stop(). `settings` go into postgresql.conf."""

    database = "surveyd"
    administrator = "surveyctl"

    def __init__(self, settings: dict[str, str] | None = None):
        self.settings = {**_SETTINGS, **(settings or {})}
        # A short path: the name of a UNIX socket has room for 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="surveyd-pg-", dir="/tmp"))
        self.data = self.folder / "data"
        self.log_path = self.folder / "log"
        self.process: subprocess.Popen | None = None
        self._binaries = postgresql_binaries()
        self._user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._initialised = False

    # Running

    def __enter__(self) -> "Cluster":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.remove()

    def _identity(self) -> dict:
        if os.geteuid() != 0:
            return {}
        return {"user": "postgres", "group": "postgres", "extra_groups": []}

    def _initialise(self) -> None:
        subprocess.run(
            [self._binaries / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **self._identity())
        lines = [f"{name} = '{value}'" for name, value in self.settings.items()]
        lines.append(f"unix_socket_directories = '{self.folder}'")
        with (self.data / "postgresql.conf").open("a", encoding="utf8") as file:
            file.write("\n".join(lines) + "\n")
        self._initialised = True

    def copy_from(self, primary: "Cluster") -> None:
        """Becomes a standby of a running cluster, with all that is in it; start() then follows."""
        subprocess.run(
            [self._binaries / "pg_basebackup", "-h", primary.folder, "-U", "postgres", "-D",
             self.data, "--write-recovery-conf", "--checkpoint=fast"],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **self._identity())
        with (self.data / "postgresql.conf").open("a", encoding="utf8") as file:
            file.write(f"unix_socket_directories = '{self.folder}'\n")
        self._initialised = True

    def start(self, timeout: float = 60) -> None:
        """Starts the server and waits until it takes connections; the first time also makes the
        cluster, the administrator's role and the database."""
        first = not self._initialised
        if first:
            self._initialise()
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self.data],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                start_new_session=True, preexec_fn=die_with_parent(), **self._identity())
        deadline = time.monotonic() + timeout
        while not self._accepts():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("PostgreSQL did not start:\n" + self.log()[-2000:])
            time.sleep(0.05)
        if first:
            self._create_database()

    def _accepts(self) -> bool:
        return subprocess.run(
            [self._binaries / "pg_isready", "-q", "-h", self.folder, "-U", "postgres",
             "-d", "postgres"], check=False).returncode == 0

    def _create_database(self) -> None:
        self.psql(
            f"CREATE ROLE {self.administrator} LOGIN CREATEROLE;"
            "GRANT SET ON PARAMETER log_parameter_max_length, log_parameter_max_length_on_error, "
            f"log_error_verbosity, log_statement TO {self.administrator};",
            role="postgres", database="postgres")
        self.psql(f"CREATE DATABASE {self.database} OWNER {self.administrator};",
                  role="postgres", database="postgres")

    def _end(self, signal_number: int, timeout: float) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal_number)
            self.process.wait(timeout)
        self.process = None

    def stop(self, timeout: float = 60) -> None:
        """A fast shutdown: clients are cut, nothing is lost."""
        self._end(signal.SIGINT, timeout)

    def crash(self, timeout: float = 60) -> None:
        """An immediate shutdown: as after a power cut, start() then recovers from the WAL."""
        self._end(signal.SIGQUIT, timeout)

    def freeze(self) -> None:
        """Stops every server process without ending it: connections hang."""
        self._signal_group(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal_group(signal.SIGCONT)

    def _signal_group(self, signal_number: int) -> None:
        # Backends lead sessions of their own, so that the group does not reach them.
        for pid in [self.process.pid, *self.backends()]:
            try:
                os.kill(pid, signal_number)
            except ProcessLookupError:
                pass

    def backends(self) -> list[int]:
        """The process ids of the server's children."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def remove(self) -> None:
        """Ends the server and deletes the folder."""
        if self.process is not None and self.process.poll() is None:
            self.thaw()
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    # Talking to it

    def connection(self, role: str = "surveyctl", database: str | None = None) -> str:
        """A libpq connection string."""
        return f"host={self.folder} dbname={database or self.database} user={role}"

    def psql(self, sql: str, role: str = "surveyctl", database: str | None = None) -> str:
        """Runs SQL and returns unaligned, tab-separated rows without header. Raises RuntimeError
        with the server's words."""
        result = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1",
             "-v", "VERBOSITY=verbose", "-d", self.connection(role, database), "-f", "-"],
            input=sql, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise RuntimeError(result.stderr.strip())
        return result.stdout.rstrip("\n")

    def rows(self, sql: str, role: str = "surveyctl") -> list[list[str]]:
        """The rows of a query, each a list of texts (NULL is "")."""
        text = self.psql(sql, role)
        return [line.split("\t") for line in text.split("\n")] if text else []

    def value(self, sql: str, role: str = "surveyctl") -> str:
        """The one value of a query."""
        return self.psql(sql, role)

    def log(self) -> str:
        return self.log_path.read_text(encoding="utf8", errors="replace")
