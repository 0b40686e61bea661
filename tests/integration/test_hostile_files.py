"""survey-aggregator compute on files that are wrong in every way: told what, where, and never a crash."""

import os
import resource
import unittest
from pathlib import Path

from files_case import (GOOD, HEADER, IO_ERROR, ITEM, NOT_DATA, NO_INPUT, QUESTIONS, ROW, FilesCase,
                        errors_of, strict)


def plan(**changes) -> dict:
    return {**GOOD, **changes}


def analysis(**changes) -> dict:
    return plan(analyses=[{name: value for name, value in {**ITEM, **changes}.items()
                           if value is not None}])


def nested(depth: int) -> str:
    return '{"analyses": ' + "[" * depth + "]" * depth + "}"


# What the file holds (a document, a text or bytes), and what every one of its messages must say:
# pairs of place and words.
PLANS = [
    # No JSON, or not the JSON that is meant
    ("", [(":1", "")]),
    (" \n\n", [(":3", "")]),
    (b"\xef\xbb\xbf{}", []),
    (b"\xef\xbb\xbf[]", [(": /", "must be an object")]),
    (b"{\x00}\x00", [(":1", "UTF-16")]),
    (b"\xff\xfe{\x00}\x00", [(":1", "UTF-16")]),
    ("{}".encode("utf-16-be"), [(":1", "UTF-16")]),
    (b'{"title": "\xff"}', [(":1", "UTF-8")]),
    (b'{"title": "a\x00b"}', [(":1", "")]),
    ('{"title": "\\u0000"}', [(":1", "")]),
    ('{"title": "\\ud800"}', [(":1", "")]),
    ("participant,organisation\n", [(":1", "")]),
    ("[]", [(": /", "must be an object")]),
    ("null", [(": /", "must be an object")]),
    ("7", [(": /", "must be an object")]),
    ('"plan"', [(": /", "must be an object")]),
    ("{} {}", [(":1", "")]),
    ('{"analyses": [],}', [(":1", "")]),
    ("{'analyses': []}", [(":1", "")]),
    ('{"analyses": []', [(":1", "")]),
    ('{"confidence": NaN}', [(":1", "")]),
    ('{"confidence": 1e999}', [(":1", "")]),
    ('{"cycles": [99999999999999999999]}', [(":1", "")]),
    ('{"title": "a", "title": "b"}', [(":1", "")]),
    ('{\n "cycles": [1],\n "cycles": [2]\n}', [(":3", "")]),
    (nested(30), [(": /analyses/0", "object")]),
    (nested(100), [(":1", "deep")]),
    (nested(1_000_000), [(":1", "deep")]),
    ('{"analyses": [' + "{}," * 70_000 + "{}]}", [(":1", "")]),
    ('{"title": "' + "x" * 5_000_000 + '"}', [("", "larger")]),
    # Unknown names
    (plan(analysis=[]), [(": /analysis", 'did you mean "analyses"')]),
    (plan(Questions={}), [(": /Questions", 'did you mean "questions"')]),
    (plan(whatever=1), [(": /whatever", "known are")]),
    (plan(**{"a/b~c": 1}), [(": /a~1b~0c", "known are")]),
    (analysis(metric="reaction.itm"), [(": /analyses/0/metric", 'did you mean "reaction.item"')]),
    (analysis(metric="Reaction.Item"), [(": /analyses/0/metric", 'did you mean "reaction.item"')]),
    (analysis(metric="mood"), [(": /analyses/0/metric", "no metric")]),
    (analysis(qestion="q", question=None),
     [(": /analyses/0", 'needs "question"'), (": /analyses/0/qestion", 'did you mean "question"')]),
    (plan(questions={**QUESTIONS, "recommend": {"type": "nps"}},
          analyses=[{**ITEM, "question": "recomend"}]),
     [(": /analyses/0/question", 'did you mean "recommend"')]),
    (analysis(question="elsewhere"), [(": /analyses/0/question", "not among")]),
    (analysis(metric="reaction.scale", question=None, scale="S"),
     [(": /analyses/0/scale", 'did you mean "s"')]),
    (analysis(colour="red"), [(": /analyses/0/colour", "known are")]),
    (plan(presence="atended"), [(": /presence", 'did you mean "attended"')]),
    # Wrong types and values
    (plan(questions=[]), [(": /questions", "object"), (": /scales/s/items/0", "not among"),
                          (": /analyses/0/question", "not among")]),
    (plan(questions={**QUESTIONS, "r": 1}), [(": /questions/r", "object")]),
    (plan(questions={**QUESTIONS, "r": {}}), [(": /questions/r", "type")]),
    (plan(questions={**QUESTIONS, "r": {"type": "likret", "min": 1, "max": 5}}),
     [(": /questions/r/type", 'did you mean "likert"')]),
    (plan(questions={**QUESTIONS, "r": {"type": "likert"}}), [(": /questions/r", "min and max")]),
    (plan(questions={**QUESTIONS, "r": {"type": "likert", "min": 5, "max": 1}}),
     [(": /questions/r", "less than max")]),
    (plan(questions={**QUESTIONS, "r": {"type": "likert", "min": 0, "max": 1e9}}),
     [(": /questions/r", "categories")]),
    (plan(questions={**QUESTIONS, "r": {"type": "likert", "min": -1.7e308, "max": 1.7e308}}),
     [(": /questions/r", "")]),
    (plan(questions={**QUESTIONS, "r": {"type": "nps", "min": 1}}),
     [(": /questions/r", "leave out min and max")]),
    (plan(questions={**QUESTIONS, "@invited": {"type": "binary"}}),
     [(": /questions/@invited", "@")]),
    (plan(questions={**QUESTIONS, "": {"type": "binary"}}), [(": /questions/", "empty")]),
    (plan(questions={**QUESTIONS, "r": {"type": "numeric", "reverse": 1}}),
     [(": /questions/r/reverse", "true or false")]),
    (plan(questions={**QUESTIONS, "r": {"type": "numeric", "reverse": True}}),
     [(": /questions/r", "needs min and max")]),
    (plan(scales={"s": {"items": []}}), [(": /scales/s", "items")]),
    (plan(scales={"s": {"items": "q"}}), [(": /scales/s/items", "list"), (": /scales/s", "items")]),
    (plan(scales={"s": {"items": ["q"], "min_answered": 2}}),
     [(": /scales/s/min_answered", "from 0 to 1")]),
    (plan(cycles=[2, 1]), [(": /cycles/1", "ascend")]),
    (plan(cycles=[1, 1]), [(": /cycles/1", "ascend")]),
    (plan(cycles=[1, "2"]), [(": /cycles/1", "whole number")]),
    (plan(cycles={"1": 1}), [(": /cycles", "list")]),
    (plan(cycles=[1.5]), [(": /cycles/0", "whole number")]),
    (plan(cycles=[10 ** 12]), [(": /cycles/0", "whole number")]),
    (plan(confidence=95), [(": /confidence", "from 0.5")]),
    (plan(confidence="0.95"), [(": /confidence", "number")]),
    (plan(actor_types=[None, "", 3]), [(": /actor_types/0", "text"), (": /actor_types/1", "text"),
                                       (": /actor_types/2", "text")]),
    (plan(rosters={"q": {"nodes": [{"id": "x"}, {"id": "x"}, {}]}}),
     [(": /rosters/q/nodes/1", "already"), (": /rosters/q/nodes/2", "needs an id")]),
    (plan(rosters={"r": {}}), [(": /rosters/r", "question of the same name"),
                               (": /rosters/r", "needs nodes")]),
    (plan(questionnaire={"first": ["q"]}), [(": /questionnaire/first", "cycle")]),
    (plan(goals=[{"id": "g", "baseline": "low", "weight": -1}]),
     [(": /goals/0/baseline", "number"), (": /goals/0/weight", "number")]),
    (plan(analyses={}), [(": /analyses", "list")]),
    (plan(analyses=[None, [], "a", 1]), [(f": /analyses/{place}", "object") for place in range(4)]),
    (plan(analyses=[{}]), [(": /analyses/0", "needs an id")]),
    (plan(analyses=[ITEM, ITEM]), [(": /analyses/1", "taken by an earlier")]),
    (analysis(id=7), [(": /analyses/0/id", "text")]),
    (analysis(id=""), [(": /analyses/0/id", "text")]),
    (analysis(metric=None), [(": /analyses/0", "needs a metric")]),
    (analysis(cycle="1"), [(": /analyses/0/cycle", "whole number")]),
    (analysis(cycle=None), [(": /analyses/0", '"cycle"')]),
    (analysis(filter=[]), [(": /analyses/0/filter", "object")]),
    (analysis(filter={"organisations": ["x"]}),
     [(": /analyses/0/filter/organisations", 'did you mean "organisation"')]),
    (plan(analyses=[{"id": "h", "metric": "multiplicity.holm",
                     "family": [{"id": "later", "field": "p"}, {"id": "h", "field": "p"}]}, ITEM]),
     [(": /analyses/0/family/0/id", "no earlier"), (": /analyses/0/family/1/id", "no earlier")]),
    (plan(analyses=[{"id": "d", "metric": "disclosure.breakdown", "question": "q", "cycle": 1,
                     "by": "actor_type", "k": 0}]), [(": /analyses/0/k", "from 1")]),
    # Nothing out of the file may drive a terminal, or fill it
    (analysis(question="\x1b[2J\x07x"), [(": /analyses/0/question", "?[2J?x")]),
    (analysis(question="x" * 100_000), [(": /analyses/0/question", "...")]),
    (plan(**{"k" * 100_000: 1}), [(": /kkk", "known are")]),
]

