"""Who may include whom, and which library belongs to which room."""

import re
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import PROJECT  # noqa: E402

ROOMS = ("base", "spool", "survey", "evaluation", "store", "http", "pages", "export", "report")
PROGRAMS = ("surveyd", "aggregator", "surveyctl")

# What a room may include beside itself. The programs stand on top and do the joining.
MAY_INCLUDE = {
    "base": set(),
    "spool": {"base"},
    "survey": {"base"},
    "evaluation": {"base", "survey"},
    "store": {"base", "survey"},
    "pages": {"base", "survey"},
    "export": {"base", "survey"},
    "http": {"base"},
    "report": {"base", "survey", "evaluation", "store", "pages"},
    **{program: set(ROOMS) for program in PROGRAMS},
}

# A library's headers, and the rooms that may see them.
LIBRARIES = {
    r"event2/.*|event\.h|evhttp\.h": {"http"},
    r"openssl/(ssl|tls1|bio|err|x509.*|pem)\.h": {"http"},
    r"openssl/.*": {"base", "http", "spool"},
    r"libpq-fe\.h|libpq/.*|postgres_ext\.h": {"store"},
    r"Rmath\.h": {"evaluation"},
    r"json-c/.*": {"base", "survey", "store", "pages", "report", *PROGRAMS},
    r"systemd/.*": {"base", "surveyd", "aggregator"},
    r"ini\.h": {"base"},
    r"qrencode\.h": {"pages"},
    r"readstat\.h": {"export"},
    r"zlib\.h": {"http", "export"},
}

# CMake targets of these libraries, with the same meaning.
TARGETS = {
    "PkgConfig::LIBEVENT": {"http"},
    "PkgConfig::OPENSSL": {"http"},
    "PkgConfig::PQ": {"store"},
    "PkgConfig::RMATH": {"evaluation"},
    "PkgConfig::JSONC": {"base", "survey", "store", "pages", "report", *PROGRAMS},
    "PkgConfig::INIH": {"base"},
    "PkgConfig::QRENCODE": {"pages"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.[ch]"))


def includes(path: Path) -> list[str]:
    return INCLUDE.findall(path.read_text(encoding="utf8"))


def may_include_header(room: str, name: str) -> bool:
    """Whether a source of the room may include a header of this project."""
    other = name.split("/")[0]
    if "/" not in name or other not in MAY_INCLUDE or other == room:
        return True
    return other in MAY_INCLUDE[room]


def may_see_library(room: str, name: str) -> bool:
    """Whether a source of the room may include a library's header; the first pattern counts."""
    for pattern, rooms in LIBRARIES.items():
        if re.fullmatch(pattern, name):
            return room in rooms
    return True


class Includes(unittest.TestCase):
    def test_this_test_sees(self):
        self.assertTrue(may_include_header("pages", "survey/answers.h"))
        self.assertTrue(may_include_header("surveyd", "store/pool.h"))
        self.assertFalse(may_include_header("pages", "store/pool.h"))
        self.assertTrue(may_include_header("report", "store/metric.h"))
        self.assertFalse(may_include_header("pages", "report/build.h"))
        self.assertFalse(may_include_header("base", "survey/answers.h"))
        self.assertFalse(may_include_header("store", "surveyd/daemon.h"))
        self.assertFalse(may_include_header("store", "spool/spool.h"))
        self.assertFalse(may_include_header("spool", "survey/answers.h"))
        self.assertTrue(may_see_library("http", "event2/event.h"))
        self.assertTrue(may_see_library("base", "openssl/hmac.h"))
        self.assertFalse(may_see_library("base", "openssl/ssl.h"))
        self.assertFalse(may_see_library("surveyd", "libpq-fe.h"))
        self.assertFalse(may_see_library("evaluation", "json-c/json.h"))

    def each_source(self):
        """(room, path) of every source, header or not."""
        for room in (*ROOMS, *PROGRAMS):
            for top in ("include", "daemon"):
                for path in sources(PROJECT / top / room):
                    yield room, path

    def test_sources_are_found(self):
        self.assertGreater(len(list(self.each_source())), 50)

    def test_every_folder_is_a_known_room(self):
        known = {*ROOMS, *PROGRAMS}
        for top in ("include", "daemon"):
            for folder in (PROJECT / top).iterdir():
                if folder.is_dir():
                    self.assertIn(folder.name, known, f"{folder}: a room without rules")

    def test_rooms_include_only_what_they_may(self):
        wrong = [f"{path.relative_to(PROJECT)}: {room} may not include {name}"
                 for room, path in self.each_source()
                 for name in includes(path) if not may_include_header(room, name)]
        self.assertFalse(wrong, "\n  " + "\n  ".join(wrong))

    def test_private_headers_stay_private(self):
        """Nobody reaches into another room's folder by a relative path."""
        wrong = [f"{path.relative_to(PROJECT)}: {name}" for _, path in self.each_source()
                 for name in includes(path) if ".." in name or name.startswith("daemon/")]
        self.assertFalse(wrong, "\n  " + "\n  ".join(wrong))

    def test_libraries_stay_in_their_rooms(self):
        wrong = [f"{path.relative_to(PROJECT)}: {room} may not see {name}"
                 for room, path in self.each_source()
                 for name in includes(path) if not may_see_library(room, name)]
        self.assertFalse(wrong, "\n  " + "\n  ".join(wrong))

    def test_statistics_library_is_behind_one_file(self):
        users = [path.name for _, path in self.each_source() if "Rmath.h" in includes(path)]
        self.assertLessEqual(len(users), 1, users)

    def test_cmake_links_only_what_rooms_may_see(self):
        wrong = []
        for room in (*ROOMS, *PROGRAMS):
            path = PROJECT / "daemon" / room / "CMakeLists.txt"
            if not path.exists():
                continue
            text = path.read_text(encoding="utf8")
            for target, rooms in TARGETS.items():
                if target in text and room not in rooms:
                    wrong.append(f"daemon/{room}: {target}")
            for other in re.findall(r"\bsurveyd_([a-z]+)\b(?!\()", text):
                if other in MAY_INCLUDE and other != room and other not in MAY_INCLUDE[room]:
                    wrong.append(f"daemon/{room}: links surveyd_{other}")
        self.assertFalse(wrong, "\n  " + "\n  ".join(wrong))

    def test_sources_are_listed_by_hand(self):
        wrong = [str(path.relative_to(PROJECT)) for top in ("daemon", "tests", "systemd")
                 for path in (PROJECT / top).rglob("CMakeLists.txt")
                 if re.search(r"file\s*\(\s*GLOB", path.read_text(encoding="utf8"))]
        self.assertFalse(wrong, "\n  " + "\n  ".join(wrong))


if __name__ == "__main__":
    unittest.main()
