"""surveyctl: every sub-command, with good and bad input, against a real private PostgreSQL."""

import csv
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness.build import EXAMPLE, PROJECT, program, require_programs  # noqa: E402
from harness.house import House  # noqa: E402

BROKEN = Path(__file__).resolve().parent / "broken-programme"
PROGRAMME = "competence-provision"
BASE_URL = "https://survey.example.org"
COMMANDS = ["migrate", "programme check", "programme import", "programme list", "programme show",
            "invite", "open-link", "token create", "token list", "token revoke", "receipts",
            "withdraw", "cycle open", "cycle close", "config example", "config check", "spool key",
            "spool list", "doctor", "reload"]

# Every place at which the broken programme is wrong.
BROKEN_PLACES = """
programme.json: /colour
programme.json: /languages/2
programme.json: /programme
programme.json: /title
programme.json: /timezone
programme.json: /minimumGroupSize
programme.json: /linkage
programme.json: /retention
programme.json: /actorTypes/1/value
programme.json: /organisations/1/actorType
programme.json: /organisations/2/value
programme.json: /organisations/3/actorTyp
programme.json: /organisations/3
programme.json: /cycles/0/closes
programme.json: /cycles/0/workshop
programme.json: /cycles/1/opens
programme.json: /cycles/2/cycle
programme.json: /cycles/2/survey
programme.json: /cycles/3/survey
programme.json: /evaluation/recommended
programme.json: /evaluation/scales/reaction/minAnswered
programme.json: /evaluation/pairs/0
programme.json: /evaluation/goals/0/target
cycle-1.json: /showProgressBar
cycle-1.json: /pages/0/elements/0/type
cycle-1.json: /pages/0/elements/1/inputType
cycle-1.json: /pages/0/elements/2/name
cycle-1.json: /pages/0/elements/3/required
cycle-1.json: /pages/0/elements/4/name
cycle-1.json: /pages/0/elements/5/visibleIf
cycle-1.json: /pages/0/elements/6/visibleIf
cycle-1.json: /pages/0/elements/7/rateMax
cycle-1.json: /pages/0/elements/8/max
cycle-1.json: /pages/0/elements/9/title
cycle-1.json: /pages/0/elements/9/validators/0/regex
cycle-1.json: /pages/0/elements/10/choices/1
cycle-1.json: /pages/0/elements/11/columns/0/name
cycle-1.json: /pages/0/elements/11/columns
cycle-1.json: /pages/0/elements/12/html
cycle-2.json: /
people.csv: /
""".split("\n")[1:-1]


def run(*arguments, **more) -> subprocess.CompletedProcess:
    """surveyctl without any configuration."""
    return subprocess.run([program("surveyctl"), *map(str, arguments)], text=True,
                          capture_output=True, timeout=60, check=False, **more)


