"""The faults, each a function that strikes and returns when its cause is gone.

`rng` chooses what is left to chance; `long` says that there is time.
"""

import errno
import os
import random
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from place import Site
from spool_files import flip, quarantined, records
from survey import replaced_receipts, stored_rows

Strike = Callable[[Site, random.Random, bool], None]


# After two failures in a row the spool does not let anybody wait for its disk for three seconds.
SPOOL_REST = 3.2


class NotStruck(Exception):
    """What was to fail was not called: the fault did not happen."""


@dataclass
class Fault:
    name: str
    strike: Strike
    turns_away: bool    # participants may be told to wait; not when only the database is away
    needs_disks: bool
    may_abort: bool     # the daemon may end itself, to be started again
    seconds: float      # in the short form, about
    rest: float         # afterwards until all is as before, though answers are stored again

    @property
    def is_call(self) -> bool:
        return " fails" in self.name or " finds " in self.name


FAULTS: dict[str, Fault] = {}


def fault(name: str, turns_away: bool = True, needs_disks: bool = False, may_abort: bool = False,
          seconds: float = 3.0, rest: float = 0.0):
    def add(strike: Strike) -> Strike:
        FAULTS[name] = Fault(name, strike, turns_away, needs_disks, may_abort, seconds, rest)
        return strike

    return add


# The daemon

@fault("daemon killed", turns_away=False)
def daemon_killed(site: Site, rng: random.Random, long: bool) -> None:
    site.kill_daemon()
    time.sleep(rng.uniform(0, 2 if long else 0.5))
    site.start_daemon()


@fault("daemon restarted", turns_away=False)
def daemon_restarted(site: Site, rng: random.Random, long: bool) -> None:
    site.daemon.stop(timeout=40)
    site.start_daemon()


@fault("daemon killed while the database is down", turns_away=False, seconds=6)
def both_away(site: Site, rng: random.Random, long: bool) -> None:
    site.cluster.stop()
    site.wait(rng.uniform(0.5, 8 if long else 1.5))
    for _ in range(rng.choice((1, 2)) if long else 1):
        site.kill_daemon()
        site.start_daemon()
        site.wait(rng.uniform(0.5, 5 if long else 2))
    site.start_database()


@fault("descriptors exhausted", seconds=5)
def descriptors_exhausted(site: Site, rng: random.Random, long: bool) -> None:
    pid = site.daemon.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    used = len(os.listdir(f"/proc/{pid}/fd"))
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (used + rng.randrange(3), before[1]))
    try:
        site.cluster.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          " WHERE usename = 'surveyd'", role="postgres")
        site.wait(rng.uniform(1, 10 if long else 3))
    finally:
        if site.daemon.process is not None and site.daemon.process.pid == pid:
            resource.prlimit(pid, resource.RLIMIT_NOFILE, before)


# The database

@fault("backend killed", turns_away=False)
def backend_killed(site: Site, rng: random.Random, long: bool) -> None:
    """The server then ends every backend and recovers."""
    rows = site.cluster.rows("SELECT pid FROM pg_stat_activity WHERE usename = 'surveyd'",
                             role="postgres")
    if not rows:
        raise NotStruck("the daemon has no connection")
    os.kill(int(rng.choice(rows)[0]), signal.SIGKILL)
    time.sleep(0.2)
    while not site.cluster._accepts():  # pylint: disable=protected-access
        site.wait(0.05)


@fault("connections ended", turns_away=False)
def connections_ended(site: Site, rng: random.Random, long: bool) -> None:
    for _ in range(rng.randrange(1, 5)):
        site.cluster.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          " WHERE usename = 'surveyd'", role="postgres")
        site.wait(rng.uniform(0.05, 0.5))


@fault("postmaster killed", turns_away=False, seconds=4)
def postmaster_killed(site: Site, rng: random.Random, long: bool) -> None:
    """Its children end when they notice, the new server waits for that."""
    site.cluster.process.kill()
    site.cluster.process.wait()
    site.wait(rng.uniform(0, 5 if long else 1))
    site.start_database()


@fault("database crashed", turns_away=False, seconds=4)
def database_crashed(site: Site, rng: random.Random, long: bool) -> None:
    site.cluster.crash()
    site.wait(rng.uniform(0, 5 if long else 1))
    site.start_database()


@fault("database frozen", turns_away=False, seconds=8)
def database_frozen(site: Site, rng: random.Random, long: bool) -> None:
    site.cluster.freeze()
    try:
        site.wait(rng.choice((1, 3, 6, 30)) if long else 4)
    finally:
        site.cluster.thaw()


@fault("database down", turns_away=False, seconds=8)
def database_down(site: Site, rng: random.Random, long: bool) -> None:
    site.cluster.stop()
    site.wait(rng.choice((2, 5, 20, 120)) if long else 5)
    site.start_database()


