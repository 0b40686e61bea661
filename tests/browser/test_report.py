"""The report with figures of every kind: accessible, narrow, dark, on paper, picture by picture."""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import program, require_programs  # noqa: E402

FOLDER = Path(__file__).resolve().parent
RENDER = "tests/unit/pages/render_pages"


class Report(unittest.TestCase):
    maxDiff = None
    def test_in_every_shape(self):
        require_programs(RENDER)
        if not (FOLDER / "node_modules/axe-core").exists():
            self.skipTest("npm ci in tests/browser first (tests/run does it)")
        folder = Path(tempfile.mkdtemp(prefix="surveyd-report-"))
        self.addCleanup(shutil.rmtree, folder)
        subprocess.run([program(RENDER), FOLDER / "programme/journey", folder], check=True,
                       timeout=60)
        self.assertTrue((folder / "report.css").exists())
        result = subprocess.run(
            ["node", FOLDER / "look_report.mjs"], text=True, check=False, capture_output=True,
            timeout=300, cwd=FOLDER,
            input=json.dumps({"pages": [str(folder / f"report-{language}.html")
                                        for language in ("sv", "en")]}))
        self.assertEqual(0, result.returncode, result.stdout + result.stderr)
        looked = json.loads(result.stdout)
        self.assertEqual([], looked["findings"])
        for pictures, tables in looked["counts"]:
            self.assertGreater(pictures, 25)
            self.assertGreater(tables, 20)


if __name__ == "__main__":
    unittest.main()
