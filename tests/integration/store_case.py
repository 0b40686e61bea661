"""A cluster, and the store through the program store_probe: what the tests of the store share."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import program, require_programs  # noqa: E402
from harness.cluster import Cluster  # noqa: E402

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
