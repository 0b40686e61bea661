"""The pages that describe the configuration say what the programs say."""

import re
import sys
import subprocess
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness.build import program  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


class Configuration(unittest.TestCase):
    def test_every_key_stands_in_the_page_with_its_default(self):
        example = subprocess.run([program("surveyctl"), "config", "example"], check=True,
                                 capture_output=True, text=True).stdout
        wanted = []
        section = ""
        for line in example.splitlines():
            if found := re.fullmatch(r"\[([a-z]+)\]", line):
                section = found[1]
            elif found := re.fullmatch(r"#([a-z0-9-]+) = ?(.*)", line):
                wanted.append((section, found[1], found[2] or "(empty)"))
        self.assertGreater(len(wanted), 20)

        page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf8")
        told = []
        for line in page.splitlines():
            if found := re.fullmatch(r"## \[([a-z]+)\]", line):
                section = found[1]
            elif found := re.match(r"\| `([a-z0-9-]+)` \| `?(.*?)`? \| ", line):
                told.append((section, found[1], found[2]))
        self.assertEqual(told, wanted)


if __name__ == "__main__":
    unittest.main()
