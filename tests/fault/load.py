"""Participants who answer, are cut off, try again, send twice, change their minds, and write down
every acknowledgement."""

import json
import random
import ssl
import threading
import time
import uuid
from dataclasses import dataclass, field

from connection import Answer, Connection, Lost, Request
from ledger import Ledger
from survey import Survey

FORM = "application/x-www-form-urlencoded"
RECEIPT_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def receipt_bytes(text: str) -> str:
    """A receipt as the database has it, in hexadecimal digits."""
    number = 0
    for letter in text.replace("-", ""):
        number = number * 32 + RECEIPT_LETTERS.index(letter)
    return f"{number:020x}"


@dataclass
class Submission:
    """Something that a participant wants stored, under one id."""

    path: str
    person: int | None
    place: int       # among the submissions of this person
    way: str         # json, script (a form that is answered in JSON) or form
    number: str = field(default_factory=lambda: str(uuid.uuid4()))
    receipt: str | None = None

    def content(self, which: int) -> str:
        """A text that says which submission and which of its contents a stored row is."""
        return f"{self.number}/{which}"


@dataclass
class TurnedAway:
    """An answer that turned a participant away."""

    time: float
    what: str


class Load:
    """`people` are paths of personal links. Runs from start() to stop()."""

    def __init__(self, survey: Survey, ledger: Ledger, port: int, tls: ssl.SSLContext,
                 rate: float, threads: int, seed: int):
        self.survey = survey
        self.ledger = ledger
        self.port = port
        self.tls = tls
        self.turned_away: list[TurnedAway] = []
        self.wrong: list[str] = []
        self.done: dict[str, int] = {}
        self.last_stored = 0.0
        self.is_plain = False                     # only new submissions, nothing odd
        self.watch: dict[str, str] | None = None  # receipts acknowledged while it is set
        self._pace = threads / rate
        self._lock = threading.Lock()
        self._going = threading.Event()
        self._going.set()
        self._stopping = False
        self._busy = 0
        self._threads = [
            threading.Thread(target=Participants(self, number, threads,
                                                 random.Random(f"{seed}/{number}")).run,
                             name=f"participants {number}", daemon=True)
            for number in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 60) -> None:
        self._stopping = True
        self._going.set()
        for thread in self._threads:
            thread.join(timeout)
            if thread.is_alive():
                raise RuntimeError("a participant does not end")

    def pause(self) -> None:
        """Returns when nobody is sending."""
        self._going.clear()
        while self._busy:
            time.sleep(0.02)

    def resume(self) -> None:
        self._going.set()

    @property
    def is_ending(self) -> bool:
        return self._stopping or not self._going.is_set()

    def begin(self) -> bool:
        """Whether to do one more thing; waits while there is a pause."""
        self._going.wait()
        with self._lock:
            if self._stopping:
                return False
            if self._going.is_set():
                self._busy += 1
                return True
        return self.begin()

    def end(self) -> None:
        with self._lock:
            self._busy -= 1

    def count(self, what: str) -> None:
        with self._lock:
            self.done[what] = self.done.get(what, 0) + 1

    def pace(self, generator: random.Random) -> None:
        time.sleep(generator.uniform(0.2, 1.8) * self._pace)

    def complain(self, text: str) -> None:
        with self._lock:
            self.wrong.append(text)

    def note_status(self, answer: Answer, method: str, submission: Submission) -> None:
        self.count(f"{method} {answer.status}")
        if answer.status >= 500:
            link = "the open link" if submission.person is None else "a personal link"
            with self._lock:
                self.turned_away.append(
                    TurnedAway(time.monotonic(), f"{method} by {link}: {answer.status}"))


