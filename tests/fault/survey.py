"""The programme that is answered, and the answers that are given: a few variants, each marked with
what it belongs to, so that a stored row says where it came from."""

import csv
import hashlib
import json
import urllib.parse
from dataclasses import dataclass

from harness import answers as make
from harness.house import House

VARIANTS = 6
MARK = "goal"  # the open question that takes the mark


@dataclass
class Person:
    path: str
    organisation: str


def path_of(url: str) -> str:
    return urllib.parse.urlsplit(url).path


class Survey:
    """Imports the programme, invites `count` people, opens cycle 1."""

    variants = VARIANTS

    def __init__(self, house: House, count: int):
        folder = house.programme_copy(cycles=house.cycles_far_away())
        self._programme = make.load(folder / "programme.json")
        self._questionnaire = make.load(folder / "cycle-1.json")
        self.programme = house.import_programme(folder)
        joined = [each["value"] for each in self._programme["organisations"]
                  if each.get("fromCycle", 1) == 1][:3]
        people = house.folder / "people.csv"
        with people.open("w", newline="", encoding="utf8") as file:
            writer = csv.writer(file)
            writer.writerow(("key", "organisation"))
            writer.writerows((f"p{number}", joined[number % len(joined)])
                             for number in range(count + len(joined)))
        rows = house.invite(self.programme, people)
        everybody = [Person(path_of(row["link"]), row["organisation"]) for row in rows]
        self.models = [next(each for each in everybody if each.organisation == name)
                       for name in joined]
        self.people = [each for each in everybody if each not in self.models]
        self.wall = path_of(house.open_link(self.programme))
        house.open_cycle(self.programme, 1)

    def answers(self, variant: int, person: Person | None, mark: str) -> dict:
        given = make.complete(self._programme, self._questionnaire, 1,
                              person.organisation if person else None, pick=variant)
        given[MARK] = mark
        if person is None:
            kinds = self._programme["actorTypes"]
            given["actor_type"] = kinds[variant % len(kinds)]["value"]
        return given

    def form_body(self, number: str, answers: dict) -> bytes:
        """The same as the whole form, posted at once."""
        fields = [("_submission", number), ("_cycle", "1"), ("_version", "1"),
                  ("_language", "sv"), ("_go", "send")]
        fields += make.as_fields(self._questionnaire, answers)
        return urllib.parse.urlencode(fields).encode()


@dataclass
class Row:
    """A stored response: whose it is by its mark, and a digest of everything else."""

    receipt: str
    mark: str
    digest: str
    respondent: str


# Bytes and arrays as text; a tab or a line break is not in them, JSON escapes its own.
_ROWS = """
SELECT encode(receipt, 'hex'), coalesce(encode(respondent, 'hex'), ''),
       coalesce(organisation, ''), coalesce(actor_type, ''), codes::text, "values"::text
  FROM survey.response WHERE programme = '{}' AND cycle = 1"""


def stored_rows(house: House, programme: str) -> list[Row]:
    rows = []
    for fields in house.cluster.rows(_ROWS.format(programme), role="postgres"):
        receipt, respondent, organisation, kind, codes, values = fields
        texts = json.loads(values)
        mark = texts.pop(MARK, "")
        rest = json.dumps([organisation, kind, codes, texts], sort_keys=True)
        rows.append(Row(receipt, mark, hashlib.sha256(rest.encode()).hexdigest(), respondent))
    return rows


def replaced_receipts(house: House, programme: str) -> set[str]:
    sql = f"SELECT encode(receipt, 'hex') FROM survey.response_replaced" \
          f" WHERE programme = '{programme}' AND cycle = 1"
    return {row[0] for row in house.cluster.rows(sql, role="postgres")}


def learn(survey: Survey, house: House, submit) -> dict[tuple[int, str], str]:
    """What each variant looks like when it is stored while nothing is wrong: {(variant,
    organisation, "" by the open link): digest}. `submit` sends answers through a path."""
    known = {}
    for variant in range(survey.variants):
        submit(survey.wall, survey.answers(variant, None, f"model {variant}/"))
        for person in survey.models:
            submit(person.path, survey.answers(variant, person,
                                               f"model {variant}/{person.organisation}"))
        for row in stored_rows(house, survey.programme):
            if row.mark.startswith(f"model {variant}/"):
                known[(variant, row.mark.split("/")[1])] = row.digest
    if len(set(known.values())) != survey.variants * (1 + len(survey.models)):
        raise RuntimeError(f"the variants cannot be told apart: {known}")
    return known
