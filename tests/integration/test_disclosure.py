"""Nothing that is published tells what fewer than the minimum said: every world, from the answers to
what the daemon's role can read (see disclosure_worlds.py).

What an attacker is taken to know: the programme, this program and its rules; who takes part, of which
organisation and type; who answered when, between which two runs, and who withdrew; everything
published, at every time. What not: what anybody said, which questions somebody left out, and whether
somebody who sent answers a second time changed any.

What must not follow from that: the sum of what fewer than the minimum said to a question. What may:
how many they are; that somebody left a question out; and what they said where at least the minimum are known to have said the same
(unless the question is sensitive).

SURVEYD_WORLDS=all in the environment also tries the structures with thousands of worlds.
"""

import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from disclosure_worlds import Block, Structure, Universe, count_worlds, told  # noqa: E402
from harness.build import program, require_programs  # noqa: E402
from harness.house import House  # noqa: E402

ALL = os.environ.get("SURVEYD_WORLDS") == "all"

QUESTION = {"pairs": [{"id": "p", "pre": "a", "post": "a"}], "agreement": ["a"]}
SCALE = {"scales": {"s": {"items": ["a", "b"]}}, "agreement": ["a", "b"], "ranking": ["a", "b"]}
PAIRED_SCALE = {**SCALE, "pairs": [{"id": "p", "pre": "s", "post": "s"}]}
ONE_ITEM = {"scales": {"s": {"items": ["a"]}}, "agreement": ["a"]}


class Worlds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyctl", "survey-aggregator")
        cls.house = cls.enterClassContext(House())

    def classes(self, structure: Structure) -> dict:
        universe = Universe(self.house, structure)
        classes = universe.classes()
        self.assertEqual(sum(len(each) for each in classes.values()), count_worlds(structure))
        # A test of figures that are never shown would prove nothing.
        self.assertGreater(len(classes), 1, "something is published")
        return classes

    def tells_nothing(self, structure: Structure, sensitive: bool = False) -> None:
        for published, variable, blocks, world, count in told(
                structure, self.classes(structure), sensitive):
            self.fail(f"{variable} of {blocks} is the same in the {count} worlds like {world}, "
                      f"of which was published:\n{published}")

    # In time

    def test_one_comes_late(self):
        self.tells_nothing(Structure(
            "late", (Block("first", 3, {1: 1}), Block("one", 1, {1: 2}), Block("two", 2, {1: 3})),
            {1: ("a",)}, stages=3))

    def test_one_withdraws(self):
        self.tells_nothing(Structure(
            "gone", (Block("first", 3, {1: 1}), Block("gone", 1, {1: 1}, leaves=2),
                     Block("new", 3, {1: 2})), {1: ("a",)}, stages=2, values=2))

    def test_some_change_what_they_said(self):
        self.tells_nothing(Structure(
            "revise", (Block("first", 3, {1: 1}, changes=2), Block("late", 1, {1: 2}),
                       Block("new", 2, {1: 3})), {1: ("a",)}, stages=3, values=2))

    def test_one_comes_late_to_questions_of_a_scale(self):
        """Figures that combine questions, with reasons for those that are not defined."""
        self.tells_nothing(Structure(
            "scale", (Block("first", 3, {1: 1}), Block("late", 1, {1: 2})), {1: ("a", "b")},
            values=2, stages=2, skips=ALL, evaluation=SCALE))

    def test_one_comes_late_to_a_sensitive_question(self):
        self.tells_nothing(Structure(
            "sensitive", (Block("first", 4, {1: 1}), Block("late", 1, {1: 2}),
                          Block("three", 3, {1: 3})), {1: ("a",)}, values=2, stages=3,
            evaluation={"sensitive": ["a"]}), sensitive=True)

    # Over cycles

    def test_one_leaves(self):
        self.tells_nothing(Structure(
            "left", (Block("stayers", 3, {1: 1, 2: 1}), Block("left", 1, {1: 1})),
            {1: ("a",), 2: ("a",)}, evaluation=QUESTION))

    def test_one_leaves_and_one_is_new(self):
        self.tells_nothing(Structure(
            "left-new", (Block("stayers", 3, {1: 1, 2: 1}), Block("left", 1, {1: 1}),
                         Block("new", 1, {2: 1})), {1: ("a",), 2: ("a",)}, values=2,
            evaluation=QUESTION))

    def test_a_few_leave_and_a_few_are_new(self):
        """Together as many as the minimum, which does not hide them."""
        self.tells_nothing(Structure(
            "few-few", (Block("stayers", 4, {1: 1, 2: 1}), Block("left", 2, {1: 1}),
                        Block("new", 1, {2: 1})), {1: ("a",), 2: ("a",)}, values=2,
            evaluation=QUESTION))

    def test_enough_leave(self):
        classes = self.classes(Structure(
            "enough", (Block("stayers", 3, {1: 1, 2: 1}), Block("left", 3, {1: 1})),
            {1: ("a",), 2: ("a",)}, values=2, evaluation=QUESTION))
        self.assertTrue(any("mean_change" in published for published in classes),
                        "changes are published where nobody or enough are left out")

    def test_one_misses_the_last_of_three_cycles(self):
        self.tells_nothing(Structure(
            "course", (Block("stayers", 3, {1: 1, 2: 1, 3: 1}), Block("left", 1, {1: 1, 2: 1})),
            {1: ("a",), 2: ("a",), 3: ("a",)}, values=2, evaluation=ONE_ITEM))

    def test_one_is_new_where_things_are_put_to_use(self):
        self.tells_nothing(Structure(
            "use", (Block("stayers", 3, {1: 1, 2: 1}), Block("new", 1, {2: 1}),
                    Block("late", 1, {1: 1, 2: 2})), {1: ("a",), 2: ("b",)}, values=2, stages=2,
            evaluation={"application": {"question": "b", "threshold": 2}}))

    # By type

    def test_a_small_type(self):
        self.tells_nothing(Structure(
            "types", (Block("x", 3, {1: 1}), Block("y", 1, {1: 1}, "y"), Block("z", 3, {1: 1}, "z")),
            {1: ("a",)}, evaluation=ONE_ITEM))

    def test_a_small_type_and_a_late_answer(self):
        self.tells_nothing(Structure(
            "types-late", (Block("x", 3, {1: 1}), Block("y", 3, {1: 1}, "y"),
                           Block("late", 1, {1: 2}, "y")),
            {1: ("a",)}, values=2, stages=2, evaluation=ONE_ITEM))

    def test_a_small_type_and_a_sensitive_scale(self):
        self.tells_nothing(Structure(
            "types-sensitive", (Block("x", 3, {1: 1}), Block("y", 2, {1: 1}, "y"),
                                Block("z", 4, {1: 1}, "z")), {1: ("a",)}, values=2,
            evaluation={**ONE_ITEM, "sensitive": ["a"]}), sensitive=True)

    # Thousands of worlds

    @unittest.skipUnless(ALL, "takes minutes; SURVEYD_WORLDS=all")
    def test_one_leaves_a_scale_of_two_questions(self):
        self.tells_nothing(Structure(
            "left-scale", (Block("stayers", 3, {1: 1, 2: 1}), Block("left", 1, {1: 1})),
            {1: ("a", "b"), 2: ("a", "b")}, values=2, evaluation=PAIRED_SCALE))

    @unittest.skipUnless(ALL, "takes minutes; SURVEYD_WORLDS=all")
    def test_a_few_leave_and_one_is_new_with_three_answers(self):
        self.tells_nothing(Structure(
            "few-one", (Block("stayers", 3, {1: 1, 2: 1}), Block("left", 2, {1: 1}),
                        Block("new", 1, {2: 1})), {1: ("a",), 2: ("a",)}, evaluation=QUESTION))

    @unittest.skipUnless(ALL, "takes minutes; SURVEYD_WORLDS=all")
    def test_small_types_and_a_scale_of_two_questions(self):
        self.tells_nothing(Structure(
            "types-scale", (Block("x", 3, {1: 1}), Block("y", 1, {1: 1}, "y"),
                            Block("z", 3, {1: 1}, "z")), {1: ("a", "b")}, values=2,
            evaluation=SCALE))


