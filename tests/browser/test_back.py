"""The browser's own buttons lose nothing of a form that is answered without script."""

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
PROGRAMME = FOLDER.parent / "integration/answering-programme"


class Back(unittest.TestCase):
    def test_back_forward_and_reload_without_script(self):
        require_programs("surveyd", "surveyctl")
        if not (FOLDER / "node_modules/playwright-core").exists():
            raise unittest.SkipTest("npm ci in tests/browser first (tests/run does it)")
        questions = make.load(PROGRAMME / "steps.json")
        with House() as house:
            programme = house.import_programme(PROGRAMME)
            people = house.folder / "people.csv"
            people.write_text("key,organisation\na,smedjan\n")
            with house.daemon() as daemon:
                link = house.invite(programme, people)[0]["link"]
                house.open_cycle(programme, 1)
                client = daemon.client()
                eventually(lambda: client.get(link).status == 200, "cycle 1 is open")
                result = subprocess.run(
                    ["node", FOLDER / "back_in_browser.mjs"], text=True, capture_output=True,
                    check=False, timeout=120, cwd=FOLDER, input=json.dumps({
                        "link": f"{link}?lang=en",
                        "certificate": daemon.certificate.public_key_hash(),
                        "first": make.as_fields(questions, {"agrees": True, "role": "worker"}),
                        "third": make.as_fields(questions, {
                            "topics": ["tools", "safety"], "order": ["second", "first"],
                            "team": "Räksmörgås\nrad två"}),
                        "last": make.as_fields(questions, {"word": "Övning",
                                                           "view": {"clear": 2}})}))
                self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
                stored = client.get(f"{link}/cycle/1", {"Accept": "application/json"}).json()
                self.assertEqual((stored["receipt"], stored["revision"]),
                                 (json.loads(result.stdout)["receipt"], 1))
                self.assertEqual(stored["answers"]["team"], "Räksmörgås\nrad två")
                client.close()


if __name__ == "__main__":
    unittest.main()
