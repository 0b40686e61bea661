"""Everything together: a cluster, a certificate, a configuration, a migrated schema."""

import csv
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from .build import EXAMPLE, program
from .certificate import Authority
from .cluster import Cluster
from .daemon import Daemon


class CommandFailed(AssertionError):
    """A program of ours ended with another exit code than expected."""


class House:
    """Use as a context manager. `settings` are {(section, key): value} of the configuration,
    `postgresql` settings of the server."""

    example = EXAMPLE

    def __init__(self, settings: dict | None = None, postgresql: dict | None = None,
                 migrate: bool = True):
        self.folder = Path(tempfile.mkdtemp(prefix="surveyd-test-", dir="/tmp"))
        self.cluster = Cluster(postgresql)
        self._migrate = migrate
        self._settings = settings
        self._daemon: Daemon | None = None

    def __enter__(self) -> "House":
        try:
            self.cluster.start()
            authority = Authority(self.folder / "tls")
            self._daemon = Daemon(self.folder / "daemon", self.cluster, authority,
                                  authority.issue(), self._settings)
            self.surveyctl("spool", "key")
            if self._migrate:
                self.surveyctl("migrate")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        try:
            if self._daemon is not None and self._daemon.process is not None:
                self._daemon.stop()
        finally:
            self.cluster.remove()
            shutil.rmtree(self.folder, ignore_errors=True)

    def daemon(self) -> Daemon:
        """The daemon of this house; start it with `with house.daemon() as daemon:`."""
        return self._daemon

    @property
    def config(self) -> Path:
        return self._daemon.config

    def _run(self, name: str, arguments: tuple, exit_code: int | None) -> subprocess.CompletedProcess:
        result = subprocess.run(
            [program(name), *map(str, arguments)], text=True, capture_output=True, timeout=300,
            check=False, cwd=self.folder)
        if exit_code is not None and result.returncode != exit_code:
            raise CommandFailed(f"{name} {' '.join(map(str, arguments))}: exit code "
                                f"{result.returncode}, not {exit_code}\n{result.stdout}\n"
                                f"{result.stderr}")
        return result

    def surveyctl(self, *arguments, exit_code: int | None = 0) -> subprocess.CompletedProcess:
        """Runs surveyctl with this house's configuration. `exit_code` None: any."""
        return self._run("surveyctl", ("--config", self.config, *arguments), exit_code)

    def aggregator(self, *arguments, exit_code: int | None = 0) -> subprocess.CompletedProcess:
        command, *options = arguments
        return self._run("survey-aggregator", (command, "--config", self.config, *options),
                         exit_code)

    # Programmes

    def import_programme(self, folder: Path | None = None) -> str:
        """Imports a programme folder (the example) and returns its identifier."""
        folder = folder or self.example
        self.surveyctl("programme", "import", folder)
        document = json.loads((folder / "programme.json").read_text(encoding="utf8"))
        return document["programme"]

    def invite(self, programme: str, people: Path | None = None) -> list[dict[str, str]]:
        """Invites and returns the rows of links.csv."""
        output = self.folder / f"links-{programme}.csv"
        self.surveyctl("invite", programme, "--participants", people or self.example / "people.csv",
                       "--base-url", self._daemon.url, "--output", output)
        with output.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def invite_from_the_start(self, programme: str, document: dict) -> list[dict[str, str]]:
        """The same, only those whose organisation takes part from cycle 1 on. `document` is the
        programme.json that was imported."""
        joined = {each["value"]: each.get("fromCycle", 1) for each in document["organisations"]}
        return [row for row in self.invite(programme) if joined[row["organisation"]] == 1]

    def open_link(self, programme: str) -> str:
        """The URL of the open link."""
        words = self.surveyctl("open-link", programme, "--base-url", self._daemon.url).stdout.split()
        return next(word for word in words if word.startswith("https://"))

    def token(self, programme: str, name: str, scope: str = "aggregates") -> tuple[str, str]:
        """Makes an access token; (name, secret)."""
        made = self.surveyctl("token", "create", "--programme", programme, "--name", name,
                              "--scope", scope).stdout.split()
        pair = next(word for word in made if word.startswith(f"{name}:"))
        return tuple(pair.split(":", 1))

    def open_cycle(self, programme: str, cycle: int) -> None:
        self.surveyctl("cycle", "open", programme, cycle)

    def close_cycle(self, programme: str, cycle: int) -> None:
        self.surveyctl("cycle", "close", programme, cycle)

    def end_grace(self, programme: str, cycle: int) -> None:
        """As if the cycle had closed more than the ten minutes ago in which answers still come."""
        self.cluster.value("UPDATE survey.cycle SET closes_at = now() - interval '11 minutes',"
                           " opens_at = least(opens_at, now() - interval '1 day')"
                           f" WHERE programme = '{programme}' AND cycle = {cycle} RETURNING cycle")

    def programme_copy(self, name: str = "copy", **changes) -> Path:
        """A copy of the example's folder with other top-level properties in programme.json."""
        folder = self.folder / name
        shutil.copytree(self.example, folder)
        path = folder / "programme.json"
        document = json.loads(path.read_text(encoding="utf8"))
        document.update(changes)
        path.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf8")
        return folder

    def cycles_far_away(self) -> list[dict]:
        """The example's cycles, none of which opens within a lifetime by itself."""
        document = json.loads((self.example / "programme.json").read_text(encoding="utf8"))
        for each in document["cycles"]:
            each.pop("workshop", None)
            each["opens"] = f"{2190 + each['cycle']}-01-01T08:00"
            each["closes"] = f"{2190 + each['cycle']}-01-31T23:59"
        return document["cycles"]
