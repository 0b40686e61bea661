#!/usr/bin/python3
"""Fills a programme with made-up answers, through the same HTTPS interface that phones use.

    synthetic_answers.py send   --programme DIR --links links.csv --cycle N --ca ca.pem
    synthetic_answers.py sample --programme DIR --cycle N --output sample.json

`send` reads the questionnaire of the cycle and the links that `surveyctl invite` wrote, and sends
one plausible set of answers for each participant who takes part by then. Every participant has
an opinion and a temper of their own; over the cycles understanding grows, views draw together and
ties between organisations get stronger, slowly and with noise. The same seed gives the same
answers under the same submission ids, so that sending twice stores nothing twice.

`sample` writes one complete submission for the open link, as a JSON body.

Needs nothing but Python's standard library. Never use it on a programme with real participants.
"""

import argparse
import csv
import hashlib
import http.client
import json
import random
import re
import ssl
import sys
import time
import urllib.parse
import uuid
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path

RESPONSE_RATE = 0.93
SKIP_RATE = 0.03
DONT_KNOW_RATE = 0.03
PATIENCE_SECONDS = 60

COMMENTS = {
    "sv": [
        "Bra att få höra hur de andra företagen tänker om kompetensbristen.",
        "Mer tid för samtal i mindre grupper nästa gång.",
        "Vi har börjat kartlägga kompetensen hos oss, det gav mycket.",
        "Svårt att hinna med hemuppgiften mellan två leveranser.",
        "Jag förstår nu bättre vad kommunen faktiskt kan göra.",
        "Föreläsningen om lärande i arbetet var det bästa hittills.",
    ],
    "en": [
        "Good to hear how the other companies think about the skills shortage.",
        "More time for conversations in smaller groups next time, please.",
        "We have begun to map the skills in our own shop; that was worth a lot.",
        "Hard to find time for the assignment between two deliveries.",
        "I now understand better what the municipality can actually do.",
        "The lecture about learning at work was the best part so far.",
    ],
}


class Person:
    """One made-up participant: a temper that lasts, and a random source for each cycle."""

    def __init__(self, seed: str, key: str, cycle: int):
        lasting = random.Random(f"{seed}/{key}")
        self.random = random.Random(f"{seed}/{key}/{cycle}")
        self.mood = lasting.gauss(0, 0.16)
        self.language = "en" if lasting.random() < 0.2 else "sv"
        self.cycle = cycle
        # How far the programme has come, from 0 at the first cycle towards 1.
        self.progress = 1 - 0.72 ** (cycle - 1)
        # Views differ less the further the programme has come.
        self.spread = 0.24 - 0.09 * self.progress

    def level(self, base: float, gain: float) -> float:
        """A position on a scale from 0 to 1."""
        return base + gain * self.progress + self.mood + self.random.gauss(0, self.spread)

    def pick(self, steps: list, level: float):
        """The step of an ordered list that stands at the level."""
        position = round(min(max(level, 0), 1) * (len(steps) - 1))
        return steps[position]


def value_of(choice):
    return choice["value"] if isinstance(choice, dict) else choice


def plain_values(choices: list) -> list:
    return [value for value in map(value_of, choices) if value != "dont_know"]


def rating_steps(item: dict) -> list:
    if "rateValues" in item:
        return [value_of(each) for each in item["rateValues"]]
    step = item.get("rateStep", 1)
    low, high = item.get("rateMin", 1), item.get("rateMax", 5)
    return [low + step * index for index in range(int((high - low) / step) + 1)]


def offers_dont_know(item: dict) -> bool:
    return any(value_of(each) == "dont_know" for each in item.get("columns", [])
               if not isinstance(each, dict) or "value" in each) or any(
                   value_of(each) == "dont_know" for each in item.get("choices", []))