class Solver(unittest.TestCase):
    """That the solver sees: publications made by hand."""

    structure = Structure("solver", (Block("three", 3, {1: 1}), Block("one", 1, {1: 1})),
                          {1: ("a",)}, values=2)

    def classes(self, publish) -> dict:
        from disclosure_worlds import worlds
        found = {}
        for world in worlds(self.structure):
            found.setdefault(publish([each[0] for each in world[0]], world[1][0][0]),
                             []).append(world)
        return found

    def test_the_sum_of_all_tells_nothing_but_extremes(self):
        self.assertEqual(told(self.structure, self.classes(lambda many, one: sum(many) + one)), [])

    def test_the_sum_beside_that_of_the_others_tells(self):
        found = told(self.structure,
                     self.classes(lambda many, one: (sum(many), sum(many) + one)))
        self.assertTrue(found)
        self.assertTrue(all(blocks == ["one"] for _, _, blocks, _, _ in found))

    def test_extremes_of_sensitive_answers_tell(self):
        classes = self.classes(lambda many, one: sum(many) + one)
        self.assertTrue(told(self.structure, classes, sensitive=True))


class Studies(unittest.TestCase):
    def test_thousands_of_small_studies(self):
        """The rules themselves: the unit test that enumerates, with more studies than it tries by
        itself."""
        require_programs("tests/unit/evaluation/test_evaluation_disclosure_exact")
        result = subprocess.run([program("tests/unit/evaluation/test_evaluation_disclosure_exact")],
                                env={**os.environ, "SURVEYD_STUDIES": "2000"}, text=True,
                                capture_output=True, timeout=300, check=False)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