@fault("table locked", turns_away=False, seconds=5)
def table_locked(site: Site, rng: random.Random, long: bool) -> None:
    """Answers go to the spool, and then the database commits them all the same."""
    seconds = rng.uniform(1, 6 if long else 3)
    site.cluster.psql(f"BEGIN; LOCK TABLE survey.response; SELECT pg_sleep({seconds}); COMMIT",
                      role="postgres")


@fault("failover", turns_away=False, seconds=10)
def failover(site: Site, rng: random.Random, long: bool) -> None:
    """To a standby that every commit has reached."""
    site.follow()
    site.wait(rng.uniform(0.5, 3))
    site.kill_database()
    site.wait(rng.uniform(0, 5 if long else 1))
    site.take_over()


# Disks

@fault("spool's disk full while the database is down", needs_disks=True, seconds=5)
def spool_full(site: Site, rng: random.Random, long: bool) -> None:
    site.cluster.stop()
    site.wait(rng.uniform(0, 1))
    site.disks["spool"].fill()
    try:
        site.wait(rng.uniform(1, 8 if long else 2))
    finally:
        site.disks["spool"].empty()
        site.start_database()


@fault("database's disk full", turns_away=False, needs_disks=True, seconds=6)
def database_full(site: Site, rng: random.Random, long: bool) -> None:
    """The server may end itself, when there is no room for its log."""
    site.disks["database"].fill()
    try:
        site.wait(rng.uniform(2, 10 if long else 3))
    finally:
        site.disks["database"].empty()
    site.mind_database()


def cut_power(site: Site, rng: random.Random) -> None:
    """Of the whole host, and starts everything again."""
    disks = list(site.disks.values())
    rng.shuffle(disks)
    for disk in disks:
        disk.cut()
    time.sleep(rng.uniform(0, 0.3))
    site.kill_daemon()
    if site.cluster.process is not None:
        site.kill_database()
    for disk in disks:
        _unmount(disk)
        disk.mount()
    site.start_database()
    site.start_daemon()


@fault("power cut", needs_disks=True, seconds=6)
def power_cut(site: Site, rng: random.Random, long: bool) -> None:
    """Half of the time while the spool is in use."""
    if rng.random() < 0.5:
        site.cluster.stop()
        site.wait(rng.uniform(0.5, 3))
        if rng.random() < 0.5:  # while it is drained
            site.start_database()
            site.wait(rng.uniform(0, 0.5))
    cut_power(site, rng)