class Answers:
    """Makes the answers of one person to one questionnaire."""

    def __init__(self, programme: dict, organisation: str | None, person: Person):
        self.programme = programme
        self.organisation = organisation
        self.person = person
        self.reversed = set(programme.get("evaluation", {}).get("reversed", []))

    def scaled(self, variable: str, steps: list, base: float = 0.58, gain: float = 0.24):
        """A position on an ordered list, turned round for a reversed variable. Every variable has
        a standing of its own, the same for everybody."""
        standing = random.Random(variable).uniform(-0.09, 0.09)
        level = self.person.level(base + standing, gain)
        return self.person.pick(steps, 1 - level if variable in self.reversed else level)

    def rating(self, name: str, item: dict):
        return self.scaled(name, rating_steps(item))

    def choice(self, name: str, item: dict):
        values = plain_values(item["choices"])
        if all(isinstance(value, (int, float)) for value in values):
            return self.scaled(name, values)
        weights = [1 / (1 + index) for index in range(len(values))]
        return self.person.random.choices(values, weights)[0]

    def several(self, item: dict) -> list:
        values = plain_values(item["choices"])
        low = max(1, item.get("minSelectedChoices", 1))
        high = min(len(values), item.get("maxSelectedChoices", 3), max(3, low))
        count = self.person.random.randint(low, max(low, high))
        chosen = self.person.random.sample(values, count)
        return [value for value in values if value in chosen]

    def ranking(self, item: dict) -> list:
        values = plain_values(item["choices"])
        noise = 2.4 - 1.6 * self.person.progress
        order = {value: index + self.person.random.gauss(0, noise)
                 for index, value in enumerate(values)}
        return sorted(values, key=order.get)

    def roster(self, item: dict) -> dict:
        steps = plain_values(item["columns"])
        rows = {}
        for other in self.programme["organisations"]:
            if other.get("fromCycle", 1) > self.person.cycle:
                continue
            if other["value"] == self.organisation:
                continue
            pair = "/".join(sorted([other["value"], self.organisation or "?"]))
            closeness = random.Random(pair).betavariate(1.4, 2.6)
            level = closeness + 0.42 * self.person.progress + self.person.random.gauss(0, 0.1)
            rows[other["value"]] = self.person.pick(steps, level)
        return rows

    def matrix(self, name: str, item: dict) -> dict:
        if item.get("x-rows") == "organisations":
            return self.roster(item)
        steps = plain_values(item["columns"])
        rows = {}
        for row in map(value_of, item["rows"]):
            draw = self.person.random.random()
            if draw < DONT_KNOW_RATE and offers_dont_know(item):
                rows[row] = "dont_know"
            elif draw > SKIP_RATE or item.get("isRequired") or item.get("eachRowRequired"):
                rows[row] = self.scaled(f"{name}_{row}", steps)
        return rows

    def then_and_now(self, name: str, item: dict) -> dict:
        rows = {}
        for row in map(value_of, item["rows"]):
            rows[row] = {}
            for column in item["columns"]:
                steps = (plain_values(column["choices"]) if "choices" in column
                         else plain_values(item["choices"]) if "choices" in item
                         else rating_steps(column))
                base = 0.34 if column["name"] == "then" else 0.6
                gain = 0.05 if column["name"] == "then" else 0.22
                rows[row][column["name"]] = self.scaled(f"{name}_{row}", steps, base, gain)
        return rows

    def text(self, item: dict):
        kind = item.get("inputType", "text")
        if kind == "number":
            low = int(item.get("min", 0))
            high = int(item.get("max", low + 12))
            return min(high, low + int(self.person.random.expovariate(0.35)))
        if kind == "date":
            return item.get("min") or item.get("max") or "2026-10-01"
        return self.comment(item)[: item.get("maxLength", 10000)]

    def comment(self, item: dict) -> str:
        text = self.person.random.choice(COMMENTS[self.person.language])
        return text[: item.get("maxLength", 10000)]

    def answer(self, item: dict):
        """An answer, or None where this person leaves the question out."""
        kind, name = item["type"], item["name"]
        required = bool(item.get("isRequired") or item.get("eachRowRequired")
                        or item.get("requiredIf"))
        open_question = kind == "comment" or (kind == "text"
                                              and item.get("inputType", "text") == "text")
        if not required and self.person.random.random() < (0.65 if open_question else SKIP_RATE):
            return None
        if kind == "boolean":
            consent = item.get("x-role") == "consent"
            return consent or self.person.random.random() < 0.62 + 0.24 * self.person.progress
        if kind in ("radiogroup", "dropdown"):
            return self.choice(name, item)
        makers = {
            "checkbox": lambda: self.several(item),
            "ranking": lambda: self.ranking(item),
            "rating": lambda: self.rating(name, item),
            "matrix": lambda: self.matrix(name, item),
            "matrixdropdown": lambda: self.then_and_now(name, item),
            "text": lambda: self.text(item),
            "comment": lambda: self.comment(item),
        }
        return makers[kind]()

    def complete(self, questionnaire: dict) -> dict:
        """Answers to the questions that this person gets to see."""
        answers = {}
        for item, conditions in questions(questionnaire):
            # Made for hidden questions too: every answer takes its turn at the random source.
            value = self.answer(item)
            if value not in (None, {}, []) and all(holds(each, answers) for each in conditions):
                answers[item["name"]] = value
        return answers


