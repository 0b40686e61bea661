"""What a form weighs on the wire, and what Lighthouse says of the pages."""

import json
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parent))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from quality_house import Scenery  # noqa: E402

FOLDER = Path(__file__).resolve().parent
BYTES_MAX = 40_000
FAST = 0.95


class Light(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        if not (FOLDER / "node_modules/lighthouse").exists():
            raise unittest.SkipTest("npm ci in tests/browser first (tests/run does it)")
        cls.house = cls.enterClassContext(House())
        cls.daemon = cls.enterClassContext(cls.house.daemon())
        cls.scenery = Scenery(cls.house)
        cls.twenty = cls.scenery.programme("twenty-questions", "twenty-questions")
        cls.twenty.open(1)

    def node(self, script: str, task: dict):
        result = subprocess.run(["node", FOLDER / script], text=True, capture_output=True,
                                check=False, timeout=240, cwd=FOLDER, input=json.dumps(task))
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return json.loads(result.stdout)

    def weigh(self, number: int, script: bool) -> None:
        self.assertEqual(len(make.elements(self.twenty.questionnaire(1))), 20)
        weighed = self.node("weight_run.mjs", {
            "origin": self.daemon.url, "link": self.twenty.link(number), "script": script})
        self.assertEqual(weighed["steps"], [1, 2, 3])
        came = weighed["came"]
        total = sum(received + posted for _, received, posted in came)
        listed = "\n  ".join(f"{name.split('/p/')[0]}: {received} + {posted} posted"
                             for name, received, posted in came)
        print(f"    {total} bytes in all:\n  {listed}")
        self.assertGreater(total, 5_000, "that was not all")
        self.assertLessEqual(total, BYTES_MAX, listed)

    def test_twenty_questions_are_light_with_script(self):
        self.weigh(0, True)

    def test_twenty_questions_are_light_without_script(self):
        self.weigh(1, False)

    def test_lighthouse_is_content(self):
        every = self.scenery.programme("every-kind", "every-kind")
        every.open(1)
        for number in range(6):
            receipt = every.answer(number, 1, pick=number)
        every.close(1)
        every.open(3)
        self.house.aggregator("run")
        link = every.link(5)
        results = self.node("lighthouse_run.mjs", {
            "certificate": str(self.daemon.certificate.certificate),
            "pages": [{"name": "form", "url": self.twenty.link(2)},
                      {"name": "receipt", "url": f"{link}/receipt/{receipt}"},
                      {"name": "room", "url": f"{every.wall}/room"},
                      {"name": "results", "url": f"{link}/results/1"}]})
        for page in results:
            with self.subTest(page["name"]):
                print(f"    {page['name']}: performance {page['performance']:.2f}, accessibility "
                      f"{page['accessibility']:.2f}, best practices {page['bestPractices']:.2f}")
                told = "\n".join(page["failures"])
                self.assertEqual(page["accessibility"], 1, told)
                self.assertEqual(page["bestPractices"], 1, told)
                self.assertGreaterEqual(page["performance"], FAST, told)


if __name__ == "__main__":
    unittest.main()
