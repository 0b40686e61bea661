"""What `cmake --install` puts where, and whether systemd agrees with it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import PROJECT, build_folder, program, require_programs  # noqa: E402

UNITS = ("surveyd.service", "surveyd.socket", "surveyd-operations.socket",
         "survey-aggregator.service", "survey-aggregator-follow.service",
         "survey-aggregator.timer")
SERVICES = ("surveyd.service", "survey-aggregator.service", "survey-aggregator-follow.service")
EXPOSURE_MAX = 0.3


def run(*arguments, **options) -> subprocess.CompletedProcess:
    return subprocess.run([str(each) for each in arguments], capture_output=True, text=True,
                          check=False, **options)


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        cls.root = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="surveyd-root-")))
        cache = (build_folder() / "CMakeCache.txt").read_text(encoding="utf8")
        cls.prefix = re.search(r"^CMAKE_INSTALL_PREFIX:PATH=(.*)$", cache, re.MULTILINE).group(1)
        cls.programs = cls.root / cls.prefix.lstrip("/") / "bin"
        result = cls.install()
        if result.returncode != 0:
            raise AssertionError(result.stdout + result.stderr)
        cls.units = cls.root / "lib/systemd/system"

    @classmethod
    def install(cls) -> subprocess.CompletedProcess:
        return run("cmake", "--install", build_folder(),
                   env={**os.environ, "DESTDIR": str(cls.root)})

    def test_everything_is_there(self):
        for path in ("etc/surveyd/surveyd.conf", "usr/lib/sysusers.d/surveyd.conf",
                     "usr/lib/tmpfiles.d/surveyd.conf",
                     *(f"lib/systemd/system/{unit}" for unit in UNITS)):
            self.assertTrue((self.root / path).is_file(), path)
        for name in ("surveyd", "surveyctl", "survey-aggregator"):
            self.assertTrue(os.access(self.programs / name, os.X_OK), name)

    def test_nothing_is_left_unfilled(self):
        for path in self.root.rglob("*"):
            if path.is_file() and path.suffix in (".service", ".socket", ".timer", ".conf"):
                self.assertNotRegex(path.read_text(encoding="utf8"), r"@[A-Z_]+@", str(path))

    def test_a_configuration_in_use_is_not_overwritten(self):
        config = self.root / "etc/surveyd/surveyd.conf"
        kept = config.read_text(encoding="utf8")
        config.write_text("; mine\n", encoding="utf8")
        try:
            self.assertEqual(self.install().returncode, 0)
            self.assertEqual(config.read_text(encoding="utf8"), "; mine\n")
        finally:
            config.write_text(kept, encoding="utf8")

    def test_the_example_is_what_the_programs_print(self):
        printed = run(program("surveyctl"), "config", "example")
        self.assertEqual(printed.returncode, 0, printed.stderr)
        self.assertEqual((PROJECT / "systemd/surveyd.conf").read_text(encoding="utf8"),
                         printed.stdout,
                         "bring it up to date: surveyctl config example >systemd/surveyd.conf")

    def test_programs_answer_help_and_version(self):
        for name in ("surveyd", "surveyctl", "survey-aggregator"):
            for word in ("--help", "--version"):
                result = run(self.programs / name, word)
                self.assertEqual((result.returncode, result.stderr), (0, ""), f"{name} {word}")
                self.assertIn(name if word == "--help" else "0.", result.stdout)
            result = run(self.programs / name, "--no-such-option")
            self.assertEqual(result.returncode, 64, name)

    # systemd

    def runnable_units(self, folder: Path) -> list[Path]:
        """Copies whose ExecStart= and ExecReload= exist here, for `verify`."""
        copies = []
        for unit in UNITS:
            text = (self.units / unit).read_text(encoding="utf8")
            text = re.sub(rf"=(\+?){self.prefix}/bin/survey", rf"=\1{self.programs}/survey", text)
            copies.append(folder / unit)
            copies[-1].write_text(text, encoding="utf8")
        return copies

    def test_units_are_verified_in_silence(self):
        with tempfile.TemporaryDirectory() as folder:
            copies = self.runnable_units(Path(folder))
            result = run("systemd-analyze", "verify", "--man=no", "--generators=no", *copies,
                         env={**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:"})
        # Units of the machine that stand in the same transaction are not ours to mend.
        ours = [line for line in (result.stdout + result.stderr).splitlines()
                if "survey" in line or "Unknown" in line]
        self.assertEqual(ours, [])

    def test_verify_sees_mistakes(self):
        """The test above would notice: a directive that does not exist, a missing program."""
        with tempfile.TemporaryDirectory() as folder:
            copies = self.runnable_units(Path(folder))
            service = copies[0]
            service.write_text(service.read_text(encoding="utf8").replace(
                "PrivateNetwork=yes", "PrivateNetwork=yes\nNoSuchDirective=yes"), encoding="utf8")
            result = run("systemd-analyze", "verify", "--man=no", "--generators=no", *copies,
                         env={**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:"})
        self.assertIn("NoSuchDirective", result.stdout + result.stderr)

    def test_services_are_hardened(self):
        for service in SERVICES:
            result = run("systemd-analyze", "security", "--offline=true", "--no-pager",
                         f"--threshold={int(EXPOSURE_MAX * 10)}", self.units / service)
            overall = re.search(r"exposure level for [^:]*: ([0-9.]+)", result.stdout)
            self.assertIsNotNone(overall, result.stdout + result.stderr)
            self.assertLessEqual(float(overall.group(1)), EXPOSURE_MAX, result.stdout)
            self.assertEqual(result.returncode, 0, result.stdout)

    def test_every_directive_is_explained(self):
        """Above each directive of a service is a comment, or a directive of the same group."""
        for service in SERVICES:
            lines = (PROJECT / "systemd" / f"{service}.in").read_text(encoding="utf8").splitlines()
            for before, line in zip(lines, lines[1:]):
                if "=" in line and not line.startswith("#"):
                    self.assertTrue(before.strip(), f"{service}: {line}")

    def test_users_are_made(self):
        etc = self.root / "etc"
        shutil.copy("/etc/group", etc / "group")
        result = run("systemd-sysusers", f"--root={self.root}",
                     self.root / "usr/lib/sysusers.d/surveyd.conf")
        if result.returncode != 0 and os.geteuid() != 0:
            self.skipTest("systemd-sysusers needs root to write another root folder")
        self.assertEqual(result.returncode, 0, result.stderr)
        users = dict(line.split(":", 1) for line in
                     (etc / "passwd").read_text(encoding="utf8").splitlines())
        for name in ("surveyd", "survey_aggregator", "surveyctl"):
            self.assertIn(name, users)
            self.assertTrue(users[name].endswith("/nologin"), users[name])
        made = run("systemd-tmpfiles", f"--root={self.root}", "--create",
                   self.root / "usr/lib/tmpfiles.d/surveyd.conf")
        # Who is not root cannot give folders away, and nothing else may fail.
        failed = [line for line in made.stderr.splitlines()
                  if os.geteuid() == 0 or "fchownat()" not in line]
        self.assertEqual(failed, [])
        # The group bit of a folder that could not be given to its group is taken away again.
        keys = 0o2750 if os.geteuid() == 0 else 0o750
        self.assertEqual(oct((etc / "surveyd/keys").stat().st_mode & (0o5777 | keys)), oct(keys))
        self.assertEqual(oct((etc / "surveyd/tls").stat().st_mode & 0o7777), oct(0o750))

    def test_roles_users_and_connection_strings_agree(self):
        """Peer authentication needs the system user and the role to have the same name."""
        config = (self.root / "etc/surveyd/surveyd.conf").read_text(encoding="utf8")
        sysusers = (self.root / "usr/lib/sysusers.d/surveyd.conf").read_text(encoding="utf8")
        roles = set(re.findall(r"\buser=(\w+)", config))
        self.assertEqual(roles, set(re.findall(r"^u (\S+)", sysusers, re.MULTILINE)))
        for service, role in zip(SERVICES, ("surveyd", "survey_aggregator")):
            text = (self.units / service).read_text(encoding="utf8")
            self.assertIn(f"\nUser={role}\n", text)


class Hardened(unittest.TestCase):
    """The release build's programs carry what the compiler can give."""

    def test_release_programs(self):
        release = PROJECT / "build/release"
        programs = [release / "daemon" / path for path in
                    ("surveyd/surveyd", "surveyctl/surveyctl", "aggregator/survey-aggregator")]
        if not all(path.exists() for path in programs):
            self.assertNotIn("SURVEYD_REQUIRE", os.environ, "tests/run builds it")
            self.skipTest("build/release was not built")
        for path in programs:
            headers = run("readelf", "-W", "-l", "-d", "-h", path).stdout
            self.assertIn("DYN", headers, f"{path}: not position independent")
            self.assertIn("GNU_RELRO", headers)
            self.assertRegex(headers, r"BIND_NOW|FLAGS.*NOW", f"{path}: lazy binding")
            stack = next(line for line in headers.splitlines() if "GNU_STACK" in line)
            self.assertNotIn("RWE", stack)
            self.assertNotIn("RUNPATH", headers)


if __name__ == "__main__":
    unittest.main()