# Bytes, and the same; [] stands for a file that is as it should be.
DATA = [
    (b"", [(":1", "empty")]),
    ("\n", [(":1", "first line must be")]),
    ("\n" + HEADER, [(":1", "first line must be")]),
    (ROW, [(":1", "first line must be")]),
    (HEADER.upper() + ROW, [(":1", "first line must be")]),
    ("organisation,participant,actor_type,cycle,question,value\n", [(":1", "order")]),
    (HEADER.strip() + ",note\np,o,a,1,q,4,x\n", [(":1", "nothing else")]),
    ("participant,cycle\np,1\n", [(":1", "first line must be")]),
    (HEADER.replace(",", ";") + ROW.replace(",", ";"), [(":1", "semicolons")]),
    (HEADER.replace(",", "\t") + ROW.replace(",", "\t"), [(":1", "tabs")]),
    ("sep=;\n" + HEADER, [(":1", "first line must be")]),
    (HEADER.encode("utf-16"), [(":1", "UTF-16")]),
    (HEADER.encode("utf-16-le"), [(":1", "UTF-16")]),
    (b"\xff" + HEADER.encode(), [(":1", "UTF-8")]),
    (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", [(":1", "")]),
    (HEADER + '"p1,o,a,1,q,4\n' + ROW, [(":2", "never closed")]),
    (HEADER + 'p"1,o,a,1,q,4\n' + "p2,o,a,x,q,4\n", [(":2", "quote"), (":3", "cycle")]),
    (HEADER + '"p"1,o,a,1,q,4\n' + "p2,o,a,x,q,4\n", [(":2", "closing quote"), (":3", "cycle")]),
    (HEADER.replace("\n", "\r") + ROW.replace("\n", "\r"), [(":1", "carriage return")]),
    (HEADER + "p1,o,a,1,q,4\r\r\n", [(":2", "carriage return")]),
    (HEADER.encode() + b"p\x00,o,a,1,q,4\np,o,a,1,,4\n", [(":2", "NUL"), (":3", "question")]),
    (HEADER.encode() + b"p\xe5,o,a,1,q,4\np,o,a,1,,4\n", [(":2", "UTF-8"), (":3", "question")]),
    (HEADER.encode() + b"p\xed\xa0\x80,o,a,1,q,4\n", [(":2", "UTF-8")]),
    (HEADER.encode() + b"p\xc0\xaf,o,a,1,q,4\n", [(":2", "UTF-8")]),
    (HEADER + "p1,o,a,1,q\np2,o,a,1,q,4,5\n\np,o,a,1,,4\n",
     [(":2", "fewer"), (":3", "more"), (":4", "empty"), (":5", "question")]),
    (HEADER + "p1,o,a,,q,4\n", [(":2", "cycle")]),
    (HEADER + "p1,o,a,1.5,q,4\n", [(":2", "cycle")]),
    (HEADER + "p1,o,a,1e0,q,4\n", [(":2", "cycle")]),
    (HEADER + "p1,o,a,99999999999999999999,q,4\n", [(":2", "cycle")]),
    (HEADER + "p1,o,a,0x1,q,4\n", [(":2", "cycle")]),
    (HEADER + ",o,a,1,q,4\n", [(":2", "participant")]),
    (HEADER + "  ,o,a,1,q,4\n", [(":2", "participant")]),
    (HEADER + ROW + ROW, [(":3", "line 2")]),
    (HEADER + ROW + "p1,o,a,1,q,5\n" + "p1,x,y,1,q,\n", [(":3", "line 2"), (":4", "line 2")]),
    (HEADER + "p1,o,a,1,q," + "9" * 10_000_000 + "\np,o,a,x,q,1\n",
     [(":2", "too long"), (":3", "cycle")]),
    (HEADER + '"' + "x" * 10_000_000 + '",o,a,1,q,1\n', [(":2", "too long")]),
    (HEADER + "," * 10_000_000, [(":2", "too many fields")]),
    (HEADER + "p,o,a,1," + "\x1b]0;x\x07" + ",1\n", []),
    # As it should be, however strange
    (HEADER, []),
    (HEADER.strip(), []),
    (b"\xef\xbb\xbf" + HEADER.encode() + ROW.encode(), []),
    ((HEADER + ROW).replace("\n", "\r\n"), []),
    (HEADER + ROW.strip(), []),
    (HEADER + '"p,1","o ""x""","a\nb",1,q,4\n', []),
    (HEADER + "p1,o,a,1,q,nan\np2,o,a,1,q,inf\np3,o,a,1,q,-inf\np4,o,a,1,q,1e999\n"
              "p5,o,a,1,q,four\np6,o,a,1,q,-0\np7,o,a,1,q,0x5\np8,o,a,1,q,4 \np9,o,a,1,q,+4\n", []),
    (HEADER + "p1,o,a,99,q,4\np1,o,a,-5,q,4\np1,o,a,1,unknown,4\n", []),
    (HEADER + "p1,o,a,1,@unheard_of,4\n", []),
    (HEADER + "=cmd|' /C calc'!A0,\u202e,\U0001f600,1,q,4\n", []),
]


class HostileFiles(FilesCase):
    def test_plans(self):
        self.assertGreaterEqual(len(PLANS), 60)
        for content, expected in PLANS:
            with self.subTest(plan=str(content)[:100]):
                self.write(self.plan, content)
                self.assert_told(self.compute(), self.plan, expected)

    def test_data(self):
        self.assertGreaterEqual(len(DATA), 40)
        for content, expected in DATA:
            with self.subTest(data=str(content)[:100]):
                self.write(self.data, content)
                self.assert_told(self.compute(), self.data, expected)

    def test_files_that_cannot_be_read(self):
        missing, folder = self.folder / "missing", self.folder / "folder"
        folder.mkdir()
        for path, code in ((missing, NO_INPUT), (folder, IO_ERROR), (Path("/proc/self/mem"),
                                                                    IO_ERROR)):
            for name in ("plan", "data"):
                with self.subTest(path=path, name=name):
                    kept, self.__dict__[name] = self.__dict__[name], path
                    done = self.compute()
                    self.__dict__[name] = kept
                    self.assertEqual(done.returncode, code, done.stderr)
                    self.assertIn(str(path), done.stderr)
        if os.geteuid() != 0:
            self.plan.chmod(0)
            self.assertEqual(self.compute().returncode, IO_ERROR)

    def test_one_file_missing_and_the_other_wrong(self):
        self.write(self.data, HEADER + "p,o,a,x,q,1\n")
        self.plan.unlink()
        done = self.compute()
        self.assertEqual(done.returncode, NO_INPUT)
        self.assertIn(f"{self.plan}: ", done.stderr)
        self.assertIn(f"{self.data}:2: ", done.stderr)

    def test_many_errors_are_counted(self):
        self.write(self.data, HEADER + "p,o,a,x,q,1\n" * 1_334 + "a,b\n")
        lines = self.compute().stderr.splitlines()
        self.assertEqual(len(lines), 101)
        self.assertEqual(lines[-1], "... and 1,235 more")

    def test_a_million_rows_and_one_broken(self):
        for broken, words in (("p,o,a,1,q\n", "fewer"), ('p,"o"x,a,1,q,1\n', "quote"),
                              ("p,o,a,one,q,1\n", "cycle")):
            with self.subTest(broken):
                self.write(self.data, HEADER + "".join(f"p{number},o,a,1,q,4\n"
                                                       for number in range(500_000)) + broken
                           + "".join(f"r{number},o,a,1,q,4\n" for number in range(500_000)))
                self.assert_told(self.compute(), self.data, [(":500002", words)])

    def test_a_plan_as_large_as_they_get(self):
        analyses = [{"id": f"a{number}", "metric": "results.goals"} for number in range(60_000)]
        self.write(self.plan, plan(analyses=analyses))
        done = self.compute()
        self.assertEqual(done.returncode, 0, done.stderr[:500])
        self.assertEqual(len(strict(done.stdout)["results"]), 60_000)
        names = {f"q{number}": {"type": "binary"} for number in range(40_000)}
        self.write(self.plan, {"questions": names, "scales": {"s": {"items": list(names)}},
                               "analyses": [{"id": "a", "metric": "reaction.scale", "scale": "s",
                                             "cycle": 1}]})
        self.assertEqual(self.compute().returncode, 0)


class WhereResultsGo(FilesCase):
    def test_a_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = self.compute(stdout=full)
        self.assertEqual(done.returncode, IO_ERROR)
        self.assertIn("standard output: No space left on device", done.stderr)
        # A device is written to, never replaced by a file.
        done = self.compute("--output", "/dev/full")
        self.assertEqual(done.returncode, IO_ERROR)
        self.assertIn("/dev/full: No space left on device", done.stderr)
        self.assertTrue(Path("/dev/full").is_char_device())
        self.assertEqual(list(Path("/dev").glob("full.*")), [])
        done = self.compute("--output", "/dev/stdout")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_file_that_may_not_grow(self):
        old = self.folder / "out.json"
        old.write_text("old", encoding="utf8")
        self.write(self.plan, plan(analyses=[{**ITEM, "id": f"a{number}"}
                                             for number in range(500)]))
        done = self.compute("--output", old, preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (8192, 8192)))
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(old.read_text("utf8"), "old")

    def test_a_file_in_no_folder_is_named_as_it_was_given(self):
        path = self.folder / "nowhere" / "out.json"
        done = self.compute("--output", path)
        self.assertEqual(done.returncode, IO_ERROR)
        self.assertEqual(errors_of(done.stderr),
                         [f"survey-aggregator: {path}: No such file or directory"])

    def test_slips_are_told_and_change_nothing(self):
        self.write(self.plan, plan(cycles=[1]))
        right = self.compute()
        self.assertEqual((right.returncode, right.stderr), (0, ""))
        self.write(self.data, HEADER + ROW + "p1,o,a,1,@delivery,banana\np1,o,a,1,@invted,1\n")
        done = self.compute()
        self.assertEqual((done.returncode, done.stdout), (0, right.stdout))
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 2, lines)
        self.assertIn(f'{self.data}:3: warning: "banana" is no value of @delivery', lines[0])
        self.assertIn(f'{self.data}:4: warning: "@invted" is no question', lines[1])
        # Beside errors only these are told.
        self.write(self.data, HEADER + ROW + "p1,o,a,1,@delivery,banana\np1,o,a,one,q,1\n")
        self.assert_told(self.compute(), self.data, [(":4: ", "the cycle must be")])

    def test_a_reader_that_has_gone(self):
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            done = self.compute(stdout=pipe)
        self.assertEqual(done.returncode, IO_ERROR)
        self.assertEqual(errors_of(done.stderr), [])

    def test_no_standard_output(self):
        done = self.compute(stdout=None, preexec_fn=lambda: os.close(1))
        self.assertEqual(done.returncode, IO_ERROR)
        self.assertIn("standard output", done.stderr)

    def test_folders_that_cannot_be_written(self):
        for path in (self.folder / "none" / "out.json", self.folder, Path("/proc/out.json")):
            with self.subTest(path=path):
                done = self.compute("--output", path)
                self.assertEqual(done.returncode, IO_ERROR, done.stderr)
                self.assertIn(str(path), done.stderr)
        self.assertEqual(sorted(each.name for each in self.folder.iterdir()),
                         ["data.csv", "plan.json"])

    def test_a_file_is_replaced_as_a_whole(self):
        out, link = self.folder / "out.json", self.folder / "link.json"
        out.write_text("old", encoding="utf8")
        out.chmod(0o600)
        link.symlink_to(out)
        with out.open(encoding="utf8") as reader:
            self.assertEqual(self.compute("--output", link).returncode, 0)
            # Who has the old one open goes on reading the old one.
            self.assertEqual(reader.read(), "old")
        self.assertTrue(link.is_symlink())
        self.assertEqual(oct(out.stat().st_mode & 0o777), "0o600")
        self.assertEqual(len(strict(out.read_text("utf8"))["results"]), 1)
        self.assertEqual([each.name for each in self.folder.glob("*partial*")], [])
        self.write(self.data, "broken")
        kept = out.read_bytes()
        self.assertEqual(self.compute("--output", out).returncode, NOT_DATA)
        self.assertEqual(out.read_bytes(), kept)


if __name__ == "__main__":
    unittest.main()
