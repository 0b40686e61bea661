"""One house with the programme of answering-programme/, for tests of what participants send."""

import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.client import Reply  # noqa: E402
from harness.house import House  # noqa: E402
from harness.participant import Fields, Participant  # noqa: E402
from harness.waiting import eventually  # noqa: E402

FOLDER = Path(__file__).resolve().parent / "answering-programme"
QUESTIONS = make.load(FOLDER / "steps.json")

# A worker, who is not asked about money.
WORKER = {"agrees": True, "role": "worker", "topics": ["tools", "safety"],
          "order": ["second", "first"], "team": "Räksmörgås & <b>så</b>\r\nrad två",
          "word": "Övning", "seen": "2026-10-01", "view": {"clear": 2, "useful": 1}}
MANAGER = {"agrees": True, "role": "manager", "budget": 40, "topics": ["none"], "word": "Ledning"}


def fields_of(answers: dict) -> Fields:
    """As fields of the form, texts of "other" too."""
    return make.as_fields(QUESTIONS, answers) + [
        (name, value) for name, value in answers.items() if name.endswith("-Comment")]


class AnsweringCase(unittest.TestCase):
    """Every test answers through links of its own: self.link("smedjan"). The house is one for all
    classes of a module."""

    house: House | None = None

    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl")
        if AnsweringCase.house is None:
            AnsweringCase.build()

    @staticmethod
    def build() -> None:
        this = AnsweringCase
        unittest.addModuleCleanup(setattr, this, "house", None)
        # One worker: what one connection knows of opening and closing, all know. No spool: what is
        # answered when nothing can be kept.
        this.house = unittest.enterModuleContext(House({("server", "workers"): 1,
                                                        ("spool", "spool"): "off"}))
        this.programme = this.house.import_programme(FOLDER)
        this.daemon = unittest.enterModuleContext(this.house.daemon())
        people = this.house.folder / "people.csv"
        people.write_text("key,organisation\n" + "".join(
            f"{organisation}-{number},{organisation}\n"
            for organisation in ("smedjan", "gymnasiet") for number in range(60)))
        this.unused: dict[str, list[str]] = {}
        for row in this.house.invite(this.programme, people):
            this.unused.setdefault(row["organisation"], []).append(row["link"])
        this.wall = this.house.open_link(this.programme)
        this.house.open_cycle(this.programme, 1)
        client = this.daemon.client()
        eventually(lambda: client.get(this.wall).status == 200, "cycle 1 is open")
        client.close()

    def setUp(self):
        self.client = self.daemon.client(timeout=60)
        self.addCleanup(self.client.close)

    def link(self, organisation: str = "smedjan") -> str:
        return self.unused[organisation].pop()

    def participant(self, link: str | None = None) -> Participant:
        return Participant(self.client, link or self.link())

    def stored(self, link: str, cycle: int = 1) -> dict | None:
        """What the link has answered, as the daemon tells it; None if nothing."""
        reply = self.client.get(f"{link}/cycle/{cycle}", {"Accept": "application/json"})
        self.assertIn(reply.status, (200, 404), reply.text)
        return reply.json() if reply.status == 200 else None

    def count(self) -> int:
        return int(self.house.cluster.value("SELECT count(*) FROM survey.response"))

    def figure(self, name: str) -> int:
        """A counter of the daemon, all its labels together."""
        client = self.daemon.operations_client()
        try:
            lines = client.get("/metrics").text.splitlines()
        finally:
            client.close()
        return sum(int(line.rsplit(" ", 1)[1]) for line in lines
                   if line.startswith((f"{name} ", f"{name}{{")))

    def to_page(self, participant: Participant, page: int, answers: dict) -> None:
        """Opens the form and goes on to the page."""
        participant.open()
        while participant.form.page < page:
            reply = participant.press("next", fields_of(answers))
            self.assertEqual(reply.status, 200, reply.text[:3000])
        self.assertEqual(participant.form.page, page)

    def assert_kept(self, reply: Reply, *texts: str) -> None:
        for text in texts:
            self.assertIn(text, reply.text)
