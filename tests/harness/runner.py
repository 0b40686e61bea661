"""Runs the test_*.py of one folder and shows a line for each test.

    runner.py FOLDER [--results FILE] [--match WORD]

`--results` appends the counts as "passed failed skipped". A failure is shown at once, in full.
"""

import argparse
import sys
import time
import unittest
from pathlib import Path


class LineResult(unittest.TestResult):
    """One line for each test as it ends."""

    def __init__(self):
        super().__init__()
        self.passed = 0
        self._begun = 0.0

    def startTest(self, test):
        super().startTest(test)
        self._begun = time.monotonic()

    def _line(self, word: str, test, more: str = "") -> None:
        seconds = time.monotonic() - self._begun if self._begun else 0.0
        print(f"  {word:<4} {test.id()} {seconds:.1f} s{more}", flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1
        self._line("ok", test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._line("skip", test, f" ({reason})")

    def _failed(self, test) -> None:
        self._line("FAIL", test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._failed(test)
        print(self.failures[-1][1], flush=True)

    def addError(self, test, err):
        super().addError(test, err)
        self._failed(test)
        print(self.errors[-1][1], flush=True)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._failed(subtest)
            kept = self.failures if issubclass(err[0], test.failureException) else self.errors
            print(kept[-1][1], flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Runs the Python tests of a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--match", help="only tests whose name holds this word")
    options = parser.parse_args()
    loader = unittest.TestLoader()
    if options.match:
        loader.testNamePatterns = [f"*{options.match}*"]
    # Appended, not put first: tests/http must not hide the standard library's http.
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    suite = loader.discover(str(options.folder), pattern="test_*.py")
    result = LineResult()
    suite.run(result)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    if options.results:
        with options.results.open("a", encoding="utf8") as file:
            file.write(f"{result.passed} {failed} {len(result.skipped)}\n")
    sys.exit(1 if failed or (result.testsRun == 0 and not result.skipped) else 0)


if __name__ == "__main__":
    main()
