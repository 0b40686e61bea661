"""Participants take their answers back: with their link, with the open link, with the receipt."""

import sys
import unittest
import uuid
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402
from open_case import OpenCase  # noqa: E402

JSON = {"Accept": "application/json"}
UNKNOWN = "0000-0000-0000-0000"


class Withdrawal(OpenCase):
    def answer(self, number: int | None, submission: str | None = None, pick: int = 0) -> dict:
        """Answers by the person's link (None: by the open link); the acknowledgement."""
        person = self.people[number] if number is not None else None
        answers = make.complete(self.programme_json, self.questionnaire, 1,
                                person["organisation"] if person else None, pick)
        if not person:
            answers["actor_type"] = self.programme_json["actorTypes"][0]["value"]
        reply = self.client.submit(person["link"] if person else self.wall, answers,
                                   submission=submission)
        return {"status": reply.status, **reply.json()}

    def responses(self) -> int:
        return int(self.house.cluster.value("SELECT count(*) FROM survey.response"))

    def withdraw_as_a_person_does(self, page: str) -> None:
        """From the receipt's page to the end, by what the pages offer."""
        receipt = self.client.get(f"{page}?lang=en")
        self.assertEqual(receipt.status, 200, receipt.text)
        self.assertIn(f'href="{self.path(page)}/withdraw', receipt.text)
        before = self.responses()
        asked = self.client.get(f"{page}/withdraw?lang=en")
        self.assertEqual(asked.status, 200)
        for said in ("deleted from the database at once", "cannot be undone",
                     "the next time they are", "answer again with your link"):
            self.assertIn(said, asked.text)
        self.assertIn(f'<form class="decide" method="post" action="{self.path(page)}/withdraw?lang=en">',
                      asked.text)
        self.assertEqual(self.responses(), before, "to look at the page withdraws nothing")
        done = self.client.post_form(f"{page}/withdraw?lang=en", {})
        self.assertEqual((done.status, done.headers["Location"]),
                         (303, f"{self.path(page)}?lang=en"))
        self.assertEqual(self.responses(), before - 1)
        after = self.client.get(done.headers["Location"])
        self.assertEqual(after.status, 200)
        self.assertIn("withdrawn", after.text.lower().replace("taken back", "withdrawn"))
        self.assertNotIn("your answers are stored</h1>", after.text)
        # Once more, from another tab or by a double click.
        again = self.client.post_form(f"{page}/withdraw?lang=en", {})
        self.assertEqual((again.status, again.headers["Location"]),
                         (303, f"{self.path(page)}?lang=en"))
        self.assertEqual(self.client.get(f"{page}/withdraw").status, 303)
        self.assertEqual(self.responses(), before - 1)

    def path(self, link: str) -> str:
        return link.split(f":{self.daemon.port}")[-1]

    def test_with_the_personal_link(self):
        sent = self.answer(0)
        link = self.people[0]["link"]
        self.withdraw_as_a_person_does(f"{link}/receipt/{sent['receipt']}")
        # The person can answer again, as if for the first time.
        anew = self.answer(0, pick=1)
        self.assertEqual((anew["status"], anew["revision"]), (201, 1))

    def test_with_the_open_link(self):
        sent = self.answer(None)
        self.withdraw_as_a_person_does(f"{self.wall}/receipt/{sent['receipt']}")

    def test_with_the_receipt_alone(self):
        for number in (1, None):
            sent = self.answer(number)
            self.withdraw_as_a_person_does(f"/r/{self.programme}/{sent['receipt']}")

    def test_a_replaced_receipt_withdraws_what_replaced_it(self):
        first = self.answer(2)
        second = self.answer(2, pick=1)
        link = self.people[2]["link"]
        self.assertEqual(self.client.post_form(
            f"{link}/receipt/{first['receipt']}/withdraw", {}).status, 303)
        for receipt in (first["receipt"], second["receipt"]):
            told = self.client.get(f"{link}/receipt/{receipt}", JSON).json()
            self.assertEqual((told["stored"], told["withdrawn"]), (None, True))

    def test_a_replay_after_the_withdrawal_stores_nothing(self):
        submission = str(uuid.uuid4())
        sent = self.answer(3, submission)
        self.client.post_form(f"/r/{self.programme}/{sent['receipt']}/withdraw", {})
        before = self.responses()
        self.assertEqual(self.answer(3, submission)["status"], 410)
        self.assertEqual(self.responses(), before)

    def test_other_links_cannot_withdraw(self):
        sent = self.answer(4)
        before = self.responses()
        for link in (self.people[5]["link"], self.wall):
            reply = self.client.post_form(f"{link}/receipt/{sent['receipt']}/withdraw", {})
            page = self.client.get(reply.headers["Location"])
            self.assertEqual((reply.status, page.status), (303, 404))
            problem = self.client.post_form(f"{link}/receipt/{sent['receipt']}/withdraw", {}, JSON)
            self.assertEqual(problem.status, 404)
        broken = self.people[4]["link"][:-1]
        self.assertEqual(self.client.post_form(
            f"{broken}/receipt/{sent['receipt']}/withdraw", {}).status, 404)
        self.assertEqual(self.responses(), before)

    def test_as_json(self):
        sent = self.answer(6)
        path = f"/r/{self.programme}/{sent['receipt']}"
        told = self.client.get(path, JSON).json()
        self.assertEqual((told["stored"], told["withdrawn"], told["cycle"], told["revision"]),
                         ("database", False, 1, 1))
        for _ in range(2):
            done = self.client.post_form(f"{path}/withdraw", {}, JSON)
            self.assertEqual((done.status, done.json()),
                             (200, {"receipt": sent["receipt"], "stored": None, "withdrawn": True}))
        told = self.client.get(path, JSON).json()
        self.assertEqual((told["stored"], told["withdrawn"], told["cycle"]), (None, True, 1))
        missing = self.client.post_form(f"/r/{self.programme}/{UNKNOWN}/withdraw", {}, JSON)
        self.assertEqual((missing.status, missing.json()),
                         (404, {"receipt": UNKNOWN, "stored": None}))

    # The page that finds a receipt

    def test_a_receipt_is_typed(self):
        sent = self.answer(7)
        page = self.client.get(f"/r/{self.programme}", {"Accept-Language": "sv"})
        self.assertEqual(page.status, 200)
        self.assertIn('<html lang="sv">', page.text)
        self.assertIn('name="receipt"', page.text)
        number = sent["receipt"]
        for typed in (number, number.lower(), number.replace("-", ""), number.replace("-", "+"),
                      f"+{number}+", number.replace("-", "%E2%80%93"),
                      number.replace("-", "%C2%A0")):
            found = self.client.get(f"/r/{self.programme}?lang=sv&receipt={typed}")
            self.assertEqual((found.status, found.headers["Location"]),
                             (303, f"/r/{self.programme}/{number}?lang=sv"), typed)
        for typed in ("", "abc", number[:-1], number + "0", "%3Cscript%3E", "%ff", "7" * 2000):
            wrong = self.client.get(f"/r/{self.programme}?lang=en&receipt={typed}")
            # A value that is no text counts as none.
            self.assertEqual(wrong.status, 200 if typed == "%ff" else 422, typed)
            self.assertNotIn("<script", wrong.text)
        self.assertIn("This is not the number of a receipt", self.client.get(
            f"/r/{self.programme}?lang=en&receipt=abc").text)
        wrong = self.client.get(f"/r/{self.programme}/abc?lang=en")
        self.assertEqual(wrong.status, 422)
        self.assertIn('value="abc"', wrong.text)

    def test_no_programme_is_told_from_none(self):
        sent = self.answer(8)
        pages = {}
        for programme in (self.programme, "no-such-programme"):
            for path in ("", f"/{UNKNOWN}", f"/{UNKNOWN}/withdraw", "?receipt=abc"):
                page = self.client.get(f"/r/{programme}{path}", {"Accept-Language": "en"})
                told = (page.status, page.headers["Content-Language"],
                        page.text.replace(programme, "P"))
                self.assertEqual(pages.setdefault(path, told), told, path)
        self.assertIn("Nothing is stored under this number", pages[f"/{UNKNOWN}"][2])
        self.assertEqual(self.client.get(f"/r/no-such-programme/{sent['receipt']}").status, 404)
        self.assertEqual(self.client.get("/r/No_Name").status, 404)

    def test_the_database_is_away(self):
        sent = self.answer(9)
        path = f"/r/{self.programme}/{sent['receipt']}"
        self.house.cluster.stop()
        try:
            self.assertEqual(self.client.get(path).status, 503)
            self.assertEqual(self.client.post_form(f"{path}/withdraw", {}).status, 503)
        finally:
            self.house.cluster.start()
        eventually(lambda: self.client.get(path).status == 200, "the receipt is found again", 60)


