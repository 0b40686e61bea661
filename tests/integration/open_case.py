"""One house with the example programme, cycle 1 open, for tests of what people do with a link."""

import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402


class OpenCase(unittest.TestCase):
    """The house is one for all tests of a class; each answers through links of its own, of
    `people` or `wall`."""

    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl")
        cls.house = cls.enterClassContext(House())
        folder = cls.house.programme_copy(cycles=cls.house.cycles_far_away())
        cls.programme_json = make.load(folder / "programme.json")
        cls.questionnaire = make.load(folder / "cycle-1.json")
        cls.programme = cls.house.import_programme(folder)
        cls.daemon = cls.enterClassContext(cls.house.daemon())
        cls.people = cls.house.invite_from_the_start(cls.programme, cls.programme_json)
        cls.wall = cls.house.open_link(cls.programme)
        cls.house.open_cycle(cls.programme, 1)
        client = cls.daemon.client()
        eventually(lambda: client.get(cls.wall).status == 200, "cycle 1 is open")
        client.close()

    def setUp(self):
        self.client = self.daemon.client()
        self.addCleanup(self.client.close)
