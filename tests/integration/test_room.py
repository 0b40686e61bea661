"""The page for the projector, the short address, and the poster for the wall."""

import re
import sys
import threading
import time
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from harness import answers as make  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402

JSON = {"Accept": "application/json"}


class Room(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl")
        cls.house = cls.enterClassContext(House(postgresql={"track_functions": "all"}))
        cycles = cls.house.cycles_far_away()
        folder = cls.house.programme_copy(cycles=cycles, participantsSeeResults=True)
        cls.programme_json = make.load(folder / "programme.json")
        cls.questionnaire = make.load(folder / "cycle-1.json")
        cls.programme = cls.house.import_programme(folder)
        cls.daemon = cls.enterClassContext(cls.house.daemon())
        cls.wall = cls.house.open_link(cls.programme)
        cls.people = cls.house.invite(cls.programme)

    def setUp(self):
        self.client = self.daemon.client()
        self.addCleanup(self.client.close)

    def room(self, query: str = "", headers: dict | None = None):
        return self.client.get(f"{self.wall}/room{query}", headers)

    def told(self) -> dict:
        reply = self.room(headers=JSON)
        self.assertEqual(reply.status, 200, reply.text)
        return reply.json()

    def answer(self, link: str, pick: int) -> None:
        answers = make.complete(self.programme_json, self.questionnaire, 1, None, pick)
        answers["actor_type"] = self.programme_json["actorTypes"][0]["value"]
        reply = self.client.submit(link, answers)
        self.assertEqual(reply.status, 201, reply.text)

    def state(self, word: str) -> dict:
        return eventually(lambda: (told := self.told())["state"].startswith(word) and told,
                          f"the room says {word}")

    def test_a_cycle_from_before_it_opens_until_after_it_closed(self):
        early = self.state("upcoming-1")
        self.assertRegex(early["time"]["sv"], "Öppnar den 1 januari 2191 kl. 08.00")
        page = self.room()
        self.assertEqual(page.status, 200)
        self.assertNotIn('id="responses"', page.text)

        self.house.open_cycle(self.programme, 1)
        self.house.cluster.psql("UPDATE survey.cycle SET closes_at = now() + interval '90 minutes'"
                               " WHERE cycle = 1")
        told = self.state("open-1")
        self.assertEqual((told["responses"], told["current"]), (0, True))
        eventually(lambda: re.match(r"Closes in 1 h \d+ min, at \d\d:\d\d",
                                    self.told()["time"]["en"]), "an hour and a half are left")
        self.assertRegex(self.told()["time"]["sv"], r"Stänger om 1 tim \d+ min, kl. \d\d\.\d\d")

        page = self.room()
        text = page.text
        self.assertIn("text/html", page.headers["Content-Type"])
        self.assertIn("no-store", page.headers["Cache-Control"])
        code = self.wall.rsplit("/", 1)[1]
        self.assertIn(f"localhost:{self.daemon.port}/</span><wbr><span>{code[:5]}-{code[5:]}", text)
        self.assertIn('<svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img"', text)
        for language in ("sv", "en"):
            self.assertIn(self.programme_json["title"][language], text)
        self.assertIn("svar hittills", text)
        self.assertIn("answers so far", text)
        self.assertIn('<noscript><meta http-equiv="refresh" content="10"></noscript>', text)
        self.assertNotIn('http-equiv="refresh"', self.room("?refresh=off").text)

        # One by the open link, one by a personal one: both count, and neither is named.
        self.answer(self.wall, 0)
        person = next(each for each in self.people if each["organisation"] == "granas")
        self.client.submit(person["link"], make.complete(
            self.programme_json, self.questionnaire, 1, person["organisation"], 1))
        eventually(lambda: self.told()["responses"] == 2, "both answers count")
        self.assertIn('id="responses">2<', self.room().text)
        self.assertEqual(set(self.told()), {"state", "responses", "current", "time"})

        self.house.close_cycle(self.programme, 1)
        closed = self.state("closed-1")
        self.assertEqual(closed["responses"], 2)
        self.assertEqual(closed["time"]["sv"], "Tack! Enkäten är stängd.")
        self.assertNotIn('class="qr"', self.room().text, "nothing to scan while late answers come")
        self.house.cluster.psql("UPDATE survey.cycle SET closes_at = now() - interval '11 minutes'"
                               " WHERE cycle = 1")
        self.state("closed-1-results")
        text = self.room().text
        path = self.wall.split(f":{self.daemon.port}")[1]
        self.assertIn(f'href="{path}/results/1?lang=sv"', text)
        self.assertIn('class="qr"', text)

    def counted(self) -> int:
        """How often PostgreSQL has counted answers so far; its statistics lag by a second."""
        time.sleep(1.5)
        return int(self.house.cluster.value(
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_user_functions"
            " WHERE funcname = 'count_responses'", "postgres"))

    def test_many_projectors_cost_little(self):
        before = self.counted()
        self.assertTrue(self.told()["current"])
        replies: list[dict] = []

        def look() -> None:
            client = self.daemon.client()
            for _ in range(20):
                replies.append(client.get(f"{self.wall}/room", JSON).json())
            client.close()

        begun = time.monotonic()
        threads = [threading.Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        seconds = time.monotonic() - begun
        self.assertEqual(len(replies), 160)
        self.assertTrue(all(each["current"] for each in replies))
        # Two workers, each of which asks every two seconds at most.
        asked = self.counted() - before
        self.assertGreater(asked, 0)
        self.assertLessEqual(asked, 2 * (2 + seconds / 2))

    def test_without_the_database_the_last_number_stays(self):
        eventually(lambda: self.told()["current"], "the number is known")
        before = self.told()["responses"]
        self.house.cluster.stop()
        try:
            told = eventually(lambda: not (told := self.told())["current"] and told,
                              "the room says that the number is old")
            page = self.room()
        finally:
            self.house.cluster.start()
        # Two workers: the one that answers may never have known the number.
        self.assertIn(told["responses"], (before, None))
        self.assertEqual(page.status, 200)
        self.assertIn('<div id="stale">', page.text)
        eventually(lambda: self.told()["current"], "the number is current again", 60)

    def test_the_short_address_leads_to_the_form(self):
        code = self.wall.rsplit("/", 1)[1]
        path = self.wall.split(f":{self.daemon.port}")[1]
        spellings = (code, code.lower(), f"{code[:5]}-{code[5:]}",
                     code.replace("0", "O").replace("1", "l"))
        for spelling in spellings:
            reply = self.client.get(f"/{spelling}")
            self.assertEqual((reply.status, reply.headers["Location"]), (303, path), spelling)
        wrong = "0" if code[0] != "0" else "2"
        for other in (wrong + code[1:], code[:-1], code + "0", "favicon.ico", "robots.txt",
                      self.programme):
            self.assertEqual(self.client.get(f"/{other}").status, 404, other)

    def test_a_wrong_code_has_no_room(self):
        reply = self.client.get(f"/o/{self.programme}/0000000000/room")
        self.assertEqual(reply.status, 404)
        self.assertNotIn(self.programme_json["title"]["sv"], reply.text)
        self.assertEqual(self.client.get("/o/another/0000000000/room", JSON).status, 404)


class Poster(unittest.TestCase):
    def test_it_has_the_link_and_all_languages(self):
        require_programs("surveyctl")
        house = self.enterContext(House())
        programme = house.import_programme()
        document = make.load(house.example / "programme.json")
        base = "https://survey.example.org"
        for suffix in ("html", "svg"):
            path = house.folder / f"poster.{suffix}"
            link = house.surveyctl("open-link", programme, "--base-url", base, "--poster",
                                   path).stdout.strip()
            text = path.read_text(encoding="utf8")
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            code = link.rsplit("/", 1)[1]
            plain = re.sub(r"\s+", " ", re.sub(r"</?(span|wbr)[^>]*>", "", text))
            self.assertIn(f"survey.example.org/{code[:5]}-{code[5:]}", plain)
            self.assertIn("Säg vad du tycker", text)
            self.assertIn("Tell us what you think", text)
            words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))
            for language in ("sv", "en"):
                self.assertIn(document["title"][language], words)
            self.assertNotIn("<script", text)
            self.assertFalse(re.search(r'(src|href)="', text), "it needs nothing from elsewhere")

    def test_what_cannot_be_written_is_refused(self):
        require_programs("surveyctl")
        house = self.enterContext(House())
        programme = house.import_programme()
        wrong = house.surveyctl("open-link", programme, "--poster", house.folder / "poster.pdf",
                                exit_code=64)
        self.assertIn("ends in .html or .svg", wrong.stderr)
        house.surveyctl("open-link", "nobody", "--poster", house.folder / "poster.html",
                        exit_code=None)
        self.assertFalse((house.folder / "poster.html").exists())


if __name__ == "__main__":
    unittest.main()