class Sealed(unittest.TestCase):
    def test_what_is_sealed_stays(self):
        require_programs("surveyd", "surveyctl")
        house = self.enterContext(House())
        folder = house.programme_copy(cycles=house.cycles_far_away())
        document = make.load(folder / "programme.json")
        questionnaire = make.load(folder / "cycle-1.json")
        programme = house.import_programme(folder)
        wall = house.open_link(programme)
        house.open_cycle(programme, 1)
        daemon = self.enterContext(house.daemon())
        client = daemon.client()
        self.addCleanup(client.close)
        eventually(lambda: client.get(wall).status == 200, "cycle 1 is open")
        answers = make.complete(document, questionnaire, 1, None, 0)
        answers["actor_type"] = document["actorTypes"][0]["value"]
        sent = client.submit(wall, answers)
        self.assertEqual(sent.status, 201, sent.text)
        receipt = sent.json()["receipt"]
        house.cluster.psql("UPDATE survey.cycle SET closes_at = now() - interval '1 hour',"
                           " sealed = true WHERE cycle = 1")
        for page in (f"{wall}/receipt/{receipt}", f"/r/{programme}/{receipt}"):
            eventually(lambda page=page: "withdraw" not in client.get(page).text,
                       "the receipt offers no withdrawal")
            for reply in (client.get(f"{page}/withdraw?lang=en"),
                          client.post_form(f"{page}/withdraw?lang=en", {})):
                self.assertEqual(reply.status, 410)
                self.assertIn("can no longer be taken back", reply.text)
            problem = client.post_form(f"{page}/withdraw", {}, JSON)
            self.assertEqual((problem.status, problem.json()["code"]), (410, "sealed"))
        self.assertEqual(house.cluster.value("SELECT count(*) FROM survey.response"), "1")


if __name__ == "__main__":
    unittest.main()
