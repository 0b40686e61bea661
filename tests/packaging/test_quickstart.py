"""./quickstart as a new user would run it, in a copy whose path has a space."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import PROJECT, require_programs  # noqa: E402
from harness.client import Client  # noqa: E402
from harness.cluster import die_with_parent  # noqa: E402
from harness.daemon import free_port  # noqa: E402
from harness.waiting import eventually  # noqa: E402

KEYS = ["participant", "wall", "report", "api", "token", "ca", "operations", "database", "sample"]
# Of a second start, on a machine that does nothing else.
AGAIN_SECONDS_MAX = 10


class Quickstart(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        top = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="quick start ")))
        top.chmod(0o755)
        cls.project = top / "surveyd"
        shutil.copytree(PROJECT, cls.project, ignore=shutil.ignore_patterns(
            "build", "node_modules", ".git", ".quickstart", "__pycache__"))
        cls.port = free_port()

    def start(self, *options: str, ignore: signal.Signals | None = None) -> subprocess.Popen:
        die = die_with_parent(signal.SIGTERM)

        def prepare() -> None:
            die()
            if ignore is not None:
                signal.signal(ignore, signal.SIG_IGN)

        process = subprocess.Popen(
            ["./quickstart", "--port", str(self.port), *options], cwd=self.project,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True, preexec_fn=prepare)
        self.addCleanup(self.end, process)
        return process

    def end(self, process: subprocess.Popen) -> None:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
        process.stdout.close()

    def wait_until_running(self, process: subprocess.Popen, seconds: float) -> list[str]:
        lines = []
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            line = process.stdout.readline()
            if not line:
                break
            lines.append(line.rstrip("\n"))
            if line.strip().startswith("Stop: Ctrl-C"):
                return lines
        raise AssertionError("quickstart did not get there:\n" + "\n".join(lines))

    def ours(self) -> list[str]:
        """The command lines of processes that still have to do with this copy."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes().replace(b"\0", b" ").decode("utf8", "replace")
            except OSError:
                continue
            if str(self.project) in words and "quickstart" in words:
                found.append(words)
        return found

    def test_from_nothing_to_a_report_and_again(self):
        first = self.start()
        lines = self.wait_until_running(first, 600)
        self.assertTrue(lines[0].startswith("[1/9]"), lines[0])
        urls = json.loads((self.project / ".quickstart/urls.json").read_text(encoding="utf8"))
        self.assertEqual(list(urls), KEYS)
        self.assertTrue(any("Yours is the fifth" in line for line in lines), lines)
        for key in ("participant", "wall", "report"):
            self.assertTrue(any(urls[key] in line for line in lines), key)
        room = f"{urls['wall']}/room"
        self.assertIn(room, [line.strip() for line in lines])
        self.assertEqual((self.project / ".quickstart/urls.json").stat().st_mode & 0o077, 0)
        client = Client(f"https://localhost:{self.port}", Path(urls["ca"]),
                        login=tuple(urls["token"].split(":", 1)))
        for key in ("participant", "wall", "report", "api"):
            self.assertEqual(client.get(urls[key]).status, 200, key)
        self.assertEqual(client.get(room).status, 200)
        before = client.get(urls["report"]).text
        self.assertIn("<svg", before)
        body = Path(urls["sample"]).read_bytes()
        reply = client.request("POST", urls["wall"], body, {"Content-Type": "application/json"})
        self.assertEqual(reply.status, 201, reply.text)
        self.assertEqual(Client(urls["operations"]).get("/readyz").status, 200)
        counts = subprocess.run(
            ["psql", "-X", "-A", "-t", "-d", urls["database"], "-c",
             "SELECT cycle, count(*) FROM survey.response WHERE respondent IS NOT NULL"
             " GROUP BY cycle ORDER BY cycle"], capture_output=True, text=True, check=True)
        cycles = dict(line.split("|") for line in counts.stdout.split())
        self.assertEqual(cycles.pop("4"), "4", "the next answer is the fifth")
        self.assertEqual(set(cycles), {"1", "2", "3"})
        self.assertTrue(all(int(count) >= 15 for count in cycles.values()), cycles)
        # The fifth answer of cycle 4 makes its figures appear.
        command = next(line.strip() for line in lines if " run --config " in line)
        subprocess.run(["bash", "-c", command], check=True, capture_output=True)
        fifth = re.compile(r"<tr><th scope=\"row\">Cykel 4</th><td>5</td>")
        self.assertNotRegex(before, fifth)
        self.assertRegex(client.get(urls["report"]).text, fifth)
        self.lose_postgresql(first, urls, client, body)
        client.close()

        second = subprocess.run(["./quickstart"], cwd=self.project, capture_output=True, text=True,
                                check=False, timeout=60)
        self.assertNotEqual(second.returncode, 0)
        self.assertIn("running already", second.stderr)

        os.killpg(first.pid, signal.SIGINT)
        self.assertEqual(first.wait(60), 130)
        self.assertEqual(self.ours(), [])
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", self.port), 2).close()

        begun = time.monotonic()
        again = self.start()
        lines = self.wait_until_running(again, 60)
        self.assertLess(time.monotonic() - begun, AGAIN_SECONDS_MAX)
        new = json.loads((self.project / ".quickstart/urls.json").read_text(encoding="utf8"))
        # In a path with a space the socket's folder is a new one in /tmp at each start.
        # Another program may have taken the second listener's port meanwhile.
        changing = {"database": "", "operations": ""}
        self.assertEqual({**new, **changing}, {**urls, **changing})
        client = Client(f"https://localhost:{self.port}", Path(urls["ca"]))
        replay = client.request("POST", urls["wall"], body, {"Content-Type": "application/json"})
        self.assertEqual(replay.status, 200, replay.text)
        client.close()
        self.assertTrue(any("So far 5 people" in line for line in lines), lines)
        command = next(line for line in lines if " programme show " in line)
        command = command.strip().replace("programme show", "cycle close") + " 4"
        subprocess.run(["bash", "-c", command], check=True, capture_output=True)
        again.send_signal(signal.SIGTERM)
        self.assertEqual(again.wait(60), 143)
        self.assertEqual(self.ours(), [])

        # What was closed stays closed. A script would start it in the background like this.
        third = self.start(ignore=signal.SIGINT)
        lines = self.wait_until_running(third, 60)
        self.assertTrue(any("Cycle 4 was closed" in line for line in lines), lines)
        third.send_signal(signal.SIGINT)
        self.assertEqual(third.wait(60), 130)
        self.assertEqual(self.ours(), [])

    def test_the_sample_answers_only_what_is_shown(self):
        folder = self.project / "docs/examples"
        with tempfile.TemporaryDirectory() as place:
            for seed in range(20):
                output = Path(place) / "sample.json"
                subprocess.run(
                    [sys.executable, folder / "synthetic_answers.py", "sample", "--programme",
                     folder / "competence-provision", "--cycle", "4", "--seed", str(seed),
                     "--output", output], check=True)
                answers = json.loads(output.read_text(encoding="utf8"))["answers"]
                if answers["attended"]:
                    self.assertNotIn("absence", answers)
                if answers.get("first_time") is not False:
                    self.assertNotIn("applied", answers)
                if answers.get("applied", 0) < 2:
                    self.assertNotIn("applied_example", answers)

    def lose_postgresql(self, process, urls: dict, client: Client, body: bytes) -> None:
        """PostgreSQL ends and is started again: surveyd keeps the answers and goes on."""
        json_type = {"Content-Type": "application/json"}
        database = Path(urls["ca"]).parents[1] / "database"
        os.kill(int((database / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
        for line in process.stdout:
            if "pg_ctl start" in line:
                break
        reply = client.request("POST", urls["wall"], body, json_type)
        self.assertEqual((reply.status, reply.json()["stored"]), (202, "spool"))
        subprocess.run(["bash", "-c", line.strip()], check=True, stdout=subprocess.DEVNULL)
        eventually(lambda: client.request("POST", urls["wall"], body, json_type).json()["stored"]
                   == "database", "surveyd goes on")

    def test_help_and_wrong_options(self):
        shown = subprocess.run(["./quickstart", "--help"], cwd=self.project, capture_output=True,
                               text=True, check=False)
        self.assertEqual(shown.returncode, 0)
        for word in ("--port", "--reset", "urls.json"):
            self.assertIn(word, shown.stdout)
        for options in (("--prot", "1"), ("--port", "x"), ("--port", "70000"), ("--port",)):
            wrong = subprocess.run(["./quickstart", *options], cwd=self.project,
                                   capture_output=True, text=True, check=False)
            self.assertEqual(wrong.returncode, 1, options)
            self.assertIn("quickstart:", wrong.stderr)

    def test_a_taken_port_is_said_at_once(self):
        with socket.socket() as taken:
            taken.bind(("0.0.0.0", free_port()))
            taken.listen()
            port = taken.getsockname()[1]
            result = subprocess.run(["./quickstart", "--port", str(port)], cwd=self.project,
                                    capture_output=True, text=True, check=False, timeout=120)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"port {port} is taken", result.stderr)
        self.assertIn("--port", result.stderr)


if __name__ == "__main__":
    unittest.main()
