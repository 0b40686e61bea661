"""The whole form with nothing but the keyboard: Tab, Space, arrows, Enter."""

import json
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parent))

from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from quality_house import Scenery  # noqa: E402

FOLDER = Path(__file__).resolve().parent


class Keyboard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl")
        if not (FOLDER / "node_modules/playwright-core").exists():
            raise unittest.SkipTest("npm ci in tests/browser first (tests/run does it)")
        cls.house = cls.enterClassContext(House())
        cls.enterClassContext(cls.house.daemon())
        cls.programme = Scenery(cls.house).programme("every-kind", "every-kind")
        cls.programme.open(3)

    def stored(self) -> int:
        """How many answers have what was typed in the browser."""
        return int(self.house.cluster.value(
            "SELECT count(*) FROM survey.answer WHERE programme = 'every-kind' AND cycle = 3"
            " AND name = 'role' AND value = 'sagt med tangenter'"))

    def go(self, number: int, script: bool) -> None:
        before = self.stored()
        result = subprocess.run(
            ["node", FOLDER / "keyboard_run.mjs"], text=True, capture_output=True, check=False,
            timeout=120, cwd=FOLDER, input=json.dumps({
                "origin": self.house.daemon().url, "script": script,
                "link": f"{self.programme.link(number)}?lang=en"}))
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        # These people come from a company, so that all four pages are shown.
        self.assertEqual(sorted(set(json.loads(result.stdout)["pages"])), [1, 2, 3, 4])
        self.assertEqual(self.stored(), before + 1)

    def test_with_script(self):
        self.go(0, True)

    def test_without_script(self):
        self.go(3, False)


if __name__ == "__main__":
    unittest.main()
