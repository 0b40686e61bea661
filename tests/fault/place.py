"""Everything that faults strike: database, spool, daemon and the participants, with a supervisor's
eye on what ends."""

import os
import shutil
import signal
import ssl
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from disks import Disk
from harness.cluster import Cluster
from harness.daemon import Daemon
from harness.house import House
from harness.waiting import eventually
from judge import Judge, Verdict
from ledger import Ledger, read_ledger
from load import Load
from shim import Shim
from survey import Survey, learn, replaced_receipts, stored_rows

SPOOL = {("spool", "segment-mb"): 1, ("spool", "limit-mb"): 96, ("spool", "reserve-mb"): 4}
PEOPLE = 120
CRASH_WORDS = ("AddressSanitizer", "LeakSanitizer", "ThreadSanitizer", "runtime error:")


@dataclass
class End:
    """The daemon ended without being told to."""

    during: str
    code: int
    is_allowed: bool
    log: str


class Site:
    def __init__(self, seed: int, with_disks: bool, rate: float, threads: int):
        self.seed = seed
        self.during = "the start"
        self.may_abort = False
        self.ends: list[End] = []
        self.slow_starts: list[str] = []
        self._with_disks = with_disks
        self._rate, self._threads = rate, threads
        self.disks: dict[str, Disk] = {}
        self.daemon: Daemon | None = None
        settings = {"max_wal_size": "128MB", "min_wal_size": "64MB"}
        self.house = House({**SPOOL, ("log", "level"): "notice"}, settings)
        self.cluster = self.house.cluster  # that answers are stored in
        self.spare = Cluster(settings)     # that takes over

    def __enter__(self) -> "Site":
        try:
            self._begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _begin(self) -> None:
        if self._with_disks:
            self._make_disks()
        self.house.__enter__()
        self._sync()
        self.daemon = self.house.daemon()
        self.daemon.configure({("database", "daemon"): self._both_databases()})
        if self.disks:
            self.daemon.configure({("spool", "directory"): self.disks["spool"].path / "spool"})
        self.survey = Survey(self.house, PEOPLE)
        self.tls = ssl.create_default_context(cafile=str(self.daemon.authority.ca))
        self.shim = Shim(self.house.folder)
        self.start_daemon()
        self.daemon.wait_until("/readyz", 200)
        self.models = learn(self.survey, self.house, self._submit)
        self._replaced_models = replaced_receipts(self.house, self.survey.programme)
        self.ledger = Ledger(self.house.folder / "ledger")
        self.load = Load(self.survey, self.ledger, self.daemon.port, self.tls, self._rate,
                         self._threads, self.seed)

    def _make_disks(self) -> None:
        folder = self.house.folder
        folder.chmod(0o755)
        self.disks = {name: Disk(folder, name, mebibytes)
                      for name, mebibytes in (("database", 3072), ("spool", 160))}
        base = self.disks["database"].path
        os.chown(base, *self._postgres())
        self.cluster.data, self.spare.data = base / "data", base / "spare"

    def _sync(self) -> None:
        """What the test made without syncing it is not what a power cut is to take."""
        for disk in self.disks.values():
            subprocess.run(["sync", "--file-system", disk.path], check=True)

    def _both_databases(self) -> str:
        return (f"host={self.cluster.folder},{self.spare.folder} dbname={self.cluster.database}"
                " user=surveyd")

    @staticmethod
    def _postgres() -> tuple[int, int]:
        text = subprocess.run(["id", "-u", "postgres"], capture_output=True, text=True, check=True)
        group = subprocess.run(["id", "-g", "postgres"], capture_output=True, text=True, check=True)
        return int(text.stdout), int(group.stdout)

    def __exit__(self, *_) -> None:
        try:
            if self.daemon is not None:
                self.kill_daemon()
            for cluster in (self.cluster, self.spare):
                cluster.remove()
            for disk in self.disks.values():
                disk.unmount()
        finally:
            self.house.__exit__()

    def _submit(self, path: str, answers: dict) -> None:
        client = self.daemon.client(timeout=60)
        deadline = time.monotonic() + 20
        while (reply := client.submit(path, answers)).status != 201:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{path.split('/')[1]}: {reply.status} {reply.text[:500]}")
            time.sleep(0.2)
        client.close()

    # The daemon

    @property
    def spool_folder(self) -> Path:
        return Path(self.daemon.values[("spool", "directory")])

    def start_daemon(self) -> None:
        """Does not wait."""
        asan = os.environ.get("ASAN_OPTIONS", "")
        more = {**self.shim.environment,
                "ASAN_OPTIONS": f"{asan}:verify_asan_link_order=0".strip(":")}
        before = {name: os.environ.get(name) for name in more}
        os.environ.update(more)
        try:
            self.daemon.start(wait_for=None)
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def kill_daemon(self) -> None:
        if self.daemon.process is not None:
            self.daemon.kill()

    def mind(self) -> None:
        """As systemd would: starts again what has ended by itself, and writes that down."""
        process = self.daemon.process
        if process is not None and process.poll() is not None:
            code = process.returncode
            allowed = self.may_abort and code == -signal.SIGABRT
            self.ends.append(End(self.during, code, allowed, self.daemon.log()[-3000:]))
            self.daemon.process = None
            time.sleep(0.1)
            self.start_daemon()

    def wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self.mind()
            time.sleep(min(left, 0.1))

    def complaints_of_sanitizers(self) -> bool:
        return any(word in self.daemon.log() for word in CRASH_WORDS)

    # The database

    def start_database(self, timeout: float = 90) -> None:
        """Also when what was killed has not quite gone, or something ends it once more."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                self.cluster.start(timeout=30)
                return
            except RuntimeError:
                if time.monotonic() > deadline:
                    raise
                if self.cluster.process.poll() is None:
                    self.cluster.process.kill()
                    self.cluster.process.wait()
                time.sleep(0.2)

    def kill_database(self) -> None:
        """The postmaster and every process of it."""
        backends = self.cluster.backends()
        self.cluster.process.kill()
        self.cluster.process.wait()
        self.cluster.process = None
        for pid in backends:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def follow(self) -> None:
        """Makes the spare one a synchronous standby of the one that is used."""
        shutil.rmtree(self.spare.data, ignore_errors=True)
        self.spare.copy_from(self.cluster)
        self._sync()
        self.spare.start()
        self.cluster.psql("ALTER SYSTEM SET synchronous_standby_names = '*'", role="postgres")
        self.cluster.psql("SELECT pg_reload_conf()", role="postgres")
        eventually(lambda: self.cluster.value("SELECT sync_state FROM pg_stat_replication",
                                              role="postgres") == "sync", "the standby follows")

    def take_over(self) -> None:
        """The spare one becomes the one that is used; the other is dead."""
        self.spare.psql("SELECT pg_promote()", role="postgres")
        self.cluster, self.spare = self.spare, self.cluster
        self.house.cluster = self.cluster

    def mind_database(self) -> None:
        if self.cluster.process is not None and self.cluster.process.poll() is not None:
            self.start_database()

    # Looking

    def metrics(self) -> dict[str, int]:
        """{} if the daemon does not answer."""
        client = self.daemon.operations_client()
        try:
            lines = client.get("/metrics").text.splitlines()
        except OSError:
            return {}
        finally:
            client.close()
        pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
        return {name: int(value) for name, value in pairs}

    def is_ready(self) -> bool:
        client = self.daemon.operations_client()
        try:
            return client.get("/readyz").status == 200
        except OSError:
            return False
        finally:
            client.close()

    def recover(self, timeout: float = 60) -> float:
        """Waits until answers are stored in the database again; seconds from now."""
        begun = time.monotonic()
        is_ready = False
        while not (is_ready and self.load.last_stored > begun):
            self.mind()
            self.mind_database()
            is_ready = is_ready or self.is_ready()
            if time.monotonic() - begun > timeout:
                raise RuntimeError(f"not back after {timeout} s (ready: {is_ready})\n"
                                   + self.daemon.log()[-3000:])
            time.sleep(0.05)
        return self.load.last_stored - begun

    def drain(self, timeout: float = 120) -> dict[str, int]:
        """Waits until the spool is empty; the figures then."""
        deadline = time.monotonic() + timeout
        while True:
            self.mind()
            self.mind_database()
            figures = self.metrics()
            if figures and figures.get("surveyd_spool_pending", 0) == 0:
                return figures
            if time.monotonic() > deadline:
                raise RuntimeError(f"the spool is not drained: {figures}\n"
                                   + self.daemon.log()[-3000:])
            time.sleep(0.1)

    def judge(self) -> Verdict:
        """After drain(), while nobody sends."""
        programme = self.survey.programme
        return Judge(read_ledger(self.ledger.path), stored_rows(self.house, programme),
                     replaced_receipts(self.house, programme) - self._replaced_models, self.models,
                     [person.organisation for person in self.survey.people]).verdict()

    def keep_traces(self, folder: Path) -> None:
        """What tells how it came about, when something was wrong."""
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.ledger.path, folder / "ledger")
        shutil.copy(self.daemon.log_path, folder / "daemon-log")
        for cluster in (self.cluster, self.spare):
            if cluster.log_path.exists():
                shutil.copy(cluster.log_path, folder / f"{cluster.folder.name}-log")
        names = sorted(path.name for path in (self.spool_folder / "quarantine").glob("*"))
        (folder / "quarantine").write_text("\n".join(names) + "\n", encoding="utf8")
        print(f"ledger and logs are in {folder}")
