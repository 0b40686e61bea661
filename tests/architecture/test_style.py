"""Rules of the house that a compiler does not know."""

import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parent))

from c_source import declarations, line_of, without_comments  # noqa: E402
from harness.build import PROJECT  # noqa: E402

LINES_MAX = 600
COLUMNS_MAX = 100
# Lines of a function's body. "Fits on a screen" is about 60; what is above must be a plain list of
# cases or rows.
FUNCTION_LINES_MAX = 100

# Each with what to use instead.
FORBIDDEN = {
    "strcpy": "base_text, or memcpy with a checked length",
    "strcat": "base_buffer",
    "sprintf": "snprintf or base_buffer_format",
    "vsprintf": "vsnprintf",
    "strtok": "base_text",
    "gets": "a bounded read",
    "atoi": "base_text_to_integer or strtol with a check",
    "atol": "strtol with a check",
    "atof": "strtod with a check",
    "system": "nothing: no shell is ever run",
    "popen": "nothing: no shell is ever run",
    "setjmp": "a status",
    "longjmp": "a status",
    "alloca": "an arena",
    "rand": "base_key_random",
    "srand": "base_key_random",
    "tmpnam": "mkstemp",
    "mktemp": "mkstemp",
    "gmtime": "gmtime_r",
    "localtime": "localtime_r",
    "PQreset": "a new connection",
}

# Words of a workplace, and of work that is not done. Written in parts, so that this file is clean.
UNWANTED = [r"\bTO" r"DO\b", r"\bFIX" r"ME\b", r"\bX" r"XX\b", r"\bHA" r"CK\b", r"/wo" r"rk/",
            r"/fa" r"rm\b", r"\bissue" r" 2\b", r"/tmp/bu" r"ild-", r"/tmp/br" r"ief"]

TEXT_SUFFIXES = {".c", ".h", ".py", ".sql", ".md", ".txt", ".json", ".csv", ".cmake", ".in", ".sh",
                 ".mjs", ".js", ".css", ".conf", ".socket", ".timer", ".service", ""}


