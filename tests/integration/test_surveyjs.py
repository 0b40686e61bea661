"""surveyd and SurveyJS itself make the same of the same definitions and answers."""

import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import PROJECT, program, require_programs  # noqa: E402

DRIVER = "tests/unit/survey/answer_driver"
SCRIPT = Path(__file__).resolve().parent / "surveyjs" / "run.mjs"


class SurveyJS(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs(DRIVER)
        found = shutil.which("node") and (PROJECT / "tests/browser/node_modules/survey-core").exists()
        if not found and not os.environ.get("SURVEYD_REQUIRE"):
            raise unittest.SkipTest("node, and npm ci in tests/browser first (tests/run does it)")

    def compare(self, part: str) -> None:
        result = subprocess.run(["node", SCRIPT, part, program(DRIVER)], text=True,
                                capture_output=True, check=False, timeout=300)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_1_the_same_answers_mean_the_same(self):
        self.compare("answers")

    def test_2_the_same_conditions_hold_here_there_and_in_the_page(self):
        self.compare("conditions")

    def test_3_what_is_outside_the_subset_is_refused_at_its_place(self):
        self.compare("refused")

    def test_4_every_difference_is_documented(self):
        self.compare("documented")


if __name__ == "__main__":
    unittest.main()