def _unmount(disk, seconds: float = 20) -> None:
    """As soon as the last of the killed has gone."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            disk.unmount()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@fault("bits flipped in the spool", seconds=8)
def bits_flipped(site: Site, rng: random.Random, long: bool) -> None:
    """Exactly the records that were hit are missing, in quarantine and counted; the ledger notes
    them as destroyed by the test."""
    site.load.pause()
    site.drain()
    site.cluster.stop()
    before = len(quarantined(site.spool_folder))
    settled = {(place.file, place.offset) for place in records(site.spool_folder)}
    site.load.is_plain = True
    kept: dict[str, str] = {}
    site.load.watch = kept
    site.load.resume()
    site.wait(3 if long else 1.5)
    site.load.pause()
    site.load.is_plain, site.load.watch = False, None
    site.daemon.stop(timeout=40)
    places = [place for place in records(site.spool_folder)
              if (place.file, place.offset) not in settled]
    # Not neighbours: two that are destroyed side by side are one stretch in quarantine.
    hit = rng.sample(places[::2], min(len(places[::2]), 64 if long else 8))
    for place in hit:
        flip(place, rng)
    site.start_daemon()
    site.start_database()
    site.daemon.wait_until("/readyz", 200, 60)
    site.drain()
    _look_at_hit(site, kept, len(places), len(hit), len(quarantined(site.spool_folder)) - before)
    site.load.resume()


def _look_at_hit(site: Site, kept: dict[str, str], written: int, hit: int,
                 more_in_quarantine: int) -> None:
    programme = site.survey.programme
    there = {row.receipt for row in stored_rows(site.house, programme)}
    there |= replaced_receipts(site.house, programme)
    missing = [receipt for receipt in kept if receipt not in there]
    for receipt in missing:
        site.ledger.write_synced("hurt", receipt=receipt)
    if written == 0:
        raise NotStruck("nothing was in the spool")
    if len(missing) != hit or more_in_quarantine != hit:
        raise AssertionError(f"of {written} records {hit} were hit, {len(missing)} are missing and "
                             f"{more_in_quarantine} more are in quarantine")


# Calls that fail

MEMORY = ("malloc", "calloc", "realloc")


def _one_of(site: Site, names: tuple[str, ...]) -> str:
    """The one that this build of the daemon calls."""
    return max(names, key=site.shim.calls)


def _fail(site: Site, rng: random.Random, name: str, error: int, within: int,
          times: int) -> None:
    name = _one_of(site, (name, f"__libc_{name}")) if name in MEMORY else name
    before = site.shim.failed(name)
    count = rng.randint(1, times)
    site.shim.arm(name, rng.randint(1, within), count, error)
    deadline = time.monotonic() + 4
    try:
        while site.shim.failed(name) < before + count and time.monotonic() < deadline:
            site.wait(0.05)
    finally:
        site.shim.disarm()
    if site.shim.failed(name) == before:
        raise NotStruck(f"{name} was not called often enough")


def _add_calls(names: dict[str, tuple[int, int, int]], may_abort: bool = False) -> None:
    """{function: (errno, called within, times at most)}, while everything works."""
    for name, (error, within, times) in names.items():
        def strike(site: Site, rng: random.Random, long: bool, name=name, error=error,
                   within=within, times=times) -> None:
            _fail(site, rng, name, error, within, times)

        fault(f"{name} fails", may_abort=may_abort, seconds=2)(strike)


def _add_spool_calls(names: dict[str, tuple[int, int, int]]) -> None:
    """The same while the database is down, and so the spool is written."""
    for name, (error, within, times) in names.items():
        def strike(site: Site, rng: random.Random, long: bool, name=name, error=error,
                   within=within, times=times) -> None:
            site.cluster.stop()
            try:
                _fail(site, rng, name, error, within, times)
                site.wait(rng.uniform(0, 1))
            finally:
                site.start_database()

        fault(f"{name} fails while the database is down", seconds=4, rest=SPOOL_REST)(strike)


_add_calls({"malloc": (errno.ENOMEM, 3000, 1), "calloc": (errno.ENOMEM, 3000, 1),
            "realloc": (errno.ENOMEM, 200, 1)}, may_abort=True)
_add_calls({
    "write": (errno.EIO, 60, 20),
    "send": (errno.ECONNRESET, 60, 10),
    "recv": (errno.ECONNRESET, 60, 10),
    "accept4": (errno.EMFILE, 3, 5),
    "PQsendQueryPrepared": (0, 60, 10),
    "PQpipelineSync": (0, 60, 10),
    "PQconsumeInput": (0, 60, 10),
    "PQflush": (0, 60, 10),
    "PQgetResult": (0, 60, 10),
})
_add_spool_calls({
    "pwrite": (errno.EIO, 10, 4),
    "fdatasync": (errno.EIO, 10, 4),
    "PQconnectStartParams": (0, 3, 3),
})


@fault("pwrite finds the disk full while the database is down", seconds=4, rest=SPOOL_REST)
def pwrite_full(site: Site, rng: random.Random, long: bool) -> None:
    site.cluster.stop()
    try:
        _fail(site, rng, "pwrite", errno.ENOSPC, 10, 6)
    finally:
        site.start_database()


def _while_drained(name: str, error: int) -> Strike:
    """What is only called when a segment is made or deleted."""
    def strike(site: Site, rng: random.Random, long: bool) -> None:
        site.cluster.stop()
        site.wait(1)
        before = site.shim.failed(name)
        site.shim.arm(name, 1, rng.randint(1, 2), error)
        try:
            site.start_database()
            deadline = time.monotonic() + 4
            while site.shim.failed(name) == before and time.monotonic() < deadline:
                site.wait(0.05)
        finally:
            site.shim.disarm()
        if site.shim.failed(name) == before:
            raise NotStruck(f"{name} was not called")

    return strike


for each_name, each_error in (("unlinkat", errno.EIO), ("fsync", errno.EIO),
                              ("openat", errno.EMFILE), ("renameat", errno.EIO),
                              ("posix_fallocate", errno.ENOSPC)):
    fault(f"{each_name} fails while the spool is drained", seconds=5, rest=SPOOL_REST)(
        _while_drained(each_name, each_error))


def _on_connecting(name: str) -> Strike:
    def strike(site: Site, rng: random.Random, long: bool) -> None:
        before = site.shim.failed(name)
        site.shim.arm(name, rng.randint(1, 3), rng.randint(1, 6), 0)
        try:
            for _ in range(4):
                site.cluster.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                  " WHERE usename = 'surveyd'", role="postgres")
                site.wait(0.5)
        finally:
            site.shim.disarm()
        if site.shim.failed(name) == before:
            raise NotStruck(f"{name} was not called")

    return strike


for each_name in ("PQconnectPoll", "PQsendPrepare"):
    fault(f"{each_name} fails", turns_away=False)(_on_connecting(each_name))
