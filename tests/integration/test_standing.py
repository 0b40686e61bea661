"""Forms while PostgreSQL is away: from what the daemon knew last, in memory and on its disk."""

import json
import os
import re
import shutil
import signal
import sys
import time
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.client import Client, Reply  # noqa: E402
from harness.house import House  # noqa: E402
from harness.participant import whole_form  # noqa: E402
from harness.waiting import eventually  # noqa: E402

AFTER_MS = 1000
UNKNOWN = "Have you answered before?"
UNKNOWN_LIST = "Which of them you have answered cannot be shown right now."


def asked(page: str) -> str:
    """The form without what differs each time it is opened, and without what is known of earlier
    answers."""
    page = re.sub(r'(name="_(?:submission|state)" value=")[^"]*', r"\1", page)
    page = re.sub(r'<div class="inset"><p><strong>Have you answered before\?.*?</div>\n', "", page,
                  flags=re.S)
    return re.sub(r'<section class="overview".*?</section>\n', "", page, flags=re.S)


class StandingCase(unittest.TestCase):
    linkage = "programme"

    def setUp(self):
        require_programs("surveyd", "surveyctl")
        self.house = self.enterContext(House({("spool", "after-ms"): AFTER_MS}))
        self.cluster = self.house.cluster
        folder = self.house.programme_copy(
            cycles=self.house.cycles_far_away(), linkage=self.linkage)
        self.programme_json = make.load(folder / "programme.json")
        self.values = [each["value"] for each in self.programme_json["organisations"]]
        self.add_conditions(folder / "cycle-1.json")
        self.programme = self.house.import_programme(folder)
        self.house.open_cycle(self.programme, 1)
        self.people = self.house.invite_from_the_start(self.programme, self.programme_json)
        self.wall = self.house.open_link(self.programme)
        self.daemon = self.house.daemon()
        self.addCleanup(self.daemon.stop)

    def add_conditions(self, path: Path) -> None:
        """A question for one organisation, and one for one actor type, beside the roster."""
        document = make.load(path)
        document["pages"][0]["elements"] += [
            {"type": "text", "name": "own_word", "title": "Only some are asked this",
             "visibleIf": f"{{organisation}} = '{self.values[0]}'"},
            {"type": "text", "name": "type_word", "title": "Only a type is asked this",
             "visibleIf": f"{{actor_type}} = '{self.programme_json['actorTypes'][0]['value']}'"}]
        path.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf8")
        self.questionnaire = document

    def copy(self) -> Path:
        return self.daemon.folder / "spool" / "copy"

    def client(self, timeout: float = 30) -> Client:
        client = self.daemon.client(timeout=timeout)
        self.addCleanup(client.close)
        return client

    def start(self) -> None:
        """Starts, and waits until what was read is on the disk."""
        before = self.copy().stat().st_mtime_ns if self.copy().exists() else 0
        self.daemon.start()
        eventually(lambda: self.copy().exists() and self.copy().stat().st_mtime_ns > before,
                   "the copy is written")

    def wait_for_copy(self, change) -> None:
        """Makes a change in the database and waits until the copy has it."""
        before = self.copy().stat().st_mtime_ns
        change()
        eventually(lambda: self.copy().stat().st_mtime_ns > before, "the copy is written again")

    def somebody_of_each(self) -> list[dict]:
        by_organisation = {row["organisation"]: row for row in self.people}
        self.assertGreater(len(by_organisation), 2)
        return list(by_organisation.values())

    def opened(self, link: str) -> Reply:
        client = self.daemon.client()
        reply = client.get(link, {"Accept-Language": "en"})
        client.close()
        return reply

    def forms(self, people: list[dict]) -> list[str]:
        found = []
        for row in people:
            reply = self.opened(row["link"])
            self.assertEqual(reply.status, 200, reply.text[:500])
            found.append(reply.text)
        return found

    def assert_same(self, known: list[str]) -> None:
        """What the forms of all people are while the database is away."""
        for before, now in zip(known, self.forms(self.people), strict=True):
            self.assertEqual(asked(before), asked(now))
            self.assertIn(UNKNOWN, now)
            self.assertNotIn("alert", now)
            self.assertIn(UNKNOWN_LIST, now)
            self.assertNotIn("You have not answered.", now)

    def answers_of(self, row: dict) -> dict:
        return make.complete(self.programme_json, self.questionnaire, 1, own=row["organisation"])


class StandingUnderSurveyLinkage(StandingCase):
    linkage = "survey"

    def test_the_same_form(self):
        self.start()
        self.house.open_cycle(self.programme, 1)
        known = self.forms(self.people)
        self.assertGreater(len({asked(form) for form in known}), 2)
        self.cluster.stop()
        self.assert_same(known)


