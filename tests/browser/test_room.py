"""The page for the projector in a browser: its numbers change by themselves."""

import json
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402

FOLDER = Path(__file__).resolve().parent


class Projector:
    """Chromium with the page; `see()` is what it shows now."""

    def __init__(self, address: str, script: bool):
        self.process = subprocess.Popen(
            ["node", FOLDER / "room_page.mjs", address, "script" if script else "no-script"],
            text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=FOLDER)

    def see(self) -> dict:
        self.process.stdin.write("look\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("the browser has ended")
        return json.loads(line)

    def end(self) -> None:
        try:
            if self.process.poll() is None:
                self.process.stdin.write("end\n")
                self.process.stdin.close()
            self.process.wait(30)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        finally:
            self.process.stdout.close()


class Room(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl")
        if not (FOLDER / "node_modules/playwright-core").exists():
            raise unittest.SkipTest("npm ci in tests/browser first (tests/run does it)")
        cls.house = cls.enterClassContext(House())
        folder = cls.house.programme_copy(cycles=cls.house.cycles_far_away())
        cls.document = make.load(folder / "programme.json")
        cls.questionnaire = make.load(folder / "cycle-1.json")
        cls.programme = cls.house.import_programme(folder)
        cls.daemon = cls.enterClassContext(cls.house.daemon())
        cls.wall = cls.house.open_link(cls.programme)

    def open(self) -> None:
        self.house.open_cycle(self.programme, 1)
        client = self.daemon.client()
        eventually(lambda: client.get(self.wall).status == 200, "cycle 1 is open")
        client.close()

    def answer(self) -> None:
        answers = make.complete(self.document, self.questionnaire, 1, None, 0)
        answers["actor_type"] = self.document["actorTypes"][0]["value"]
        client = self.daemon.client()
        self.assertEqual(client.submit(self.wall, answers).status, 201)
        client.close()

    def stored(self) -> str:
        return self.house.cluster.value("SELECT count(*) FROM survey.response")

    def test_numbers_change_without_a_new_page(self):
        self.open()
        projector = Projector(f"{self.wall}/room", script=True)
        self.addCleanup(projector.end)
        before = self.stored()
        eventually(lambda: projector.see()["number"] == before, "the page shows the number")
        self.answer()
        after = self.stored()
        seen = eventually(lambda: (seen := projector.see())["number"] == after and seen,
                          "the number goes up")
        self.assertEqual((seen["loads"], seen["stale"]), (1, False))

        # The server is away: the last number stays, and the page says what it is.
        self.daemon.stop()
        seen = eventually(lambda: (seen := projector.see())["stale"] and seen,
                          "the page says that it is not current", 30)
        self.assertEqual((seen["number"], seen["loads"]), (after, 1))
        self.daemon.start()
        seen = eventually(lambda: not (seen := projector.see())["stale"] and seen,
                          "the page is current again", 30)
        self.assertEqual((seen["number"], seen["loads"]), (after, 1))

        # Another state is another page.
        self.house.close_cycle(self.programme, 1)
        seen = eventually(
            lambda: (seen := projector.see())["state"] == "closed-1" and seen,
            "the page says that the cycle is closed", 30)
        self.assertEqual(seen["loads"], 2)
        self.assertEqual(seen["time"], "Tack! Enkäten är stängd.")
        self.assertEqual(seen["complaints"], [])

    def test_without_script_the_page_loads_itself(self):
        self.open()
        projector = Projector(f"{self.wall}/room", script=False)
        self.addCleanup(projector.end)
        first = projector.see()
        self.assertEqual((first["number"], first["loads"]), (self.stored(), 1))
        self.answer()
        after = self.stored()
        seen = eventually(lambda: (seen := projector.see())["number"] == after and seen,
                          "the number goes up", 30)
        self.assertGreater(seen["loads"], 1)


if __name__ == "__main__":
    unittest.main()