def questions(questionnaire: dict):
    """Every question in order, those inside panels too, with the conditions on it and around it."""
    def walk(holder: dict, around: list):
        conditions = around + ([holder["visibleIf"]] if "visibleIf" in holder else [])
        if holder.get("type") in (None, "panel"):
            for element in holder.get("elements", []):
                yield from walk(element, conditions)
        elif holder["type"] != "html":
            yield holder, conditions

    for page in questionnaire["pages"]:
        yield from walk(page, [])


COMPARISON = re.compile(r"\{(\w+)\} (=|<>|>=|<=|>|<|anyof) (true|false|-?[\d.]+|'[^']*'|\[[^\]]*\])")


def holds(condition: str, answers: dict) -> bool:
    """Whether a condition holds, for comparisons of one question with one value, joined by `and`.
    True for any other: the server knows them all, and drops answers to what is not shown."""
    for part in condition.split(" and "):
        match = COMPARISON.fullmatch(part.strip())
        if match is None:
            continue
        name, operator, literal = match.groups()
        given, wanted = answers.get(name), json.loads(literal.replace("'", '"'))
        if given is None:
            return operator == "<>"
        if operator == "anyof":
            true = any(each in wanted for each in (given if isinstance(given, list) else [given]))
        else:
            true = {"=": eq, "<>": ne, ">=": ge, "<=": le, ">": gt, "<": lt}[operator](given, wanted)
        if not true:
            return False
    return True