class Standing(StandingCase):

    def one_of_another_organisation_now(self) -> None:
        """The first has answered for another organisation in cycle 1 than in those that follow."""
        self.cluster.psql(
            "update survey.participation o set organisation = "
            f"'{self.people[-1]['organisation']}', actor_type = null "
            "where cycle = 1 and respondent = (select respondent from survey.participation"
            " group by respondent having count(*) > 1 order by respondent limit 1)")

    def test_the_same_form_and_after_a_restart(self):
        self.one_of_another_organisation_now()
        self.start()
        known = self.forms(self.people)
        self.assertGreater(len({asked(form) for form in known}), 2)
        answered = self.people[0]
        reply = self.client().submit(
            answered["link"], self.answers_of(answered))
        self.assertEqual(reply.status, 201, reply.text)
        wall = asked(self.opened(self.wall).text)

        self.cluster.stop()
        self.assert_same(known)
        self.assert_same_open_link(wall)
        self.assertEqual(self.daemon.stop(), 0)
        self.daemon.start(wait_for="/healthz")
        eventually(lambda: self.opened(self.wall).status == 200, "the copy is served")
        self.assertIn("serving the programmes that were known last", self.daemon.log())
        self.assert_same(known)
        self.assert_same_open_link(wall)

        self.cluster.start()
        eventually(lambda: "You have already answered" in self.opened(answered["link"]).text,
                   "the database is asked again")
        self.assertNotIn(UNKNOWN, self.opened(answered["link"]).text)

    def assert_same_open_link(self, wall: str) -> None:
        reply = self.opened(self.wall)
        self.assertEqual(reply.status, 200)
        self.assertEqual(asked(reply.text), wall)
        self.assertNotIn(UNKNOWN, reply.text)

    def test_said_in_swedish(self):
        self.start()
        self.cluster.stop()
        page = self.client().get(self.people[0]["link"] + "?lang=sv").text
        self.assertIn("Har du svarat förut?", page)
        self.assertIn("kan inte visas just nu", page)

    def test_sent_while_away_replaces_what_was_answered(self):
        self.start()
        row, client = self.people[0], self.client()
        answers = self.answers_of(row)
        self.assertEqual(client.submit(row["link"], answers).status, 201)
        self.cluster.stop()
        page = self.opened(row["link"]).text
        fields = whole_form(page, []) + make.as_fields(self.questionnaire, answers)
        reply = client.post_form(row["link"], fields)
        self.assertEqual(reply.status, 303, reply.text[:2000])
        self.assertEqual(client.get(reply.headers["Location"]).status, 200)
        self.cluster.start()
        receipt = reply.headers["Location"].split("/receipt/")[1].split("?")[0]
        eventually(lambda: receipt in self.house.surveyctl("receipts", self.programme).stdout,
                   "the answers are stored")
        self.assertEqual(self.cluster.value(
            "select count(*) || ' ' || max(revision) from survey.response"), "1 2")

    def test_a_cycle_opens_and_closes_by_its_time(self):
        self.house.close_cycle(self.programme, 1)
        self.start()
        row, client = self.people[0], self.client()
        eventually(lambda: client.get(row["link"]).status == 403, "cycle 1 is closed")
        self.wait_for_copy(lambda: self.cluster.psql(
            "update survey.cycle set opens_at = now() + interval '8 seconds',"
            " closes_at = now() + interval '12 seconds' where cycle = 2"))
        self.cluster.stop()
        reply = self.opened(row["link"])
        self.assertEqual(reply.status, 403)
        self.assertIn(UNKNOWN_LIST, reply.text)
        page = eventually(lambda: (now := client.get(row["link"])).status == 200 and now,
                          "cycle 2 opens").text
        self.assertIn('name="_cycle" value="2"', page)
        eventually(lambda: client.get(row["link"]).status == 403, "cycle 2 closes")

    def invite_another(self, organisation: str) -> str:
        """The link of somebody who is invited now."""
        people = self.house.folder / "another.csv"
        people.write_text(f"key,organisation\nanother,{organisation}\n", encoding="utf8")
        rows = self.house.invite(self.programme, people)
        return next(row["link"] for row in rows if row["key"] == "another")

    def test_invited_while_the_daemon_runs(self):
        self.start()
        links: list[str] = []
        self.wait_for_copy(lambda: links.append(self.invite_another(self.values[0])))
        known = self.opened(links[0]).text
        self.assertIn('data-organisation="' + self.values[0], known)
        self.cluster.stop()
        self.assertEqual(asked(self.opened(links[0]).text), asked(known))

    def test_invited_too_late_for_the_copy(self):
        """Who it is cannot be told, and the form hangs on it: to be tried again, not a form with
        other questions. What does not hang on it is served."""
        self.start()
        os.kill(self.daemon.process.pid, signal.SIGSTOP)
        try:
            link = self.invite_another(self.values[0])
            self.cluster.stop()
        finally:
            os.kill(self.daemon.process.pid, signal.SIGCONT)
        client = self.client()
        for reply in (client.get(link), client.submit(link, self.answers_of(self.people[0]))):
            self.assertEqual(reply.status, 503, reply.text[:500])
            self.assertGreater(int(reply.headers["Retry-After"]), 0)
        self.cluster.start()
        eventually(lambda: client.get(link).status == 200, "the database knows")

    def test_a_form_for_everybody_is_served_to_the_unknown(self):
        """A questionnaire that does not ask who answers."""
        folder = self.house.folder / "plain"
        shutil.copytree(Path(__file__).resolve().parent / "answering-programme", folder)
        (folder / "steps.json").write_text(json.dumps({
            "title": {"en": "One word", "sv": "Ett ord"}, "pages": [{"name": "only", "elements": [
                {"type": "text", "name": "word", "title": {"en": "A word", "sv": "Ett ord"}}]}]}))
        self.programme = self.house.import_programme(folder)
        self.house.open_cycle(self.programme, 1)
        self.start()
        os.kill(self.daemon.process.pid, signal.SIGSTOP)
        try:
            link = self.invite_another("smedjan")
            self.cluster.stop()
        finally:
            os.kill(self.daemon.process.pid, signal.SIGCONT)
        reply = self.opened(link)
        self.assertEqual(reply.status, 200)
        self.assertIn(UNKNOWN, reply.text)

    def test_a_database_that_hangs(self):
        self.start()
        known = self.forms(self.somebody_of_each())
        client = self.client()
        self.cluster.freeze()
        try:
            for row, before in zip(self.somebody_of_each(), known, strict=True):
                begun = time.monotonic()
                reply = self.opened(row["link"])
                self.assertLess(time.monotonic() - begun, AFTER_MS / 1000 + 1)
                self.assertEqual(reply.status, 200)
                self.assertEqual(asked(reply.text), asked(before))
                self.assertIn(UNKNOWN, reply.text)
            # Looked up once more, and then kept: not both waits one after the other.
            begun = time.monotonic()
            row = self.people[0]
            reply = client.submit(row["link"], self.answers_of(row))
            self.assertEqual(reply.status, 202, reply.text)
            self.assertLess(time.monotonic() - begun, AFTER_MS / 1000 + 1)
        finally:
            self.cluster.thaw()
        eventually(lambda: UNKNOWN not in self.opened(self.people[0]["link"]).text,
                   "the database is asked again")

    def test_hangs_at_the_start(self):
        self.start()
        self.assertEqual(self.daemon.stop(), 0)
        self.cluster.freeze()
        try:
            self.daemon.start(wait_for="/healthz")
            client = self.client()
            eventually(lambda: client.get(self.people[0]["link"]).status == 200, "the copy", 5)
        finally:
            self.cluster.thaw()
        self.daemon.wait_until("/readyz", 200)

    def test_keys_gone(self):
        """Links cannot be told from others: as with the database."""
        self.start()
        self.cluster.stop()
        client, link = self.client(), self.people[0]["link"]
        folder = self.daemon.folder / "keys" / self.programme
        shutil.move(folder, self.house.folder / "away")
        eventually(lambda: client.get(link).status == 503, "the keys are gone")
        shutil.move(self.house.folder / "away", folder)
        eventually(lambda: client.get(link).status == 200, "the keys are back")

    def assert_starts_without_copy(self) -> None:
        self.cluster.stop()
        since = len(self.daemon.log())
        self.daemon.start(wait_for="/healthz")
        self.daemon.wait_for_log("the copy of programmes and people cannot be read", since)
        client, link = self.client(), self.people[0]["link"]
        time.sleep(1)
        self.assertEqual(client.get(link).status, 503)
        self.cluster.start()
        eventually(lambda: client.get(link).status == 200, "the database is back")
        self.assertEqual(self.daemon.stop(), 0)

    def test_copy_damaged_or_of_another_key(self):
        self.start()
        self.assertEqual(self.daemon.stop(), 0)
        content = bytearray(self.copy().read_bytes())
        content[len(content) // 2] ^= 1
        self.copy().write_bytes(content)
        self.assert_starts_without_copy()
        key = self.daemon.folder / "keys" / "spool.key"
        key.write_text(os.urandom(32).hex() + "\n", encoding="ascii")
        self.assert_starts_without_copy()

    def test_no_copy_where_the_spool_is_off(self):
        self.daemon.configure({("spool", "spool"): "off"})
        self.daemon.start()
        client, link = self.client(), self.people[0]["link"]
        eventually(lambda: client.get(link).status == 200, "served")
        self.assertFalse(self.copy().exists())
        self.cluster.stop()
        reply = client.get(link)
        self.assertEqual(reply.status, 503)
        self.assertGreater(int(reply.headers["Retry-After"]), 0)

    def test_nothing_secret_in_the_folder(self):
        """The copy is sealed, and what it is made from names no pseudonym."""
        self.start()
        content = self.copy().read_bytes()
        self.assertNotIn(self.programme.encode(), content)
        self.assertNotIn(self.values[0].encode(), content)
        known = self.cluster.psql("select fingerprints from survey.read_people()", role="surveyd")
        for (pseudonym,) in self.cluster.rows(
                "select distinct encode(respondent, 'hex') from survey.participation"):
            self.assertNotIn(pseudonym, known)


if __name__ == "__main__":
    unittest.main()
