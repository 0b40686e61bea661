"""Programmes in every state that a participant can meet, for the tests of what pages are like."""

import json
import shutil
from pathlib import Path

from harness import answers as make
from harness.client import Client
from harness.house import House
from harness.waiting import eventually

PROGRAMMES = Path(__file__).resolve().parent / "programme"
OWN_TEXTS = ("title", "description", "text", "otherText", "otherPlaceholder", "noneText",
             "labelTrue", "labelFalse", "minRateDescription", "maxRateDescription", "html",
             "completedHtml")


def texts_of(folder: Path) -> dict[str, list[str]]:
    """Every text of a programme folder by language: what is not among them is the interface's."""
    programme = make.load(folder / "programme.json")
    found: dict[str, set[str]] = {language: set() for language in programme["languages"]}

    def add(text) -> None:
        for language, known in found.items():
            if isinstance(text, str):
                known.add(text)
            else:
                known.add(text.get(language) or text["default"])

    def walk(value) -> None:
        if isinstance(value, list):
            for each in value:
                walk(each)
        elif isinstance(value, dict):
            for name, each in value.items():
                if name in OWN_TEXTS:
                    add(each)
                elif name != "evaluation":
                    walk(each)

    for path in sorted(folder.glob("*.json")):
        walk(make.load(path))
    return {language: sorted(known) for language, known in found.items()}


class Scenery:
    """A house whose daemon runs, and programmes in it. `folder` is its own, for what it writes."""

    def __init__(self, house: House):
        self.house = house
        self.daemon = house.daemon()
        self.client: Client = self.daemon.client()

    def programme(self, source: str, identifier: str) -> "Programme":
        """Imports a copy of tests/browser/programme/<source> under another name."""
        folder = self.house.folder / identifier
        shutil.copytree(PROGRAMMES / source, folder)
        document = make.load(folder / "programme.json")
        document["programme"] = identifier
        (folder / "programme.json").write_text(json.dumps(document), encoding="utf8")
        return Programme(self, folder, document)


class Programme:
    """One programme: its folder, its links, and what the facilitator and participants do."""

    def __init__(self, scenery: Scenery, folder: Path, document: dict):
        self.house = scenery.house
        self.client = scenery.client
        self.folder = folder
        self.document = document
        self.name = self.house.import_programme(folder)
        self.people = self.house.invite(self.name, folder / "people.csv")
        self.wall = self.house.open_link(self.name)

    def link(self, number: int) -> str:
        return self.people[number]["link"]

    def questionnaire(self, cycle: int) -> dict:
        return make.load(self.folder / self.document["cycles"][cycle - 1]["survey"])

    def open(self, cycle: int) -> None:
        self.house.open_cycle(self.name, cycle)
        hidden = f'name="_cycle" value="{cycle}"'
        eventually(lambda: hidden in self.client.get(self.wall).text, f"cycle {cycle} is open")

    def close(self, cycle: int) -> None:
        """Closes it so long ago that nothing is taken any more."""
        self.house.close_cycle(self.name, cycle)
        self.house.cluster.psql(
            "UPDATE survey.cycle SET closes_at = now() - interval '11 minutes',"
            " opens_at = least(opens_at, now() - interval '1 hour')"
            f" WHERE programme = '{self.name}' AND cycle = {cycle}")
        hidden = f'name="_cycle" value="{cycle}"'
        eventually(lambda: hidden not in self.client.get(self.wall).text,
                   f"cycle {cycle} is closed")

    def answer(self, number: int, cycle: int, pick: int = 0, **more) -> str:
        """Sends valid answers of one person; the receipt."""
        person = self.people[number]
        answers = make.complete(self.document, self.questionnaire(cycle), cycle,
                                person["organisation"], pick)
        reply = self.client.submit(person["link"], {**answers, **more})
        if reply.status not in (200, 201):
            raise AssertionError(f"{reply.status}: {reply.text}")
        return reply.json()["receipt"]
