"""The page for facilitators: its commands do what it says, in its order, as they are written."""

import re
import shlex
import shutil
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import PROJECT, require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402

RECEIPT = "7K3M-9QTX-2B4N-8WZC"


def commands() -> list[list[str]]:
    text = (PROJECT / "docs" / "on-the-day.md").read_text(encoding="utf8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    return [shlex.split(line, comments=True) for line in "".join(blocks).splitlines()]


class OnTheDay(unittest.TestCase):
    def test_every_command_works_as_it_is_written(self):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        with House({("server", "public-url"): "https://survey.example.org"}) as house:
            folder = house.folder / "competence-provision"
            shutil.copytree(house.example, folder)
            with house.daemon() as daemon:
                done, receipt = [], RECEIPT
                for name, *words in commands():
                    if "--pending" in words:
                        receipt = self.answer(house, daemon)
                    # The day of the page is over some time; the receipt is that of this answer.
                    words = [re.sub(r"^\d{4}(-\d\d-\d\dT)", r"2199\1", word) for word in words]
                    words = [receipt if word == RECEIPT else word for word in words]
                    (house.surveyctl if name == "surveyctl" else house.aggregator)(*words)
                    done.append(" ".join(words[:2]))
                # Who has answered is not reminded; nor is who joins in a later cycle.
                links = (house.folder / "links.csv").read_text().splitlines()[1:]
                pending = (house.folder / "reminder.csv").read_text().splitlines()[1:]
                self.assertNotIn(links[0], pending)
                self.assertIn(links[1], pending)
                self.assertTrue((house.folder / "poster.html").exists())
        self.assertGreaterEqual(len(done), 10, done)

    def answer(self, house: House, daemon) -> str:
        """One of those who were invited answers cycle 2; the receipt."""
        line = (house.folder / "links.csv").read_text(encoding="utf-8-sig").splitlines()[1]
        _, organisation, link, *_ = line.split(",")
        link = link.replace("https://survey.example.org", daemon.url)
        client = daemon.client()
        self.addCleanup(client.close)
        eventually(lambda: client.get(link).status == 200, "cycle 2 is open")
        folder = house.example
        reply = client.submit(link, make.complete(make.load(folder / "programme.json"),
                                                  make.load(folder / "cycle-2.json"), 2,
                                                  organisation))
        self.assertEqual(reply.status, 201, reply.text)
        return reply.json()["receipt"]


if __name__ == "__main__":
    unittest.main()
