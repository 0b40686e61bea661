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


class Decisions(unittest.TestCase):
    def test_every_page_is_listed_by_its_title(self):
        folder = ROOT / "docs" / "decisions"
        pages = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
        self.assertGreater(len(pages), 10)
        wanted = [f"- [{path.read_text(encoding='utf8').splitlines()[0][2:]}]({path.name})"
                  for path in pages]
        index = (folder / "README.md").read_text(encoding="utf8").splitlines()
        listed = [line for line in index if line.startswith("- ")]
        self.assertEqual(sorted(listed), sorted(wanted))


if __name__ == "__main__":
    unittest.main()