class Participants:
    """One thread: many participants, one after the other."""

    def __init__(self, load: Load, number: int, threads: int, generator: random.Random):
        self.load = load
        self.survey = load.survey
        self.random = generator
        self.mine = list(range(number, len(load.survey.people), threads))
        self.places: dict[int, int] = {}
        self.first = Connection(load.port, load.tls)
        self.second = Connection(load.port, load.tls)

    def run(self) -> None:
        while self.load.begin():
            begun = time.monotonic()
            try:
                self._one()
            except Exception as error:  # pylint: disable=broad-exception-caught
                self.load.complain(f"the client failed: {error!r}")
            finally:
                self.load.end()
            if time.monotonic() - begun < 5:
                self.load.pace(self.random)
        self.first.close()
        self.second.close()

    # What a participant does

    def _one(self) -> None:
        submission = self._new()
        if self.random.random() < 0.1:
            self._look(submission)
        variant = self.random.randrange(self.survey.variants)
        if not self._deliver(submission, 0, variant):
            return
        fate = 1.0 if self.load.is_plain else self.random.random()
        if fate < 0.08:
            self.load.count("replays")
            self._deliver(submission, 0, variant, careful=True)
        elif fate < 0.11:
            self._twice(submission, 0, variant)
        elif fate < 0.15:
            self._other_answers(submission)

    def _new(self) -> Submission:
        way = self.random.choices(("json", "script", "form"), (6, 2, 2))[0]
        if not self.mine or self.random.random() < 0.75:
            return Submission(self.survey.wall, None, 0, way)
        person = self.random.choice(self.mine)
        place = self.places.get(person, 0)
        self.places[person] = place + 1
        return Submission(self.survey.people[person].path, person, place, way)

    def _look(self, submission: Submission) -> None:
        try:
            answer = self.first.ask(Request("GET", submission.path))
        except Lost:
            self.load.count("lost")
            return
        self.load.note_status(answer, "GET", submission)
        if answer.status < 500 and (answer.status != 200 or b'id="survey"' not in answer.body):
            self.load.complain(f"the form is answered {answer.status}")

    def _request(self, submission: Submission, which: int, variant: int) -> Request:
        own = None if submission.person is None else self.survey.people[submission.person]
        answers = self.survey.answers(variant, own, submission.content(which))
        if submission.way == "json":
            body = json.dumps({"submission": submission.number, "language": "sv",
                               "answers": answers}, ensure_ascii=False).encode()
            return Request("POST", submission.path, body)
        body = self.survey.form_body(submission.number, answers)
        accept = "application/json" if submission.way == "script" else "text/html"
        return Request("POST", submission.path, body, FORM, accept)

    def _note_sent(self, submission: Submission, which: int, variant: int) -> None:
        self.load.ledger.write(
            "sent", content=submission.content(which), submission=submission.number,
            person=submission.person, variant=variant, place=submission.place)

    def _deliver(self, submission: Submission, which: int, variant: int,
                 careful: bool = False) -> bool:
        """Sends until it is acknowledged. False: given up before."""
        request = self._request(submission, which, variant)
        if not careful:
            self._note_sent(submission, which, variant)
            if not self._begin_badly(request):
                return False
        while True:
            try:
                answer = self.first.ask(request)
            except Lost:
                self.load.count("lost")
            else:
                self.load.note_status(answer, "POST", submission)
                if self._take(submission, which, answer):
                    return True
                if answer.status < 500:
                    return False
            if self.load.is_ending:
                return False
            time.sleep(self.random.uniform(0.05, 0.3))

    def _begin_badly(self, request: Request) -> bool:
        """Sometimes the connection ends too early. False: and the participant is gone."""
        fate = 1.0 if self.load.is_plain else self.random.random()
        whole = request.encode()
        try:
            if fate < 0.05:
                self.load.count("cut requests")
                self.first.send(whole[:self.random.randrange(1, len(whole))])
                self.first.close()
            elif fate < 0.11:
                self.load.count("answers not read")
                self.first.send(whole)
                time.sleep(self.random.choice((0, 0.001, 0.01)))
                self.first.close()
                return fate < 0.10
        except Lost:
            self.load.count("lost")
        return True

    def _take(self, submission: Submission, which: int, answer: Answer) -> bool:
        """Writes down an acknowledgement; false if it is none."""
        if answer.status == 303 and "/receipt/" in answer.headers.get("location", ""):
            receipt = answer.headers["location"].split("/receipt/")[1].split("?")[0]
            stored = None
        elif answer.status in (200, 201, 202) and submission.way != "form":
            document = json.loads(answer.body)
            receipt, stored = document["receipt"], document["stored"]
            if (answer.status == 202) != (stored == "spool") and answer.status != 200:
                self.load.complain(f"{answer.status} says that it is stored in {stored}")
        else:
            if answer.status < 500:
                self.load.complain(f"{submission.way}: answered {answer.status}: "
                                   f"{answer.body[:300]!r}")
            return False
        receipt = receipt_bytes(receipt)
        if submission.receipt not in (None, receipt):
            self.load.complain(f"{submission.number} has two receipts")
        submission.receipt = receipt
        self.load.ledger.write_synced("kept", content=submission.content(which), receipt=receipt,
                                      status=answer.status, stored=stored)
        if self.load.watch is not None:
            self.load.watch[receipt] = submission.number
        if stored == "database":
            self.load.last_stored = time.monotonic()
        self.load.count(f"kept in {stored}" if stored else "kept, not said where")
        return True

    def _both(self, first: Request, second: Request) -> list[Answer | None]:
        """Two requests at the same time."""
        answers: list[Answer | None] = [None, None]
        sent = [False, False]
        self.first.close()  # a kept-alive one may be gone
        self.second.close()
        pairs = list(enumerate(((self.first, first), (self.second, second))))
        for number, (connection, request) in pairs:
            try:
                connection.send(request.encode())
                sent[number] = True
            except Lost:
                self.load.count("lost")
        for number, (connection, _) in pairs:
            try:
                answers[number] = connection.read() if sent[number] else None
            except Lost:
                self.load.count("lost")
        return answers

    def _twice(self, submission: Submission, which: int, variant: int) -> None:
        """A replay, and a new submission, on two connections each at the same time."""
        self.load.count("parallel replays")
        new = self._new()
        self._note_sent(new, 0, variant)
        for each in (submission, new):
            request = self._request(each, which, variant)
            for answer in self._both(request, request):
                if answer is not None:
                    self.load.note_status(answer, "POST", each)
                    self._take(each, which, answer)

    def _other_answers(self, submission: Submission) -> None:
        """The same id with other answers must be refused. While the database is away nobody may
        know of the first ones; then the others are kept aside (the judge looks after them)."""
        self.load.count("conflicting replays")
        variant = self.random.randrange(self.survey.variants)
        self._note_sent(submission, 1, variant)
        try:
            answer = self.first.ask(self._request(submission, 1, variant))
        except Lost:
            self.load.count("lost")
            return
        self.load.note_status(answer, "POST", submission)
        if answer.status == 409 or answer.status >= 500:
            return
        if submission.way != "form" and answer.status != 202:
            self.load.complain(f"other answers under the same id were answered {answer.status}")
        self._take(submission, 1, answer)