def submission_id(seed: str, key: str, cycle: int) -> str:
    digest = hashlib.sha256(f"{seed}/{key}/{cycle}".encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def read_programme(folder: Path, cycle: int) -> tuple[dict, dict]:
    programme = json.loads((folder / "programme.json").read_text(encoding="utf8"))
    for each in programme["cycles"]:
        if each["cycle"] == cycle:
            file = folder / each["survey"]
            return programme, json.loads(file.read_text(encoding="utf8"))
    sys.exit(f"synthetic_answers: {folder}/programme.json has no cycle {cycle}")


class Sender:
    """Posts submissions over one kept-alive connection; waits while the server cannot be reached,
    the cycle is not open yet or the database is away."""

    def __init__(self, ca: Path):
        self.context = ssl.create_default_context(cafile=str(ca))
        self.connection: http.client.HTTPSConnection | None = None
        self.place: tuple | None = None

    def post(self, url: str, body: bytes) -> tuple[int, bytes, str | None]:
        parts = urllib.parse.urlsplit(url)
        place = (parts.hostname, parts.port or 443)
        if self.connection is None or self.place != place:
            self.connection = http.client.HTTPSConnection(*place, timeout=30,
                                                          context=self.context)
            self.place = place
        self.connection.request("POST", parts.path, body, {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        return answer.status, answer.read(), answer.headers.get("Retry-After")

    def send(self, url: str, document: dict) -> bool:
        """True if it was stored now, False if it was stored before."""
        body = json.dumps(document, ensure_ascii=False).encode()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            wait = None
            try:
                status, content, wait = self.post(url, body)
                if status in (200, 201, 202):
                    return status != 200
                trouble = f"answered {status}:\n{content.decode('utf8', 'replace')}"
                # 403 not open yet, 503 database away: both may pass.
                lasting = status not in (403, 503)
            except (http.client.HTTPException, OSError) as error:
                self.forget()
                trouble = f"could not be reached ({type(error).__name__}: {error})"
                lasting = isinstance(error, ssl.SSLCertVerificationError)
            if lasting or time.monotonic() > deadline:
                waited = "" if lasting else f", for {PATIENCE_SECONDS} s"
                sys.exit(f"synthetic_answers: sending answers for cycle {document['cycle']}"
                         f"{waited}: {'%s:%d' % self.place} {trouble}")
            time.sleep(float(wait) if wait and wait.isdigit() else 0.3)

    def forget(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def send(options: argparse.Namespace) -> None:
    programme, questionnaire = read_programme(options.programme, options.cycle)
    joined = {each["value"]: each.get("fromCycle", 1) for each in programme["organisations"]}
    with options.links.open(encoding="utf-8-sig", newline="") as file:
        people = [row for row in csv.DictReader(file)
                  if joined.get(row["organisation"], 1) <= options.cycle]
    asked = people[-options.last:] if options.last else people
    sender = Sender(options.ca)
    stored = 0
    for row in asked:
        person = Person(options.seed, row["key"], options.cycle)
        if person.random.random() > RESPONSE_RATE and not options.last:
            continue
        maker = Answers(programme, row["organisation"], person)
        sender.send(row["link"], {
            "submission": submission_id(options.seed, row["key"], options.cycle),
            "language": person.language if person.language in programme["languages"]
            else programme["languages"][0],
            "cycle": options.cycle,
            "answers": maker.complete(questionnaire),
        })
        stored += 1
    print(f"cycle {options.cycle}: {stored} of {len(people)} invited participants answered")


def sample(options: argparse.Namespace) -> None:
    programme, questionnaire = read_programme(options.programme, options.cycle)
    person = Person(options.seed, "sample", options.cycle)
    answers = Answers(programme, None, person).complete(questionnaire)
    answers["actor_type"] = programme["actorTypes"][0]["value"]
    if programme.get("openLink", {}).get("organisation"):
        answers["organisation"] = programme["organisations"][0]["value"]
    document = {
        "submission": submission_id(options.seed, "sample", options.cycle),
        "language": programme["languages"][0],
        "cycle": options.cycle,
        "answers": answers,
    }
    options.output.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n",
                              encoding="utf8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Fills a programme with made-up answers through its HTTPS interface.")
    commands = parser.add_subparsers(dest="command", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--programme", type=Path, required=True, metavar="DIR",
                        help="the programme's folder")
    shared.add_argument("--cycle", type=int, required=True, metavar="N")
    shared.add_argument("--seed", default="surveyd", help="same seed, same answers")
    sending = commands.add_parser("send", parents=[shared], help="answer for every participant")
    sending.add_argument("--links", type=Path, required=True, metavar="FILE",
                         help="links.csv of surveyctl invite")
    sending.add_argument("--ca", type=Path, required=True, metavar="FILE",
                         help="certificate to trust")
    sending.add_argument("--last", type=int, default=0, metavar="N",
                         help="only the last N people of the list, who all answer")
    sending.set_defaults(run=send)
    sampling = commands.add_parser("sample", parents=[shared],
                                   help="write one body for the open link")
    sampling.add_argument("--output", type=Path, required=True, metavar="FILE")
    sampling.set_defaults(run=sample)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
