"""The circle of a learning cycle through the real programs: links, forms, answers, receipts."""

import base64
import json
import subprocess
import sys
import unittest
import uuid
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.participant import whole_form  # noqa: E402
from harness.waiting import eventually  # noqa: E402
from open_case import OpenCase  # noqa: E402


def receipt_of(reply) -> str:
    """The receipt to which a form that was sent leads."""
    return reply.headers["Location"].split("/receipt/")[1].split("?")[0]


class Circle(OpenCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acknowledged: set[str] = set()

    def person(self, number: int) -> dict[str, str]:
        return self.people[number]

    def by_receipt(self, reply) -> str:
        """SQL: the row r of the response that was acknowledged with a redirect."""
        # Crockford's alphabet to that of RFC 4648.
        text = receipt_of(reply).replace("-", "").translate(str.maketrans(
            "0123456789ABCDEFGHJKMNPQRSTVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
        return f"r.receipt = '\\x{base64.b32decode(text).hex()}'"

    def complete(self, person: dict | None, pick: int = 0) -> dict:
        own = person["organisation"] if person else None
        answers = make.complete(self.programme_json, self.questionnaire, 1, own, pick)
        if person is None:
            answers["actor_type"] = self.programme_json["actorTypes"][0]["value"]
        return answers

    def acknowledge(self, reply) -> dict:
        body = reply.json()
        self.acknowledged.add(body["receipt"])
        return body

    # Forms

    def test_form_is_sent_changed_and_shown_again(self):
        person = self.person(0)
        page = self.client.get(person["link"], {"Accept-Language": "sv"})
        self.assertEqual(page.status, 200)
        self.assertIn('lang="sv"', page.text)
        self.assertIn("text/html", page.headers["Content-Type"])
        hidden = whole_form(page.text, [])
        self.assertEqual({name for name, _ in hidden},
                         {"_submission", "_cycle", "_version", "_language"})
        answers = self.complete(person)
        sent = self.client.post_form(person["link"],
                                     hidden + make.as_fields(self.questionnaire, answers))
        self.assertEqual(sent.status, 303, sent.text[:2000])
        receipt_page = self.client.get(sent.headers["Location"])
        self.assertEqual(receipt_page.status, 200)
        receipt = receipt_of(sent)
        self.acknowledged.add(receipt)
        self.assertIn(receipt, receipt_page.text)

        again = self.client.get(person["link"], {"Accept-Language": "sv"})
        fields = whole_form(again.text)
        filled = set(fields)
        for field in make.as_fields(self.questionnaire, answers):
            if field[0].split(".")[0] in ("recommend", "challenges", "told", "useful"):
                self.assertIn(field, filled)
        changed = [(name, "3" if name == "recommend" else value) for name, value in fields]
        second = self.client.post_form(person["link"], changed)
        self.assertEqual(second.status, 303, second.text[:2000])
        self.acknowledged.add(receipt_of(second))
        self.assertEqual(self.house.cluster.rows(
            "SELECT r.revision, a.code, a.label FROM survey.response r"
            " JOIN survey.answer a USING (programme, cycle, respondent)"
            f" WHERE {self.by_receipt(second)} AND a.name = 'recommend'"), [["2", "3", "3"]])
        old = self.client.get(sent.headers["Location"])
        self.assertEqual(old.status, 200)

    def test_form_shown_twice_in_two_tabs_is_sent_from_both(self):
        person = self.person(1)
        tabs = [self.client.get(person["link"]).text for _ in range(2)]
        ids = [dict(whole_form(tab))["_submission"] for tab in tabs]
        self.assertNotEqual(ids[0], ids[1])
        for number, tab in enumerate(tabs):
            hidden = whole_form(tab, [])
            body = hidden + make.as_fields(self.questionnaire, self.complete(person, number))
            # Twice each: an impatient tap sends the same form again.
            replies = [self.client.post_form(person["link"], body) for _ in range(2)]
            self.assertEqual([reply.status for reply in replies], [303, 303])
            self.assertEqual(receipt_of(replies[0]), receipt_of(replies[1]))
            self.acknowledged.add(receipt_of(replies[0]))
        self.assertEqual(self.house.cluster.value(
            f"SELECT revision FROM survey.response r WHERE {self.by_receipt(replies[0])}"), "2")

    def test_invalid_form_keeps_every_value(self):
        person = self.person(2)
        page = self.client.get(person["link"], {"Accept-Language": "en"})
        hidden = whole_form(page.text, [])
        answers = self.complete(person)
        del answers["recommend"]
        answers["useful"] = "Kept <b>exactly</b> as typed & more"
        reply = self.client.post_form(person["link"],
                                      hidden + make.as_fields(self.questionnaire, answers))
        self.assertEqual(reply.status, 422)
        self.assertIn("<title>Error", reply.text)
        self.assertNotIn("<b>exactly</b>", reply.text)
        fields = whole_form(reply.text)
        self.assertIn(("useful", "Kept <b>exactly</b> as typed & more"), fields)
        self.assertEqual(dict(fields)["_submission"], dict(hidden)["_submission"])
        # What was complained about is added; everything else is sent as it came back.
        mended = self.client.post_form(person["link"], fields + [("recommend", "7")])
        self.assertEqual(mended.status, 303, mended.text[:2000])
        self.acknowledged.add(receipt_of(mended))

    def test_a_form_sent_twice_with_other_answers_leads_to_a_new_one(self):
        """Back in the browser, changed, sent again: refused, but with a way on."""
        person = self.person(11)
        page = self.client.get(f"{person['link']}?lang=en")
        fields = whole_form(page.text, [])
        fields += make.as_fields(self.questionnaire, self.complete(person))
        first = self.client.post_form(person["link"], fields)
        self.assertEqual(first.status, 303, first.text[:2000])
        self.acknowledged.add(receipt_of(first))
        second = self.client.post_form(person["link"], [
            (name, "2" if name == "recommend" else value) for name, value in fields])
        self.assertEqual(second.status, 409)
        # The form again with what is filled in now: sending it replaces what was sent first.
        again = whole_form(second.text)
        self.assertIn(("recommend", "2"), again)
        self.assertNotEqual(dict(again)["_submission"], dict(fields)["_submission"])
        third = self.client.post_form(person["link"], again)
        self.assertEqual(third.status, 303, third.text[:2000])
        self.acknowledged.add(receipt_of(third))
        self.assertEqual(self.house.cluster.value(
            f"SELECT revision FROM survey.response r WHERE {self.by_receipt(third)}"), "2")

    # JSON

    def test_json_is_stored_once(self):
        person = self.person(3)
        submission = str(uuid.uuid4())
        answers = self.complete(person, 2)
        first = self.client.submit(person["link"], answers, "sv", submission)
        self.assertEqual(first.status, 201, first.text)
        body = self.acknowledge(first)
        self.assertEqual((body["revision"], body["stored"]), (1, "database"))
        replay = self.client.submit(person["link"], answers, "sv", submission)
        self.assertEqual((replay.status, replay.json()), (200, body))
        other = self.client.submit(person["link"], {**answers, "recommend": 1}, "sv", submission)
        self.assertEqual(other.status, 409)
        self.assertEqual(other.headers["Content-Type"], "application/problem+json")
        listed = self.house.surveyctl("receipts", self.programme).stdout.split()
        self.assertEqual(listed.count(body["receipt"]), 1)

    def test_second_submission_is_a_revision_and_old_receipts_stay_good(self):
        person = self.person(4)
        first = self.acknowledge(self.client.submit(person["link"], self.complete(person)))
        second = self.acknowledge(self.client.submit(person["link"], self.complete(person, 1)))
        self.assertEqual((first["revision"], second["revision"]), (1, 2))
        self.assertNotEqual(first["receipt"], second["receipt"])
        for receipt in (first["receipt"], second["receipt"]):
            page = self.client.get(f"{person['link']}/receipt/{receipt}")
            self.assertEqual(page.status, 200)

    def test_receipt_of_another_link_is_not_confirmed(self):
        person, other = self.person(5), self.person(6)
        made = self.acknowledge(self.client.submit(person["link"], self.complete(person)))
        page = self.client.get(f"{other['link']}/receipt/{made['receipt']}")
        self.assertNotEqual(page.text,
                            self.client.get(f"{person['link']}/receipt/{made['receipt']}").text)
        self.assertEqual(page.status, 404)

    def test_invalid_answers_are_named(self):
        person = self.person(7)
        answers = self.complete(person)
        answers["recommend"] = 11
        answers["unheard_of"] = 1
        del answers["told"]
        reply = self.client.submit(person["link"], answers, "en")
        self.assertEqual(reply.status, 422)
        self.assertEqual(reply.headers["Content-Type"], "application/problem+json")
        errors = {error["pointer"]: error for error in reply.json()["errors"]}
        self.assertEqual(set(errors),
                         {"/answers/recommend", "/answers/unheard_of", "/answers/told"})
        for error in errors.values():
            self.assertTrue(error["code"] and error["message"])

    def test_a_language_or_cycle_that_the_programme_does_not_have(self):
        person = self.person(7)
        reply = self.client.submit(person["link"], self.complete(person), "de", cycle=77)
        self.assertEqual(reply.status, 422)
        self.assertEqual([error["pointer"] for error in reply.json()["errors"]],
                         ["/language", "/cycle"])

    def test_bodies_that_are_none(self):
        link = self.person(8)["link"]
        json_type = {"Content-Type": "application/json"}
        duplicate = b'{"submission":"x","submission":"y","answers":{}}'
        for body, status in ((b"{", 400), (b"", 400), (duplicate, 400), (b"[]", 400),
                             (b'{"answers": {"x": NaN}}', 400), (b"{}", 422)):
            self.assertEqual(self.client.request("POST", link, body, json_type).status, status,
                             body)
        self.assertEqual(self.client.request("POST", link, b"x", {"Content-Type": "text/plain"})
                         .status, 415)
        self.assertEqual(self.client.request("PUT", link, b"x", json_type).status, 405)
        large = json.dumps({"answers": {"useful": "x" * 300_000}}).encode()
        self.assertEqual(self.client.request("POST", link, large, json_type).status, 413)

    # The open link

    def test_open_link_wants_the_actor_type_and_takes_any_number(self):
        refused = self.client.submit(self.wall, make.complete(
            self.programme_json, self.questionnaire, 1))
        self.assertEqual(refused.status, 422)
        self.assertIn("/actor_type", refused.json()["errors"][0]["pointer"])
        receipts = set()
        for number in range(3):
            reply = self.client.submit(self.wall, self.complete(None, number))
            self.assertEqual(reply.status, 201, reply.text)
            receipts.add(self.acknowledge(reply)["receipt"])
        self.assertEqual(len(receipts), 3)
        page = self.client.get(f"{self.wall}/receipt/{receipts.pop()}")
        self.assertEqual(page.status, 200)

    def test_open_form_is_sent(self):
        page = self.client.get(self.wall, {"Accept-Language": "sv"})
        hidden = whole_form(page.text, [])
        reply = self.client.post_form(
            self.wall, hidden + make.as_fields(self.questionnaire, self.complete(None)))
        self.assertEqual(reply.status, 303, reply.text[:2000])
        self.acknowledged.add(receipt_of(reply))

    # Links that are none

    def test_wrong_links_reveal_nothing(self):
        link = self.person(9)["link"]
        token = link.rsplit("/", 1)[1]
        flipped = ("A" if token[10] != "A" else "B").join((token[:10], token[11:]))
        paths = [f"/p/{self.programme}/{wrong}" for wrong in
                 (flipped, token[:-1], token + "A", "A" * 38, token.swapcase())]
        paths += [f"/p/another-programme/{token}", f"/o/{self.programme}/AAAAAAAAAA",
                  f"/o/nothing/{self.wall.rsplit('/', 1)[1]}"]
        title = self.programme_json["title"]["sv"]
        pages = set()
        for path in paths:
            reply = self.client.get(path, {"Accept-Language": "sv"})
            self.assertEqual(reply.status, 404, path)
            self.assertIn('lang="sv"', reply.text)
            self.assertNotIn(title, reply.text)
            pages.add(reply.text)
            sent = self.client.submit(path, self.complete(None))
            self.assertEqual(sent.status, 404, path)
        # Nothing tells a forged token from a foreign programme.
        self.assertEqual(len(pages), 1)

    # What operations sees

    def test_headers_of_every_answer(self):
        css = self.client.get(self.wall).text.split('rel="stylesheet"')[1].split('href="')[1]
        for path in (self.wall, "/nothing", css.split('"')[0], f"/report/{self.programme}"):
            headers = self.client.get(path).headers
            self.assertIn("max-age=", headers["Strict-Transport-Security"], path)
            self.assertIn("default-src 'none'", headers["Content-Security-Policy"], path)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff", path)
            self.assertEqual(headers["Referrer-Policy"], "no-referrer", path)
            self.assertIsNone(headers["Server"], path)
            self.assertIsNone(headers["Set-Cookie"], path)

    def test_metrics_are_prometheus(self):
        self.acknowledge(self.client.submit(self.wall, self.complete(None)))
        reply = self.daemon.operations_client().get("/metrics")
        self.assertEqual(reply.status, 200)
        checked = subprocess.run(["promtool", "check", "metrics"], input=reply.body,
                                 capture_output=True, check=False)
        self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, b""))
        values = dict(line.rsplit(" ", 1) for line in reply.text.splitlines()
                      if not line.startswith("#"))
        self.assertEqual(values["surveyd_submissions_accepted_total"],
                         values["surveyd_submissions_stored_total"])
        self.assertGreater(float(values["surveyd_submissions_stored_total"]), 0)
        self.assertEqual(values["surveyd_ready"], "1")

    def test_operations_are_not_served_to_the_world(self):
        for path in ("/metrics", "/healthz", "/readyz"):
            self.assertEqual(self.client.get(path).status, 404)


class Afterwards(unittest.TestCase):
    """What holds when everything above has been sent: runs a circle of its own, small."""

    def test_receipts_list_exactly_what_was_acknowledged_and_logs_hold_no_secret(self):
        require_programs("surveyd", "surveyctl")
        with House() as house:
            folder = house.programme_copy(cycles=house.cycles_far_away())
            programme_json = make.load(folder / "programme.json")
            questionnaire = make.load(folder / "cycle-1.json")
            programme = house.import_programme(folder)
            house.open_cycle(programme, 1)
            house.daemon().configure({("log", "level"): "debug"})
            with house.daemon() as daemon:
                people = house.invite(programme)
                wall = house.open_link(programme)
                client = daemon.client()
                eventually(lambda: client.get(wall).status == 200, "cycle 1 is open")
                acknowledged, secrets = set(), {wall.rsplit("/", 1)[1]}
                for number, person in enumerate(people[:5]):
                    answers = make.complete(programme_json, questionnaire, 1,
                                            person["organisation"], number)
                    answers["useful"] = f"planted secret {number}"
                    for _ in range(2):
                        reply = client.submit(person["link"], answers)
                        self.assertEqual(reply.status, 201, reply.text)
                        acknowledged.add(reply.json()["receipt"])
                    client.get(f"{person['link']}/receipt/{reply.json()['receipt']}")
                    secrets |= {person["link"].rsplit("/", 1)[1], f"planted secret {number}"}
                listed = house.surveyctl("receipts", programme).stdout.split()
                self.assertEqual(set(listed), acknowledged)
                self.assertEqual(len(listed), len(acknowledged))
                client.close()
            logs = daemon.log() + house.cluster.log()
            for secret in secrets | acknowledged | {"127.0.0.1:5"}:
                self.assertNotIn(secret, logs)
            self.assertIn("serving", logs)


if __name__ == "__main__":
    unittest.main()
