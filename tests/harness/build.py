"""Where the built programs and the project's files are."""

import os
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
EXAMPLE = PROJECT / "docs" / "examples" / "competence-provision"

_PROGRAMS = {
    "surveyd": "daemon/surveyd/surveyd",
    "surveyctl": "daemon/surveyctl/surveyctl",
    "survey-aggregator": "daemon/aggregator/survey-aggregator",
}


def build_folder() -> Path:
    return Path(os.environ.get("SURVEYD_BUILD") or PROJECT / "build" / "dev").resolve()


def program(name: str) -> Path:
    """The path of a built program; FileNotFoundError if it was not built."""
    path = build_folder() / _PROGRAMS.get(name, name)
    if not path.exists():
        raise FileNotFoundError(f"{path} was not built; set SURVEYD_BUILD to the build folder")
    return path


def require_programs(*names: str) -> None:
    """Skips the calling test when a program was not built, unless SURVEYD_REQUIRE is set
    (tests/run sets it, so that nothing is skipped unseen there)."""
    for name in names:
        try:
            program(name)
        except FileNotFoundError as error:
            if os.environ.get("SURVEYD_REQUIRE"):
                raise
            raise unittest.SkipTest(str(error)) from error