def read_links(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def base32(receipt: bytes) -> str:
    """A receipt as people see it."""
    number = int.from_bytes(receipt, "big")
    text = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number >> shift & 31]
                   for shift in range(75, -1, -5))
    return "-".join(text[at:at + 4] for at in range(0, 16, 4))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class Calls(unittest.TestCase):
    """How it is called."""

    @classmethod
    def setUpClass(cls):
        require_programs("surveyctl")

    def test_every_command_has_help_with_an_example(self):
        listed = run("--help")
        self.assertEqual(listed.returncode, 0)
        for command in COMMANDS:
            with self.subTest(command):
                self.assertIn(command, listed.stdout)
                helped = run(*command.split(), "--help")
                self.assertEqual((helped.returncode, helped.stderr), (0, ""))
                self.assertIn("Example:", helped.stdout)
                self.assertIn(f"surveyctl {command}", helped.stdout.split("Example:")[1])
                self.assertIn("--config", helped.stdout)

    def test_help_and_documentation_know_the_same_exit_codes(self):
        section = (PROJECT / "docs" / "surveyctl.md").read_text(encoding="utf8")
        section = section.split("## Exit codes")[1].split("\n## ")[0]
        documented = re.findall(r"^\| (\d+) \|", section, re.M)
        told = re.sub(r"\s+", " ", run("--help").stdout).split("Exit codes: ")[1].split(".")[0]
        self.assertGreater(len(documented), 5)
        self.assertEqual(re.findall(r"\b\d+\b", told), documented)

    def test_the_commands_for_operations_work_as_written(self):
        """Their options are all known and none that is needed is missing."""
        text = (PROJECT / "docs" / "operations.md").read_text(encoding="utf8")
        commands = re.findall(r"^runuser -u surveyctl -- surveyctl ([^|\n]*)", text, re.M)
        self.assertGreater(len(commands), 6)
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(EXAMPLE, Path(folder) / "programme")
            shutil.copy(EXAMPLE / "people.csv", folder)
            for command in commands:
                with self.subTest(command):
                    result = run("--config", Path(folder) / "none.conf", *command.split(),
                                 cwd=folder)
                    self.assertNotEqual(result.returncode, 64, result.stderr)

    def test_version(self):
        self.assertRegex(run("--version").stdout, r"^surveyctl \d+\.\d+\.\d+\n$")

    def test_wrong_calls_say_what_would_be_right(self):
        for arguments, words in [
            ((), "surveyctl"), (("nonsense",), "nonsense"), (("programme",), "programme --help"),
            (("programme", "nonsense"), "programme --help"), (("programme", "check"), "DIR"),
            (("programme", "check", "a", "b"), '"b"'), (("receipts", "--nonsense", "p"), "nonsense"),
            (("cycle", "open", PROGRAMME), "CYCLE"), (("--config",), "--config"),
            (("cycle", "open", PROGRAMME, "one"), "whole number"),
            (("cycle", "open", PROGRAMME, "1", "--until", "tomorrow"), "2027-03-31T23:59"),
            (("withdraw", PROGRAMME), "RECEIPT"),
            (("withdraw", PROGRAMME, "0123-4567"), "0123-4567-89AB-CDEF"),
            (("invite", PROGRAMME), "--participants"),
            (("invite", PROGRAMME, "--participants", "people.csv"), "--output"),
            (("token", "create", "--name", "anna"), "--programme"),
            (("token", "create", "--programme", PROGRAMME), "--name"),
            (("token", "create", "--programme", PROGRAMME, "--name", "anna"), "--scope"),
            (("token", "create", "--programme", PROGRAMME, "--name", "anna", "--scope", "all"),
             "aggregates"),
            (("token", "create", "--programme", PROGRAMME, "--name", "Anna B", "--scope",
              "aggregates"), "small letters"),
            (("token", "create", "--programme", PROGRAMME, "--name", "anna", "--scope",
              "aggregates", "--expires", "soon"), "90d"),
            (("open-link", PROGRAMME, "--base-url", "http://example.org"), "https://"),
            (("open-link", PROGRAMME, "--base-url", "https://"), "https://"),
            (("open-link", PROGRAMME, "--base-url", "https://a b"), "https://"),
            (("reload",), "--pid"), (("reload", "--pid", "0"), "--pid"),
        ]:
            with self.subTest(" ".join(arguments)):
                result = run(*arguments)
                self.assertEqual(result.returncode, 64, result.stderr)
                self.assertIn(words, result.stderr)
                self.assertIn("surveyctl", result.stderr)

    def test_reload_touches_no_other_program(self):
        other = subprocess.Popen(["sleep", "60"])
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        result = run("reload", "--pid", other.pid)
        self.assertEqual(result.returncode, 65)
        self.assertIn("is not surveyd", result.stderr)
        self.assertIsNone(other.poll())

    def test_a_full_disk_is_noticed(self):
        with open("/dev/full", "w", encoding="utf8") as full:
            result = subprocess.run([program("surveyctl"), "config", "example"], stdout=full,
                                    stderr=subprocess.PIPE, text=True, timeout=60, check=False)
        self.assertEqual(result.returncode, 74)
        self.assertIn("standard output", result.stderr)

    def test_the_example_configuration_is_right(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "surveyd.conf"
            path.write_text(run("config", "example").stdout, encoding="utf8")
            for arguments in [("--config", path, "config", "check"),
                              ("config", "check", "--config", path),
                              (f"--config={path}", "config", "check")]:
                result = run(*arguments)
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                self.assertIn(str(path), result.stdout)

    def test_all_errors_of_a_configuration_at_once(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "surveyd.conf"
            path.write_text("[server]\nlisten = 0.0.0.0:8443\nworkers = many\n[nonsense]\nkey = 1\n",
                            encoding="utf8")
            result = run("--config", path, "config", "check")
            self.assertEqual(result.returncode, 78)
            self.assertIn(f"{path}:3:", result.stderr)
            self.assertIn(f"{path}:4:", result.stderr)
            missing = run("--config", Path(folder) / "missing.conf", "programme", "list")
            self.assertEqual(missing.returncode, 78)
            self.assertIn("--config", missing.stderr)


class Check(unittest.TestCase):
    """programme check: no database, everything at once."""

    @classmethod
    def setUpClass(cls):
        require_programs("surveyctl")

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory())) / "programme"

    def test_the_example_is_right_and_draws_no_warning(self):
        result = run("programme", "check", EXAMPLE)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(len(result.stdout.splitlines()), 1, result.stdout)
        self.assertIn(PROGRAMME, result.stdout)

    def test_every_error_of_a_broken_folder_at_once(self):
        result = run("programme", "check", BROKEN)
        self.assertEqual(result.returncode, 65, result.stderr)
        errors = [line for line in result.stdout.splitlines() if ": warning: " not in line]
        for line in errors:
            self.assertRegex(line, r"^[a-z0-9.-]+: /[^ ]*: .{15,}$")
        places = {": ".join(line.split(": ")[:2]) for line in errors}
        self.assertEqual(sorted(places), sorted(BROKEN_PLACES))
        self.assertIn(f"{len(errors)} errors", result.stderr)
        self.assertEqual(sum(line.startswith("people.csv") for line in errors), 6)

    def check_changed(self, change):
        """The lines that a changed example gives: change(programme, questionnaires by file)."""
        shutil.copytree(EXAMPLE, self.folder)
        documents = {path.name: json.loads(path.read_text(encoding="utf8"))
                     for path in self.folder.glob("*.json")}
        change(documents["programme.json"], documents)
        for name, document in documents.items():
            (self.folder / name).write_text(json.dumps(document), encoding="utf8")
        return run("programme", "check", self.folder).stdout.splitlines()

    def test_one_wrong_actor_type_is_one_error(self):
        def change(programme, _):
            programme["organisations"][0]["actorType"] = "nonsense"
        lines = self.check_changed(change)
        self.assertEqual(sum("warning: " not in line for line in lines), 1, lines)
        self.assertIn("/organisations/0/actorType", lines[0])

    def test_a_wrong_language_tag_is_one_error(self):
        def change(programme, _):
            programme["languages"][1] = "english"
        lines = self.check_changed(change)
        self.assertEqual([line for line in lines if "language" in line], lines[:1], lines)
        self.assertIn("/languages/1", lines[0])

    def test_a_language_too_many_is_one_warning_a_file(self):
        def change(programme, _):
            programme["languages"].remove("sv")
        lines = self.check_changed(change)
        told = [line.split(": ")[0] for line in lines if "not a language" in line]
        self.assertEqual(len(told), len(set(told)), lines)
        self.assertGreater(len(told), 1)

    def test_a_language_that_the_interface_does_not_speak_is_a_warning(self):
        def change(programme, _):
            programme["languages"].append("fi")
        lines = [line for line in self.check_changed(change) if "/languages/" in line]
        self.assertEqual(len(lines), 1, lines)
        self.assertTrue(lines[0].startswith("programme.json: /languages/2: warning: "), lines)

    def test_a_file_of_two_cycles_is_wrong_once(self):
        def change(programme, documents):
            programme["cycles"][1]["survey"] = programme["cycles"][0]["survey"]
            document = documents[programme["cycles"][0]["survey"]]
            document["pages"][0]["elements"].append(
                {"type": "rating", "name": "endless", "title": "?"})
            document["pages"][0]["colour"] = "blue"
        lines = self.check_changed(change)
        self.assertEqual(len(lines), len(set(lines)), lines)
        self.assertEqual(sum("/colour" in line for line in lines), 1)
        self.assertEqual(sum("the ends of this rating" in line for line in lines), 1)

    def test_a_wrong_item_name_does_not_hide_or_cause_others(self):
        def change(programme, documents):
            document = documents[programme["cycles"][0]["survey"]]
            elements = document["pages"][0]["elements"]
            elements.append({"type": "boolean", "name": "Took part", "title": "?"})
            elements.append({"type": "comment", "name": "why_not", "title": "?",
                             "visibleIf": "{Took part} = false"})
            programme["evaluation"]["attended"] = "Took part"
            programme["evaluation"]["assigned"] = "Took part"
            programme["evaluation"]["recommend"] = "nowhere_at_all"
        lines = [line for line in self.check_changed(change) if "warning: " not in line]
        self.assertEqual(len(lines), 3, lines)
        self.assertIn("nowhere_at_all", " ".join(lines))

    def test_warnings_alone_do_not_make_a_folder_wrong(self):
        shutil.copytree(EXAMPLE, self.folder)
        (self.folder / "cycle-9.json").write_text("{}", encoding="utf8")
        result = run("programme", "check", self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("cycle-9.json: /: warning: ", result.stdout)

    def test_the_examples_of_the_documentation_are_right(self):
        text = (PROJECT / "docs" / "programme.md").read_text(encoding="utf8")
        blocks = re.findall(r"```json\n(.*?)```", text, re.S)
        properties, questions, questionnaires = {}, [], []
        for block in blocks:
            if not block.startswith("{"):
                properties |= json.loads("{" + block + "}")
            elif "type" in (made := json.loads(block)):
                questions.append(made)
            else:
                questionnaires.append(made)
        self.assertGreaterEqual(len(questions), 2)
        self.assertEqual(len(questionnaires), 1)
        title = {"default": "A question", "sv": "En fråga"}
        questions += [
            {"type": "radiogroup", "name": "pace", "title": title, "choices": properties.pop("choices")},
            {"type": "text", "name": "digits", "title": title,
             "validators": properties.pop("validators")}]
        questionnaires[0]["pages"][0]["elements"] = questions
        shutil.copytree(EXAMPLE, self.folder)
        programme = json.loads((self.folder / "programme.json").read_text(encoding="utf8"))
        programme.pop("evaluation")
        programme.update(properties)
        (self.folder / "programme.json").write_text(json.dumps(programme), encoding="utf8")
        (self.folder / "cycle-1.json").write_text(json.dumps(questionnaires[0]), encoding="utf8")
        (self.folder / "people.csv").unlink()
        result = run("programme", "check", self.folder)
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_lines_of_an_error_in_json(self):
        shutil.copytree(EXAMPLE, self.folder)
        (self.folder / "cycle-2.json").write_text('{\n  "title": "a",\n  "title": "b"\n}\n',
                                                  encoding="utf8")
        result = run("programme", "check", self.folder)
        self.assertEqual(result.returncode, 65)
        self.assertIn("cycle-2.json: /: line 3, column ", result.stdout)

    def test_folders_that_are_none(self):
        missing = run("programme", "check", self.folder)
        self.assertEqual(missing.returncode, 66)
        self.assertIn(str(self.folder), missing.stderr)
        a_file = run("programme", "check", EXAMPLE / "programme.json")
        self.assertEqual(a_file.returncode, 64)
        self.folder.mkdir()
        empty = run("programme", "check", self.folder)
        self.assertEqual(empty.returncode, 65)
        self.assertIn("programme.json: /: ", empty.stdout)
        os.mkfifo(self.folder / "programme.json")
        self.assertEqual(run("programme", "check", self.folder).returncode, 65)

    def test_a_file_cannot_steer_the_terminal(self):
        self.folder.mkdir()
        (self.folder / "programme.json").write_text(
            json.dumps({"\x1b]0;title\x07\n": 1, "languages": ["en"]}), encoding="utf8")
        result = run("programme", "check", self.folder)
        self.assertEqual(result.returncode, 65)
        self.assertNotRegex(result.stdout.replace("\n", ""), r"[\x00-\x1f\x7f]")
        self.assertTrue(all(line.startswith("programme.json: /")
                            for line in result.stdout.splitlines()))


class WithoutSchema(unittest.TestCase):
    """A database that is empty, and one that is away."""

    @classmethod
    def setUpClass(cls):
        require_programs("surveyctl")
        cls.house = cls.enterClassContext(House(migrate=False))

    def test_1_says_to_migrate(self):
        result = self.house.surveyctl("programme", "list", exit_code=65)
        self.assertIn("surveyctl migrate", result.stderr)

    def test_2_migrates_once(self):
        first = self.house.surveyctl("migrate")
        self.assertIn("applied 0001_", first.stdout)
        second = self.house.surveyctl("migrate")
        self.assertNotIn("applied", second.stdout)
        self.assertIn("up to date", second.stdout)
        empty = self.house.surveyctl("programme", "list")
        self.assertEqual(empty.stdout, "")
        self.assertIn("programme import", empty.stderr)

    def test_2_what_is_left_for_a_superuser_is_said_until_it_is_done(self):
        said = self.house.surveyctl("migrate").stdout
        self.assertIn("surveyctl migrate --hardening |", said)
        statements = self.house.surveyctl("migrate", "--hardening").stdout
        self.assertIn("pg_stat_activity", statements)
        self.house.cluster.psql(statements, role="postgres")
        self.assertEqual(self.house.surveyctl("migrate", "--hardening").stdout, "")
        self.assertNotIn("superuser", self.house.surveyctl("migrate").stdout)

    def test_3_the_database_is_away(self):
        self.house.cluster.stop()
        result = self.house.surveyctl("programme", "list", exit_code=69)
        self.assertRegex(result.stderr, r"^surveyctl: .{20,}\n$")


class WithDatabase(unittest.TestCase):
    """One house for all; each test works on a programme of its own."""

    @classmethod
    def setUpClass(cls):
        require_programs("surveyctl")
        cls.house = cls.enterClassContext(House())
        cls.keys = next(Path(line.split("=", 1)[1].strip())
                        for line in cls.house.config.read_text(encoding="utf8").splitlines()
                        if re.match(r"directory\s*=", line))

    def make(self, **changes) -> tuple[Path, str]:
        """A programme of this test's name, imported."""
        name = self._testMethodName.removeprefix("test_").replace("_", "-")[:60]
        folder = self.house.programme_copy(name, programme=name,
                                           **{"cycles": self.house.cycles_far_away(), **changes})
        self.house.surveyctl("programme", "import", folder)
        return folder, name

    def invite(self, programme: str, *more, people: Path = EXAMPLE / "people.csv",
               exit_code: int = 0) -> tuple[subprocess.CompletedProcess, Path]:
        output = self.house.folder / f"{programme}.csv"
        result = self.house.surveyctl("invite", programme, "--participants", people, "--base-url",
                                      BASE_URL + "/", "--output", output, *more,
                                      exit_code=exit_code)
        return result, output

    def people(self, text: str) -> Path:
        path = self.house.folder / f"{self._testMethodName}-people.csv"
        path.write_bytes(text.encode())
        return path

    def answer(self, programme: str, cycle: int, receipt: str, respondent: str | None) -> None:
        """A stored response as the daemon would have made it."""
        self.house.cluster.psql(
            "INSERT INTO survey.response (programme, receipt, cycle, version, respondent, digest,"
            " language, revision, day, codes, \"values\") VALUES"
            f" ('{programme}', '\\x{receipt}', {cycle}, 1,"
            + (f" '\\x{respondent}'" if respondent else " NULL")
            + f", '\\x{'00' * 16}', 'sv', 1, '2026-10-01', '{{1}}', '{{}}')")

    def respondents(self, programme: str, cycle: int) -> list[str]:
        return [row[0] for row in self.house.cluster.rows(
            "SELECT encode(respondent, 'hex') FROM survey.participation"
            f" WHERE programme = '{programme}' AND cycle = {cycle} ORDER BY 1")]

    def test_the_query_of_the_documentation_finds_answers(self):
        folder, programme = self.make()
        first = json.loads((folder / "programme.json").read_text(encoding="utf8"))["cycles"][0]
        self.answer(programme, first["cycle"], "ab" * 10, None)
        text = (PROJECT / "docs" / "data.md").read_text(encoding="utf8")
        query = re.search(r"```sql\n(.*?)```", text, re.S)[1]
        rows = self.house.cluster.rows(query.replace("competence-provision", programme))
        self.assertEqual([(row[0], row[4]) for row in rows], [("1", "1")])
        columns = re.findall(r"`([a-z_]+)`", text.split("| column | |")[1].split("Codes below")[0])
        columns = [name for name in columns if name != "question_row"]
        self.house.cluster.psql(f"SELECT {', '.join(columns)} FROM survey.answer")

    # programme

    def test_import_again_and_changed(self):
        folder, name = self.make()
        secret = (self.keys / name / "secret").read_text(encoding="ascii")
        again = self.house.surveyctl("programme", "import", folder)
        self.assertIn(f"updated the programme {name}", again.stdout)
        self.assertEqual(again.stdout.count("(unchanged)"), 4)
        path = folder / "cycle-2.json"
        document = json.loads(path.read_text(encoding="utf8"))
        path.write_text(json.dumps(document, indent=7), encoding="utf8")
        reformatted = self.house.surveyctl("programme", "import", folder)
        self.assertEqual(reformatted.stdout.count("(unchanged)"), 4)
        document["title"] = "Another title"
        path.write_text(json.dumps(document), encoding="utf8")
        changed = self.house.surveyctl("programme", "import", folder)
        self.assertIn("cycle 2: questionnaire version 2 (new)", changed.stdout)
        self.assertEqual(changed.stdout.count("(unchanged)"), 3)
        self.assertEqual((self.keys / name / "secret").read_text(encoding="ascii"), secret)

    def test_import_refuses_a_broken_folder(self):
        before = sorted(self.keys.iterdir()) if self.keys.exists() else []
        result = self.house.surveyctl("programme", "import", BROKEN, exit_code=65)
        self.assertIn("programme.json: /colour: ", result.stderr)
        self.assertIn("nothing was imported", result.stderr)
        self.assertEqual(sorted(self.keys.iterdir()) if self.keys.exists() else [], before)
        self.assertEqual(self.house.cluster.value(
            "SELECT count(*) FROM survey.programme WHERE programme LIKE 'Metal%'"), "0")

    def test_import_does_not_replace_lost_keys(self):
        folder, name = self.make()
        moved = self.keys / name
        kept = self.house.folder / "kept-keys"
        moved.rename(kept)
        self.assertEqual(self.house.surveyctl("programme", "import", folder).returncode, 0)
        shutil.rmtree(moved)
        kept.rename(moved)
        self.invite(name)
        shutil.rmtree(moved)
        result = self.house.surveyctl("programme", "import", folder, exit_code=65)
        self.assertIn("restore", result.stderr)
        self.assertFalse(moved.exists())
        self.assertIn("restore", self.invite(name, exit_code=66)[0].stderr)

    def test_import_does_not_replace_a_lost_linkage_key(self):
        folder, name = self.make(linkage="survey")
        self.invite(name)
        key = self.keys / name / "linkage-2"
        key.unlink()
        result = self.house.surveyctl("programme", "import", folder, exit_code=65)
        self.assertIn("cycle 2", result.stderr)
        self.assertFalse(key.exists())
        self.house.cluster.psql("UPDATE survey.cycle SET sealed = true"
                                f" WHERE programme = '{name}' AND cycle = 2")
        self.house.surveyctl("programme", "import", folder)
        self.assertFalse(key.exists())

    def test_import_does_not_bring_back_the_key_of_a_sealed_programme(self):
        folder, name = self.make()
        self.invite(name)
        key = self.keys / name / "linkage"
        key.unlink()
        self.assertIn("restore", self.house.surveyctl("programme", "import", folder,
                                                      exit_code=65).stderr)
        self.house.cluster.psql(f"UPDATE survey.cycle SET sealed = true WHERE programme = '{name}'")
        result = self.house.surveyctl("programme", "import", folder, exit_code=None)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("sealed", result.stderr)
        self.assertFalse(key.exists())

    def test_list_and_show(self):
        _, name = self.make()
        self.invite(name)
        for respondent in self.respondents(name, 1)[:5]:
            self.answer(name, 1, "ab" + respondent[:18], respondent)
        self.answer(name, 1, "00" * 10, None)
        listed = [line.split() for line in
                  self.house.surveyctl("programme", "list").stdout.splitlines()]
        row = next(words for words in listed if words[0] == name)
        self.assertEqual(row[1:4], ["4", "none", "6"])
        shown = self.house.surveyctl("programme", "show", name).stdout
        invited = len(self.respondents(name, 1))
        self.assertRegex(shown, rf"(?m)^ +1  upcoming  2191-01-01T08:00  2191-01-31T23:59 +1 +{invited}"
                                rf" +5  {round(500 / invited)} % +1  En gemensam bild$")
        missing = self.house.surveyctl("programme", "show", "nothing", exit_code=66)
        self.assertIn("programme list", missing.stderr)

    # invite

    def test_invite_writes_links_and_stores_pseudonyms_only(self):
        _, name = self.make()
        result, output = self.invite(name)
        links = read_links(output)
        self.assertEqual(mode(output), 0o600)
        self.assertEqual(list(links[0]), ["key", "organisation", "link", "name"])
        self.assertEqual([(row["key"], row["organisation"], row["name"]) for row in links],
                         [(row["key"], row["organisation"], row["name"])
                          for row in read_links(EXAMPLE / "people.csv")])
        self.assertEqual(len({row["link"] for row in links}), 30)
        for row in links:
            self.assertRegex(row["link"], rf"^{BASE_URL}/p/{name}/[A-Za-z0-9_-]{{38}}$")
            self.assertNotIn(row["link"].split("/")[-1], result.stdout + result.stderr)
        programme = json.loads((EXAMPLE / "programme.json").read_text(encoding="utf8"))
        since = {each["value"]: each["fromCycle"] for each in programme["organisations"]}
        for cycle in range(1, 5):
            self.assertEqual(len(self.respondents(name, cycle)),
                             sum(since[row["organisation"]] <= cycle for row in links))
        dump = self.house.cluster.psql(
            f"SELECT p::text FROM survey.participation p WHERE programme = '{name}'")
        self.assertNotRegex(dump, r"\bp01\b|Astrid")
        self.assertIn("(%s,1," % name, dump)
        self.assertIn("municipality", dump)

    def test_invite_again_gives_the_same_links(self):
        _, name = self.make()
        first, output = self.invite(name)
        created = int(re.search(r"(\d+) new invitations", first.stdout).group(1))
        self.assertEqual(created, sum(len(self.respondents(name, cycle)) for cycle in range(1, 5)))
        before = output.read_bytes()
        second, _ = self.invite(name)
        self.assertIn("0 new invitations", second.stdout)
        self.assertEqual(output.read_bytes(), before)

    def test_one_pseudonym_by_programme_or_by_cycle(self):
        _, name = self.make()
        self.invite(name)
        self.assertTrue(set(self.respondents(name, 1)) <= set(self.respondents(name, 4)))
        folder = self.house.programme_copy("by-cycle", programme="by-cycle", linkage="survey",
                                           cycles=self.house.cycles_far_away())
        self.house.surveyctl("programme", "import", folder)
        self.invite("by-cycle")
        seen = [set(self.respondents("by-cycle", cycle)) for cycle in range(1, 5)]
        self.assertEqual(len(set.union(*seen)), sum(map(len, seen)))

    def test_invite_takes_what_spreadsheets_write(self):
        _, name = self.make()
        people = self.people("\ufeffkey;organisation;note\r\na1;granas;\"one; \"\"two\"\"\"\r\n"
                             "a2;lillesjo;=1+1\r\n")
        _, output = self.invite(name, people=people)
        links = read_links(output)
        self.assertEqual([row["note"] for row in links], ['one; "two"', "=1+1"])

    def test_invite_refuses_bad_people_and_does_nothing(self):
        _, name = self.make()
        people = self.people("key,organisation\na1,granas\na1,nowhere\n,granas\n")
        result, output = self.invite(name, people=people, exit_code=65)
        for words in ("line 3: ", "line 4: ", "nowhere", "nothing was done"):
            self.assertIn(words, result.stderr)
        self.assertFalse(output.exists())
        self.assertEqual(self.respondents(name, 1), [])
        latin = self.people("key,organisation,name\na1,granas,\udce5\n".encode(
            errors="surrogateescape").decode("latin-1"))
        latin.write_bytes(b"key,organisation,name\na1,granas,\xc5sa\n")
        self.assertIn("UTF-8", self.invite(name, people=latin, exit_code=65)[0].stderr)
        missing = self.invite(name, people=self.house.folder / "no.csv", exit_code=65)[0]
        self.assertIn("no.csv", missing.stderr)
        self.invite("nothing", exit_code=66)

    def test_invite_keeps_the_old_file_when_it_cannot_write(self):
        _, name = self.make()
        result = self.house.surveyctl(
            "invite", name, "--participants", EXAMPLE / "people.csv", "--base-url", BASE_URL,
            "--output", self.house.folder / "missing" / "links.csv", exit_code=74)
        self.assertIn("links.csv", result.stderr)

    def test_invite_replaces_nothing_but_plain_files(self):
        _, name = self.make()
        people = self.people("key,organisation\na1,granas\n")
        before = people.read_bytes()
        words = ("invite", name, "--participants", people, "--base-url", BASE_URL, "--output")
        self.assertIn("overwrite", self.house.surveyctl(*words, people, exit_code=64).stderr)
        self.assertEqual(people.read_bytes(), before)
        link = self.house.folder / f"{name}-link"
        link.symlink_to("/dev/null")
        self.assertIn("regular", self.house.surveyctl(*words, link, exit_code=74).stderr)
        self.assertTrue(link.is_symlink())

    def test_invite_with_qr_codes(self):
        _, name = self.make()
        people = self.people("key,organisation\nanna@a.org,granas\n../x,granas\nå<b>,granas\n")
        codes = self.house.folder / f"{name}-qr"
        self.invite(name, "--qr", codes, people=people)
        files = sorted(codes.iterdir())
        self.assertEqual([file.name for file in files],
                         ["001-anna_a_org.svg", "002-___x.svg", "003-___b_.svg"])
        self.assertEqual(mode(codes), 0o700)
        for file in files:
            self.assertEqual(mode(file), 0o600)
            root = xml.etree.ElementTree.parse(file).getroot()
            self.assertTrue(root.tag.endswith("svg"))
        self.assertEqual(root.find("{*}text").text, "å<b>")

    def test_invite_leaves_closed_cycles_alone_unless_told(self):
        cycles = self.house.cycles_far_away()
        cycles[0].update(opens="2001-01-01T08:00", closes="2001-01-31T08:00")
        _, name = self.make(cycles=cycles)
        self.invite(name)
        self.assertEqual(self.respondents(name, 1), [])
        self.assertEqual(len(self.respondents(name, 4)), 30)
        self.invite(name, "--include-closed")
        self.assertGreater(len(self.respondents(name, 1)), 0)

    def test_pending_lists_who_has_not_answered(self):
        _, name = self.make()
        _, output = self.invite(name)
        everybody = read_links(output)
        respondents = self.respondents(name, 1)
        for respondent in respondents[:7]:
            self.answer(name, 1, "cd" + respondent[:18], respondent)
        self.answer(name, 1, "11" * 10, None)
        result, output = self.invite(name, "--pending", "1")
        pending = read_links(output)
        self.assertEqual(len(pending), len(respondents) - 7)
        self.assertIn(f"{len(pending)} people", result.stdout)
        self.assertTrue({row["link"] for row in pending} < {row["link"] for row in everybody})
        # Who withdraws has not answered any more.
        receipt = base32(bytes.fromhex("cd" + respondents[3][:18]))
        self.house.surveyctl("withdraw", name, receipt)
        again = self.invite(name, "--pending", "1")[1]
        back = {row["link"] for row in read_links(again)} - {row["link"] for row in pending}
        self.assertEqual(len(back), 1)
        self.assertLess(back, {row["link"] for row in everybody})
        self.invite(name, "--pending", "9", exit_code=66)
        self.house.cluster.psql(
            f"UPDATE survey.cycle SET sealed = true WHERE programme = '{name}' AND cycle = 1")
        sealed = self.invite(name, "--pending", "1", exit_code=65)[0]
        self.assertIn("sealed", sealed.stderr)

    # open-link

    def test_open_link_needs_no_database(self):
        _, name = self.make()
        config = self.house.folder / "away.conf"
        text = self.house.config.read_text(encoding="utf8")
        config.write_text(re.sub(r"(?m)^administrator.*$",
                                 "administrator = host=/nowhere dbname=none", text),
                          encoding="utf8")
        code = self.house.folder / "wall.svg"
        result = run("--config", config, "open-link", name, "--base-url", BASE_URL, "--qr", code)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout, rf"^{BASE_URL}/o/{name}/[0-9A-Z]{{10}}\n$")
        xml.etree.ElementTree.parse(code)
        drawn = run("--config", config, "open-link", name, "--base-url", BASE_URL, "--terminal")
        self.assertTrue(drawn.stdout.startswith(result.stdout))
        self.assertIn("\u2588", drawn.stdout)
        self.assertEqual(run("--config", config, "open-link", name, "--base-url", BASE_URL, "--qr",
                             "wall.png").returncode, 64)
        self.assertEqual(run("--config", config, "open-link", "nothing", "--base-url",
                             BASE_URL).returncode, 66)

    # token

    def test_token_is_shown_once_and_stored_as_digest(self):
        _, name = self.make()
        made = self.house.surveyctl("token", "create", "--programme", name, "--name", "anna",
                                    "--scope", "responses", "--expires", "12w")
        self.assertRegex(made.stdout, r"^anna:[A-Za-z0-9_-]{43}\n$")
        secret = made.stdout.strip().split(":")[1]
        self.assertNotIn(secret, made.stderr)
        self.assertEqual(
            self.house.cluster.value("SELECT encode(secret_digest, 'hex') FROM survey.access_token"
                                     f" WHERE programme = '{name}'"),
            hashlib.sha256(secret.encode()).hexdigest())
        self.house.surveyctl("token", "create", "--programme", name, "--name", "anna",
                             "--scope", "aggregates", exit_code=65)
        self.house.surveyctl("token", "create", "--programme", "nothing", "--name", "anna",
                             "--scope", "aggregates", exit_code=66)
        listed = self.house.surveyctl("token", "list", "--programme", name).stdout
        self.assertNotIn(secret, listed)
        self.assertRegex(listed, rf"(?m)^{name} +anna +responses +valid +\d{{4}}-\d\d-\d\d"
                                 r" +\d{4}-\d\d-\d\d +never$")

    def test_token_revoke(self):
        _, name = self.make()
        self.house.token(name, "anna")
        self.assertIn("revoked anna",
                      self.house.surveyctl("token", "revoke", "--programme", name, "--name",
                                           "anna").stdout)
        self.assertRegex(self.house.surveyctl("token", "list", "--programme", name).stdout,
                         r"anna +aggregates +revoked")
        missing = self.house.surveyctl("token", "revoke", "--programme", name, "--name", "bo",
                                       exit_code=66)
        self.assertIn("token list", missing.stderr)
        self.house.surveyctl("token", "create", "--programme", name, "--name", "anna",
                             "--scope", "aggregates", exit_code=65)

    # receipts

    def test_receipts_lists_every_submission(self):
        _, name = self.make()
        self.assertEqual(self.house.surveyctl("receipts", name).stdout, "")
        self.answer(name, 1, "00" * 10, None)
        self.answer(name, 1, "ff" * 10, None)
        receipts = self.house.surveyctl("receipts", name).stdout
        self.assertEqual(receipts, "0000-0000-0000-0000\nZZZZ-ZZZZ-ZZZZ-ZZZZ\n")
        self.house.surveyctl("receipts", "nothing", exit_code=66)

    # withdraw

    def test_withdraw_deletes_what_a_receipt_stands_for(self):
        _, name = self.make()
        self.answer(name, 2, "00" * 10, "ab" * 16)
        self.answer(name, 2, "ff" * 10, None)
        self.house.cluster.psql(
            "INSERT INTO survey.response_replaced (programme, receipt, digest, cycle, respondent,"
            f" revision) VALUES ('{name}', '\\x{'11' * 10}', '\\x00', 2, '\\x{'ab' * 16}', 1)")
        self.assertEqual(self.house.surveyctl("receipts", name, "--withdrawn").stdout, "")
        # As people type it.
        for typed in ("0000000000000000", "0000-0000-0000-0000", "oooo-oooo-oooo-oooo"):
            done = self.house.surveyctl("withdraw", name, typed)
            self.assertEqual(done.stdout, "withdrew 0000-0000-0000-0000: the answers to cycle 2 of "
                                          f"{name} are deleted\n")
        self.assertEqual(self.house.surveyctl("receipts", name).stdout, "ZZZZ-ZZZZ-ZZZZ-ZZZZ\n")
        withdrawn = self.house.surveyctl("receipts", name, "--withdrawn").stdout.split()
        self.assertEqual(withdrawn, ["0000-0000-0000-0000", base32(b"\x11" * 10)])
        unknown = self.house.surveyctl("withdraw", name, "1234-1234-1234-1234", exit_code=66)
        self.assertIn("nothing is stored", unknown.stderr)
        # It is remembered: a copy may come after a restore. It stays unknown.
        self.house.surveyctl("withdraw", name, "1234-1234-1234-1234", exit_code=66)
        self.assertEqual(self.house.surveyctl("receipts", name, "--withdrawn").stdout.split(),
                         sorted([*withdrawn, "1234-1234-1234-1234"]))
        self.house.surveyctl("withdraw", "nothing", "1234-1234-1234-1234", exit_code=66)

    def test_withdraw_not_once_the_cycle_is_sealed(self):
        _, name = self.make()
        self.answer(name, 2, "ff" * 10, None)
        self.house.cluster.psql(
            f"UPDATE survey.cycle SET sealed = true WHERE programme = '{name}' AND cycle = 2")
        refused = self.house.surveyctl("withdraw", name, "zzzz-zzzz-zzzz-zzzz", exit_code=65)
        self.assertRegex(refused.stderr, "cycle 2 .* is sealed")
        self.assertEqual(self.house.surveyctl("receipts", name).stdout, "ZZZZ-ZZZZ-ZZZZ-ZZZZ\n")

    # cycle

    def test_cycle_open_and_close(self):
        _, name = self.make()
        opened = self.house.surveyctl("cycle", "open", name, 2)
        self.assertRegex(opened.stdout, rf"^cycle 2 of {name} is open until \d{{4}}-\d\d-\d\dT\d\d:\d\d"
                                        r" \(Europe/Stockholm\)\n$")
        until = self.house.surveyctl("cycle", "open", name, 2, "--until", "2190-06-01T12:00")
        self.assertIn("until 2190-06-01T12:00 ", until.stdout)
        self.assertIn("open", self.house.surveyctl("programme", "show", name).stdout)
        past = self.house.surveyctl("cycle", "open", name, 2, "--until", "2001-01-01T12:00",
                                    exit_code=65)
        self.assertRegex(past.stderr, r"^surveyctl: .{20,}")
        closed = self.house.surveyctl("cycle", "close", name, 2)
        self.assertEqual(closed.stdout, f"cycle 2 of {name} is closed\n")
        self.house.surveyctl("cycle", "close", name, 2)
        self.house.surveyctl("cycle", "open", name, 9, exit_code=66)
        self.house.surveyctl("cycle", "close", "nothing", 1, exit_code=66)

    def test_import_keeps_what_cycle_open_said(self):
        folder, name = self.make()
        self.house.surveyctl("cycle", "open", name, 1)
        self.house.surveyctl("programme", "import", folder)
        self.assertRegex(self.house.surveyctl("programme", "show", name).stdout,
                         r"(?m)^ +1  open ")


if __name__ == "__main__":
    unittest.main()
