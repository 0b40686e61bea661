"""A phone-sized Chromium fills, corrects, sends and changes the form, with and without script."""

import json
import os
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


class Form(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl")
        if not (FOLDER / "node_modules/playwright-core").exists():
            raise unittest.SkipTest("npm ci in tests/browser first (tests/run does it)")
        cls.house = cls.enterClassContext(House())
        folder = cls.house.programme_copy(cycles=cls.house.cycles_far_away(),
                                          openLink={"organisation": True})
        cls.programme_json = make.load(folder / "programme.json")
        cls.folder = folder
        cls.programme = cls.house.import_programme(folder)
        cls.daemon = cls.enterClassContext(cls.house.daemon())
        cls.people = cls.house.invite(cls.programme)
        cls.joined = {each["value"]: each.get("fromCycle", 1)
                      for each in cls.programme_json["organisations"]}

    def open_only(self, cycle: int, link: str) -> dict:
        """Opens this cycle, closes the others; the questionnaire."""
        for each in self.programme_json["cycles"]:
            if each["cycle"] != cycle:
                self.house.close_cycle(self.programme, each["cycle"])
        self.house.open_cycle(self.programme, cycle)
        client = self.daemon.client()
        hidden = f'name="_cycle" value="{cycle}"'
        eventually(lambda: hidden in client.get(link).text, f"cycle {cycle} is open")
        client.close()
        return make.load(self.folder / f"cycle-{cycle}.json")

    def fill(self, person: dict, cycle: int, script: bool, language: str) -> None:
        questionnaire = self.open_only(cycle, person["link"])
        answers = make.complete(self.programme_json, questionnaire, cycle,
                                person["organisation"], pick=3)
        pictures = os.environ.get("SURVEYD_SCREENSHOTS")
        if pictures:
            pictures = Path(pictures) / f"cycle-{cycle}-{language}"
            pictures.mkdir(parents=True, exist_ok=True)
        fields = make.as_fields(questionnaire, answers)
        # What a condition hides is dropped by the server, whatever was sent.
        always = make.unconditional(questionnaire)
        result = subprocess.run(
            ["node", FOLDER / "fill_form.mjs"], text=True, capture_output=True, check=False,
            timeout=180, cwd=FOLDER, input=json.dumps({
                "link": f"{person['link']}?lang={language}",
                "fields": fields,
                "again": [field for field in fields if field[0].split(".")[0] in always],
                "change": ["recommend", "5"], "script": script, "language": language,
                "screenshots": str(pictures) if pictures else None}))
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        receipts = json.loads(result.stdout)["receipts"]
        self.assertEqual(len(set(receipts)), 2)
        listed = set(self.house.surveyctl("receipts", self.programme).stdout.split())
        self.assertLessEqual(set(receipts), listed)
        self.assertEqual(self.house.cluster.rows(
            "SELECT r.revision, a.code FROM survey.response r JOIN survey.answer a"
            " USING (programme, cycle, respondent)"
            f" WHERE r.cycle = {cycle} AND r.language = '{language}' AND a.name = 'recommend'"),
            [["2", "5"]])

    def test_own_row_at_the_wall(self):
        wall = self.house.open_link(self.programme)
        self.open_only(1, wall)
        own, other = [each["value"] for each in self.programme_json["organisations"]
                      if each["actorType"] == "municipality"][:2]
        result = subprocess.run(
            ["node", FOLDER / "own_row.mjs"], text=True, capture_output=True, check=False,
            timeout=120, cwd=FOLDER, input=json.dumps({
                "link": f"{wall}?lang=en", "roster": "collaboration", "own": own, "other": other}))
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn(json.loads(result.stdout)["receipt"],
                      self.house.surveyctl("receipts", self.programme).stdout.split())

    def person(self, number: int) -> dict[str, str]:
        return [each for each in self.people if self.joined[each["organisation"]] == 1][number]

    def test_without_script_in_swedish(self):
        self.fill(self.person(0), 1, False, "sv")

    def test_with_script_in_english(self):
        self.fill(self.person(1), 1, True, "en")

    def test_retrospective_items_and_ranking_without_script(self):
        self.fill(self.person(2), 2, False, "en")

    def test_retrospective_items_and_ranking_with_script(self):
        self.fill(self.person(3), 2, True, "sv")


if __name__ == "__main__":
    unittest.main()
