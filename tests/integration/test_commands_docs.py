"""docs/survey-aggregator.md names the commands that there are, with the options that they take."""

import re
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import PROJECT, program, require_programs  # noqa: E402

NAME = "survey-aggregator"
WIDTH = 80


def help_of(*words: str) -> str:
    return subprocess.run([program(NAME), *words, "--help"], capture_output=True, text=True,
                          check=True).stdout


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs(NAME)
        cls.page = (PROJECT / "docs" / f"{NAME}.md").read_text(encoding="utf8")
        listed = help_of().partition("Commands:\n")[2].partition("\n\n")[0]
        cls.commands = re.findall(r"^  ([a-z]+)", listed, re.MULTILINE)

    def test_there_is_a_section_for_each(self):
        self.assertGreater(len(self.commands), 5)
        self.assertEqual(re.findall(r"^## (.*)$", self.page, re.MULTILINE), self.commands)
        self.assertEqual(re.findall(r"^\| \[`([a-z]+)", self.page, re.MULTILINE), self.commands)

    def test_each_call_names_the_options_that_there_are(self):
        for command in self.commands:
            with self.subTest(command):
                options = set(re.findall(r"^  (--[a-z-]+)", help_of(command), re.MULTILINE))
                [call] = re.findall(rf"^{NAME} {command} (.*)$", self.page.partition(
                    f"\n## {command}\n")[2].partition("\n## ")[0], re.MULTILINE) or [""]
                self.assertEqual(set(re.findall(r"--[a-z-]+", call)),
                                 options - {"--help", "--version"})

    def test_help_fits_on_a_terminal(self):
        for words in [[], *([command] for command in self.commands)]:
            text = help_of(*words)
            wide = [line for line in text.splitlines() if len(line) > WIDTH]
            self.assertFalse(wide, f"{words}: {wide}")

    def test_examples_of_help_are_calls_that_are_understood(self):
        seen = 0
        for command in self.commands:
            for call in re.findall(rf"^  {NAME} (.*)$", help_of(command), re.MULTILINE):
                words = call.partition(" > ")[0].split()
                # Help ends the call before anything is done, and after what is not understood.
                done = subprocess.run([program(NAME), *words, "--help"], capture_output=True,
                                      text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(words[0], command)
                seen += 1
        self.assertGreaterEqual(seen, len(self.commands))


if __name__ == "__main__":
    unittest.main()