def files() -> list[Path]:
    """What belongs to the project: tracked, or new and not ignored."""
    git = shutil.which("git")
    listed = git and subprocess.run(
        [git, "-C", PROJECT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=False)
    if not listed or listed.returncode != 0:  # a copy without its repository, or no git
        return sorted(path for path in PROJECT.rglob("*")
                      if path.is_file() and not {"build", "node_modules", ".quickstart", ".git"}
                      & set(path.relative_to(PROJECT).parts))
    return sorted(path for name in listed.stdout.split("\0") if name
                  for path in [PROJECT / name] if path.is_file())


def named(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def forbidden_in(text: str) -> list[tuple[int, str]]:
    """(line, name) of every call of a forbidden function."""
    code = without_comments(text, strings=True)
    pattern = re.compile(r"(?<![\w.>])(" + "|".join(FORBIDDEN) + r")\s*\(")
    return [(line_of(code, match.start()), match.group(1)) for match in pattern.finditer(code)]


class Style(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = files()
        cls.c_files = [path for path in cls.files if path.suffix in (".c", ".h")]
        cls.own_c = [path for path in cls.c_files
                     if path.relative_to(PROJECT).parts[0] in ("daemon", "include")]

    def assertNone(self, wrong: list[str]) -> None:
        self.assertFalse(wrong, "\n  " + "\n  ".join(wrong))

    def test_this_test_sees(self):
        """The readers of C below find what they look for, and nothing in comments and strings."""
        text = '''/* strcpy( */ int plain(void); // sprintf(
const char *text = "strcpy(";
struct thing { int member; int (*callback)(void); };
struct thing *thing_new(int size,
                        const char *name) __attribute__((format(printf, 1, 2)));
#define LOUD(x) strcpy(x)
static inline int body(void) { return inner(1); }
'''
        self.assertEqual([name for name, _ in declarations(text)], ["plain", "thing_new"])
        self.assertEqual(forbidden_in(text), [(6, "strcpy")])
        self.assertEqual(forbidden_in("base_system(1); x.system(2); p->gets(3);"), [])
        self.assertEqual(forbidden_in("x = system (1);"), [(1, "system")])

    def test_files_are_short_enough_to_read(self):
        wrong = []
        for path in self.c_files:
            lines = len(path.read_text(encoding="utf8").splitlines())
            if lines > LINES_MAX:
                wrong.append(f"{named(path)}: {lines} lines, split it (at most {LINES_MAX})")
        self.assertNone(wrong)

    def test_lines_are_short_enough_to_read(self):
        wrong = []
        for path in self.own_c:
            for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
                if len(line) > COLUMNS_MAX:
                    wrong.append(f"{named(path)}:{number}: {len(line)} columns")
                if "\t" in line:
                    wrong.append(f"{named(path)}:{number}: a tab")
        self.assertNone(wrong)

    def test_functions_fit_on_a_screen(self):
        wrong = []
        for path in self.own_c:
            lines = without_comments(path.read_text(encoding="utf8"), strings=True).splitlines()
            begun = None
            for number, line in enumerate(lines, 1):
                if line == "{":
                    begun = number
                elif line.startswith("}") and begun is not None:
                    if number - begun - 1 > FUNCTION_LINES_MAX and not line.startswith("};"):
                        wrong.append(f"{named(path)}:{begun}: {number - begun - 1} lines")
                    begun = None
        self.assertNone(wrong)

    def test_forbidden_functions(self):
        wrong = [f"{named(path)}:{line}: {name}; use {FORBIDDEN[name]}" for path in self.own_c
                 for line, name in forbidden_in(path.read_text(encoding="utf8"))]
        self.assertNone(wrong)

    def test_structs_are_not_hidden_behind_typedefs(self):
        wrong = []
        for path in self.own_c:
            text = without_comments(path.read_text(encoding="utf8"))
            for match in re.finditer(r"\btypedef\s+(struct|enum|union)\b[^;(]*[;{]", text):
                wrong.append(f"{named(path)}:{line_of(text, match.start())}")
        self.assertNone(wrong)

    def test_public_functions_are_documented(self):
        """Above each declaration of a public header is a comment, or another declaration of the
        same group (without an empty line between)."""
        wrong, count = [], 0
        for path in sorted((PROJECT / "include").rglob("*.h")):
            text = path.read_text(encoding="utf8")
            for name, position in declarations(text):
                count += 1
                before = text[:position].rstrip(" \t")
                if before.endswith("\n\n"):
                    wrong.append(f"{named(path)}:{line_of(text, position)}: {name}")
        self.assertGreater(count, 100)
        self.assertNone(wrong)

    def test_headers_have_guards_and_a_purpose(self):
        wrong = []
        for path in sorted((PROJECT / "include").rglob("*.h")):
            text = path.read_text(encoding="utf8")
            room, module = path.parts[-2], path.stem
            guard = f"SURVEYD_{room}_{module}_H".upper()
            if f"#ifndef {guard}\n#define {guard}\n" not in text:
                wrong.append(f"{named(path)}: the guard is not {guard}")
            if not text.startswith("/*"):
                wrong.append(f"{named(path)}: does not begin with what it is for")
        self.assertNone(wrong)

    def test_headers_compile_alone(self):
        headers = sorted((PROJECT / "include").rglob("*.h"))
        flags = subprocess.run(
            ["pkg-config", "--cflags", "json-c", "libpq", "libevent_core", "openssl"],
            capture_output=True, text=True, check=True).stdout.split()

        def compile_alone(path: Path) -> str:
            result = subprocess.run(
                ["gcc", "-std=gnu17", "-D_GNU_SOURCE", "-fsyntax-only", "-Wall", "-Wextra",
                 "-Werror", "-x", "c", f"-I{PROJECT / 'include'}", *flags, "-"],
                input=f'#include "{path.relative_to(PROJECT / "include")}"\n',
                capture_output=True, text=True, check=False)
            return result.stderr

        with ThreadPoolExecutor(2) as pool:
            complaints = [text for text in pool.map(compile_alone, headers) if text]
        self.assertNone(complaints)

    def test_sql_files_hold_one_explained_statement(self):
        wrong, count = [], 0
        for path in sorted((PROJECT / "sql" / "queries").rglob("*.sql")):
            count += 1
            text = path.read_text(encoding="utf8")
            code = re.sub(r"--[^\n]*", "", text)
            code = re.sub(r"'(?:''|[^'])*'", "''", code)
            code = re.sub(r"\$(\w*)\$.*?\$\1\$", "''", code, flags=re.DOTALL)
            statements = [each for each in code.split(";") if each.strip()]
            if len(statements) != 1:
                wrong.append(f"{named(path)}: {len(statements)} statements")
            if not text.startswith("--"):
                wrong.append(f"{named(path)}: no comment on top")
        self.assertGreater(count, 5)
        self.assertNone(wrong)

    def test_migrations_are_numbered_and_explained(self):
        found = sorted((PROJECT / "sql" / "migrations").glob("*.sql"))
        self.assertGreater(len(found), 0)
        for number, path in enumerate(found, 1):
            self.assertRegex(path.name, rf"^{number:04d}_[a-z]+(_[a-z0-9]+)+\.sql$")
            self.assertTrue(path.read_text(encoding="utf8").startswith("--"),
                            f"{named(path)}: the reason is missing on top")

    def test_no_unwanted_words(self):
        wrong = []
        for path in self.files:
            if path.suffix not in TEXT_SUFFIXES or path.name == "package-lock.json":
                continue
            try:
                text = path.read_text(encoding="utf8")
            except UnicodeDecodeError:
                continue
            for pattern in UNWANTED:
                for match in re.finditer(pattern, text):
                    wrong.append(f"{named(path)}:{line_of(text, match.start())}: {match.group(0)}")
        self.assertNone(wrong)

    def test_shell_scripts_parse(self):
        scripts = [path for path in self.files
                   if path.suffix in ("", ".sh") and path.read_bytes()[:2] == b"#!"
                   and b"sh" in path.read_bytes().split(b"\n", 1)[0]]
        self.assertGreaterEqual(len(scripts), 3)
        with tempfile.TemporaryDirectory() as folder:
            for path in scripts:
                result = subprocess.run(["bash", "-n", path], capture_output=True, text=True,
                                        check=False, cwd=folder)
                self.assertEqual(result.stderr, "", named(path))

    def test_top_level_is_the_agreed_one(self):
        agreed = {"CMakeLists.txt", "README.md", "daemon", "include", "sql", "systemd", "tests",
                  "docs", "quickstart", "LICENSE", "CMakePresets.json"}
        found = {path.relative_to(PROJECT).parts[0] for path in self.files}
        self.assertEqual({name for name in found if not name.startswith(".")} - agreed, set())


if __name__ == "__main__":
    unittest.main()
