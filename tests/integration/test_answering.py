"""Answering without script, page by page; and what the form's script asks for."""

import html
import re
import unittest

from answering_case import FOLDER, MANAGER, QUESTIONS, WORKER, AnsweringCase, fields_of
from harness import answers as make
from harness.build import require_programs
from harness.house import House
from harness.participant import Participant, whole_form
from harness.waiting import eventually

JSON = {"Accept": "application/json"}


class ExampleProgramme(unittest.TestCase):
    """Every questionnaire of the example, in both languages: a form gives what JSON gives."""

    def test_every_cycle_in_both_languages(self):
        require_programs("surveyd", "surveyctl")
        with House() as house:
            folder = house.programme_copy(cycles=house.cycles_far_away())
            programme_json = make.load(folder / "programme.json")
            programme = house.import_programme(folder)
            with house.daemon() as daemon:
                client = daemon.client()
                people = house.invite_from_the_start(programme, programme_json)
                twins = [(one, two) for one, two in zip(people[::2], people[1::2])
                         if one["organisation"] == two["organisation"]][:2]
                self.assertEqual(len(twins), 2)
                for cycle in range(1, 5):
                    house.open_cycle(programme, cycle)
                    eventually(lambda: f'name="_cycle" value="{cycle}"' in client.get(
                        people[0]["link"]).text, f"cycle {cycle} is open")
                    questionnaire = make.load(folder / f"cycle-{cycle}.json")
                    for pick, (language, (one, two)) in enumerate(zip(("sv", "en"), twins)):
                        with self.subTest(cycle=cycle, language=language):
                            answers = make.complete(programme_json, questionnaire, cycle,
                                                    one["organisation"], pick)
                            self.same_by_form_and_json(client, questionnaire, cycle, language,
                                                       answers, one["link"], two["link"])
                client.close()

    def same_by_form_and_json(self, client, questionnaire, cycle, language, answers, one, two):
        participant = Participant(client, one)
        self.assertEqual(participant.open(language).status, 200)
        self.assertIn(f'<html lang="{language}"', participant.form.text)
        pages = participant.go_through(make.as_fields(questionnaire, answers))
        self.assertEqual(pages, list(range(1, len(questionnaire["pages"]) + 1)))
        self.assertEqual(participant.reply.status, 200, participant.reply.text[:2000])
        self.assertIn("/receipt/", participant.reply.text)
        self.assertEqual(client.submit(two, answers, language).status, 201)
        by_form, by_json = (client.get(f"{link}/cycle/{cycle}", JSON).json()
                            for link in (one, two))
        self.assertEqual(by_form["answers"], by_json["answers"])
        self.assertEqual(by_form["language"], language)
        # Opened again it is filled in, and goes through as it is: a second revision of the same.
        participant.open(language)
        for _ in pages:
            reply = participant.press(None)
        self.assertEqual(reply.status, 303, reply.text[:2000])
        again = client.get(f"{one}/cycle/{cycle}", JSON).json()
        self.assertEqual((again["answers"], again["revision"]), (by_form["answers"], 2))


class Steps(AnsweringCase):
    def test_pages_that_are_not_for_somebody_are_passed_over(self):
        worker, manager = self.participant(), self.participant()
        worker.open()
        self.assertEqual(worker.go_through(fields_of(WORKER)), [1, 3, 4])
        manager.open()
        self.assertEqual(manager.go_through(fields_of(MANAGER)), [1, 2, 3, 4])
        self.assertEqual(self.stored(worker.link)["answers"], {
            **WORKER, "team": "Räksmörgås & <b>så</b>\nrad två"})
        self.assertEqual(self.stored(manager.link)["answers"], MANAGER)

    def test_back_and_forth_loses_nothing(self):
        participant = self.participant()
        self.to_page(participant, 3, WORKER)
        # Half-way, and wrong in parts: three topics are too many.
        typed = [("topics", "tools"), ("topics", "safety"), ("topics", "quality"),
                 ("order.2", "second"), ("team", " Två rader\r\noch blanka ")]
        self.assertEqual(participant.press("back", typed).status, 200)
        self.assertEqual(participant.form.page, 1)
        self.assertEqual(set(participant.form.values()), {("agrees", "true"), ("role", "worker")})
        self.assertEqual(participant.press("next").status, 200)
        self.assertEqual(participant.form.page, 3)
        self.assertEqual(participant.form.values(), typed)
        # Back from the first page there is nothing further.
        participant.press("back")
        self.assertNotIn("back", participant.form.buttons)

    def test_next_never_sends(self):
        participant = self.participant()
        self.to_page(participant, 4, WORKER)
        # As where an answer of the page has taken away the only page that was still to come.
        fields = participant.form.filled(fields_of(WORKER)) + [("_go", "next")]
        reply = participant._take(self.client.post_form(participant.link, fields))
        self.assertEqual((reply.status, participant.form.page), (200, 4))
        self.assertIn("That was the last page", reply.text)
        self.assertNotIn("<title>Error", reply.text)
        self.assertEqual(participant.form.default_button, "send")
        self.assertEqual(self.client.get(f"{participant.link}/cycle/1", JSON).status, 404)
        self.assertEqual(participant.press("send", fields_of(WORKER)).status, 303)

    def test_an_answer_taken_back_brings_everything_back(self):
        participant = self.participant()
        self.to_page(participant, 4, WORKER)
        for _ in range(2):
            participant.press("back", fields_of(WORKER))
        self.assertEqual(participant.form.page, 1)
        # As a manager there is a page more, and no question for the team.
        self.assertEqual(participant.go_through(fields_of(MANAGER))[:3], [1, 2, 3])
        self.assertEqual(self.stored(participant.link)["answers"], MANAGER)
        self.assertNotIn("team", participant.form.names)

        other = self.participant()
        self.to_page(other, 3, WORKER)
        other.press("back", fields_of(WORKER))
        other.press("next", fields_of(MANAGER))
        other.press("next", fields_of(MANAGER))
        self.assertEqual(other.form.page, 3)
        self.assertNotIn("team", other.form.names)
        other.press("back", fields_of(WORKER))
        other.press("back", fields_of(MANAGER))
        other.press("next", fields_of(WORKER))
        self.assertEqual(other.form.page, 3)
        self.assertEqual(other.form.value("team"), WORKER["team"])
        other.go_through(fields_of(WORKER))
        self.assertNotIn("budget", self.stored(other.link)["answers"])

    def test_the_language_changes_in_the_middle(self):
        participant = self.participant()
        self.to_page(participant, 4, WORKER)
        typed = [("word", "alldeles för långt"), ("seen", "någon gång"), ("view.clear", "2")]
        self.assertEqual(participant.press("language-sv", typed).status, 200)
        self.assertIn('<html lang="sv"', participant.form.text)
        self.assertIn("Slutet", participant.form.text)
        self.assertNotIn('id="error-summary"', participant.form.text)
        self.assertEqual((participant.form.page, participant.form.values()), (4, typed))
        refused = participant.press("send")
        self.assertEqual(refused.status, 422)
        self.assertIn("<title>Fel", refused.text)
        self.assertEqual(participant.form.values(), typed)
        self.assertEqual(participant.press("send", fields_of(WORKER)).status, 303)
        self.assertIn('<html lang="sv"', participant.reply.text)
        self.assertEqual(self.stored(participant.link)["language"], "sv")

    def test_consent_refused_ends_at_once_and_stores_nothing(self):
        before = self.count()
        participant = self.participant()
        participant.open()
        reply = participant.press("next", [("agrees", "false")])
        self.assertEqual(reply.status, 200)
        self.assertNotIn('id="survey"', reply.text)
        script = self.client.post_form(
            participant.link, whole_form(participant.form.text, [("agrees", "false")]), JSON)
        self.assertEqual((script.status, script.json()),
                         (200, {"receipt": None, "stored": "nothing"}))
        self.assertEqual(self.count(), before)

    def test_a_page_is_checked_before_the_next(self):
        participant = self.participant()
        participant.open()
        reply = participant.press("next", [("role", "worker")])
        self.assertEqual((reply.status, participant.form.page), (422, 1))
        self.assertIn('id="agrees:error"', reply.text)
        # What other pages ask is not complained about yet.
        for name in ("topics", "word"):
            self.assertNotIn(f'id="{name}:error"', reply.text)
        self.assertEqual(reply.text.count("<li><a href=\"#"), 1)
        self.assertEqual(participant.form.values(), [("role", "worker")])

    def test_enter_goes_on_and_sends(self):
        participant = self.participant()
        participant.open()
        self.assertEqual(participant.form.default_button, "next")
        for page in (3, 4):
            self.assertEqual(participant.press(None, fields_of(WORKER)).status, 200)
            self.assertEqual(participant.form.page, page)
        self.assertEqual(participant.form.default_button, "send")
        self.assertEqual(participant.press(None, fields_of(WORKER)).status, 303)

    def test_sending_leads_to_the_first_page_that_is_wrong(self):
        participant = self.participant()
        participant.open()
        # The first page is left empty, by a request of one's own: going back checks nothing.
        participant.press("language-sv", [])
        fields = [(name, "4" if name == "_page" else value)
                  for name, value in participant.form.fields if name.startswith("_")]
        reply = self.client.post_form(participant.link,
                                      fields + [("word", "Ord"), ("_go", "send")])
        self.assertEqual(reply.status, 422)
        self.assertIn('id="agrees:error"', reply.text)
        participant._take(reply)
        self.assertEqual(participant.form.page, 1)
        self.assertEqual(participant.go_through(fields_of(WORKER)), [1, 3, 4])
        self.assertEqual(self.stored(participant.link)["answers"]["word"], WORKER["word"])

    def test_the_button_to_send_does_not_skip_a_page(self):
        """The page before was answered so that another one comes, without the form knowing it."""
        participant = self.participant()
        self.to_page(participant, 3, WORKER)
        fields = participant.form.filled(fields_of(WORKER))
        participant._take(self.client.post_form(participant.link, fields + [("_go", "send")]))
        self.assertEqual((participant.reply.status, participant.form.page), (200, 4))
        self.assertNotIn('id="error-summary"', participant.form.text)

    def test_nothing_is_kept_before_the_end(self):
        before = self.count()
        steps, accepted = (self.figure("surveyd_form_steps_total"),
                           self.figure("surveyd_submissions_accepted_total"))
        jobs = self.figure("surveyd_database_jobs_total")
        participant = self.participant()
        self.to_page(participant, 4, WORKER)
        self.assertEqual(self.count(), before)
        self.assertIsNone(self.stored(participant.link))
        self.assertIsNone(participant.reply.headers["Set-Cookie"])
        self.assertEqual(self.figure("surveyd_form_steps_total"), steps + 2)
        self.assertEqual(self.figure("surveyd_submissions_accepted_total"), accepted)
        self.assertGreaterEqual(self.figure("surveyd_database_jobs_total"), jobs)
        self.assertEqual(participant.press("send", fields_of(WORKER)).status, 303)
        self.assertEqual(self.count(), before + 1)

    def test_by_the_open_link(self):
        participant = self.participant(self.wall)
        participant.open("sv")
        self.assertIn("actor_type", participant.form.names)
        refused = participant.press("next", fields_of(WORKER))
        self.assertEqual((refused.status, participant.form.page), (422, 1))
        self.assertIn('id="actor_type:error"', refused.text)
        before = self.count()
        # A condition on the actor type: pupils are for schools.
        school = {**WORKER, "actor_type": "school", "pupils": "Trettio"}
        participant.press("next", fields_of(school))
        self.assertIn("pupils", participant.form.names)
        participant.go_through(fields_of(school))
        self.assertEqual(participant.reply.status, 200)
        self.assertEqual(self.count(), before + 1)
        self.assertEqual(self.house.cluster.rows(
            "SELECT value, actor_type FROM survey.answer WHERE name = 'pupils' AND code = 1"),
            [["Trettio", "school"]])

    def test_a_condition_on_who_answers(self):
        school, company = self.participant(self.link("gymnasiet")), self.participant()
        self.to_page(school, 3, WORKER)
        self.assertIn("pupils", school.form.names)
        self.to_page(company, 3, WORKER)
        self.assertNotIn("pupils", company.form.names)
        # The own organisation is left out of the roster.
        self.to_page(school, 4, WORKER)
        ties = {name for name in school.form.names if name.startswith("ties.")}
        self.assertEqual(ties, {"ties.smedjan", "ties.verkstaden"})


class ScriptsForm(AnsweringCase):
    """The form's script sends all pages at once and asks for JSON."""

    def test_acknowledgement(self):
        link = self.link()
        page = self.client.get(f"{link}?lang=sv")
        fields = whole_form(page.text, fields_of(WORKER))
        first = self.client.post_form(link, fields, JSON)
        self.assertEqual(first.status, 201, first.text)
        body = first.json()
        self.assertEqual({key: body[key] for key in ("revision", "stored")},
                         {"revision": 1, "stored": "database"})
        self.assertTrue(body["location"].endswith(f"/receipt/{body['receipt']}?lang=sv"))
        self.assertIn(body["receipt"], self.client.get(body["location"]).text)
        replay = self.client.post_form(link, fields, JSON)
        self.assertEqual((replay.status, replay.json()), (200, body))

    def test_errors_name_their_field(self):
        link = self.link()
        fields = whole_form(self.client.get(link).text,
                            fields_of({**WORKER, "word": "alldeles för långt"}))
        fields = [field for field in fields if field[0] not in ("role", "view.clear")]
        reply = self.client.post_form(link, fields, JSON)
        self.assertEqual(reply.status, 422)
        self.assertEqual(reply.headers["Content-Type"], "application/problem+json")
        errors = {each["field"]: each for each in reply.json()["errors"]}
        self.assertEqual(set(errors), {"role", "word"})
        self.assertEqual(errors["word"]["pointer"], "/answers/word")
        self.assertTrue(errors["role"]["code"] and errors["role"]["message"])

    def test_one_page_alone_is_not_for_the_script(self):
        participant = self.participant()
        participant.open()
        reply = self.client.post_form(participant.link, participant.form.fields, JSON)
        self.assertEqual((reply.status, reply.json()["code"]), (400, "page_alone"))

    def test_other_answers_with_the_same_id(self):
        link = self.link()
        fields = whole_form(self.client.get(link).text, fields_of(WORKER))
        other = [(name, "Annat" if name == "word" else value) for name, value in fields]
        self.assertEqual(self.client.post_form(link, fields, JSON).status, 201)
        refused = self.client.post_form(link, other, JSON)
        self.assertEqual((refused.status, refused.json()["code"]), (409, "submission_conflict"))


class ComingBack(AnsweringCase):
    def test_the_form_is_filled_in_on_every_page(self):
        link = self.link()
        self.assertEqual(self.client.submit(link, MANAGER).status, 201)
        participant = self.participant(link)
        participant.open()
        self.assertIn('data-revision="1"', participant.form.text)
        for page in (1, 2, 3, 4):
            self.assertEqual(participant.form.page, page)
            for name, value in fields_of(MANAGER):
                if name in participant.form.names:
                    self.assertIn((name, value), participant.form.fields)
            self.assertIn('data-revision="1"', participant.form.text)
            reply = participant.press(None)
        self.assertEqual(reply.status, 303)
        self.assertEqual(self.stored(link)["revision"], 2)

    def test_sent_again_with_other_answers(self):
        participant = self.participant()
        self.to_page(participant, 4, WORKER)
        last = participant.form
        self.assertEqual(participant.press("send", fields_of(WORKER)).status, 303)
        participant.form = last  # the browser's Back
        conflict = participant.press("send", fields_of({**WORKER, "word": "Annat"}))
        self.assertEqual((conflict.status, participant.form.page), (409, 4))
        self.assertEqual(participant.form.value("word"), "Annat")
        self.assertNotEqual(participant.form.value("_submission"), last.value("_submission"))
        self.assertEqual(self.stored(participant.link)["answers"]["word"], WORKER["word"])
        self.assertEqual(participant.press("send").status, 303)
        stored = self.stored(participant.link)
        self.assertEqual((stored["answers"]["word"], stored["revision"]), ("Annat", 2))

    def test_sent_again_by_the_open_link(self):
        participant = self.participant(self.wall)
        answers = {**WORKER, "actor_type": "company"}
        self.to_page(participant, 4, answers)
        last = participant.form
        self.assertEqual(participant.press("send", fields_of(answers)).status, 303)
        participant.form = last
        before = self.count()
        conflict = participant.press("send", fields_of({**answers, "word": "Annorlunda"}))
        self.assertEqual(conflict.status, 409)
        self.assertNotIn('id="survey"', conflict.text)
        self.assert_kept(conflict, "Annorlunda", "Räksmörgås &amp; &lt;b&gt;så&lt;/b&gt;")
        self.assertEqual(self.count(), before)

    def test_answers_to_read(self):
        link = self.link()
        self.assertEqual(self.client.get(f"{link}/cycle/1").status, 404)
        # The way on is there: the list of the cycles, with the form of the open one.
        empty = self.client.get(f"{link}/cycle/1?lang=en")
        self.assertEqual(empty.status, 404)
        self.assertIn("Second", empty.text)
        self.assertIn(f'href="{link[link.index("/p/"):]}?lang=en"', empty.text)
        sent = self.client.submit(link, WORKER, "sv").json()
        page = self.client.get(f"{link}/cycle/1?lang=sv")
        self.assertEqual(page.status, 200)
        self.assert_kept(page, "Räksmörgås &amp; &lt;b&gt;så&lt;/b&gt;", "Verktyg", "Säkerhet")
        self.assertNotIn("<b>så</b>", page.text)
        read = self.stored(link)
        self.assertEqual((read["receipt"], read["revision"], read["cycle"], read["version"]),
                         (sent["receipt"], 1, 1, 1))
        # Not another's, not by the open link, not of a cycle that there is not.
        self.assertEqual(self.client.get(f"{self.link()}/cycle/1").status, 404)
        for path in (f"{self.wall}/cycle/1", f"{link}/cycle/9", f"{link}/cycle/0",
                     f"{link}/cycle/x", f"{link}/cycle/1x", f"{link}/cycle/99999999999"):
            self.assertEqual(self.client.get(path).status, 404, path)

    def test_the_form_lists_the_cycles(self):
        link = self.link()
        path = link[link.index("/p/"):]
        self.assertNotIn(f'href="{path}/cycle/1', self.client.get(link).text)
        self.client.submit(link, WORKER)
        form = self.client.get(f"{link}?lang=en")
        self.assertIn(f'href="{path}/cycle/1', form.text)
        self.assertIn("Second", form.text)
        # The open link knows nobody.
        self.assertNotIn("/cycle/", self.client.get(self.wall).text)

    def test_withdrawn_and_sent_again(self):
        participant = self.participant()
        self.to_page(participant, 4, WORKER)
        last = participant.form
        self.assertEqual(participant.press("send", fields_of(WORKER)).status, 303)
        receipt = self.stored(participant.link)["receipt"]
        done = self.client.post_form(f"{participant.link}/receipt/{receipt}/withdraw", {})
        self.assertEqual(done.status, 303, done.text[:2000])
        self.assertIsNone(self.stored(participant.link))
        participant.form = last
        late = participant.press("send", fields_of(WORKER))
        self.assertEqual(late.status, 410)
        self.assert_kept(late, WORKER["word"])
        whole = whole_form(last.text, fields_of(WORKER))
        script = self.client.post_form(participant.link, whole, JSON)
        self.assertEqual((script.status, script.json()["code"]), (410, "withdrawn"))
        self.assertIsNone(self.stored(participant.link))
        # A form opened anew is a new answer.
        participant.open()
        participant.go_through(fields_of(WORKER))
        self.assertEqual(self.stored(participant.link)["revision"], 1)


class DatabaseAway(AnsweringCase):
    def test_pages_go_on_and_sending_waits(self):
        for answers, pages in ((WORKER, [1, 3, 4]), (MANAGER, [1, 2, 3, 4])):
            participant = self.participant()
            participant.open("sv")
            before = self.count()
            self.house.cluster.stop()
            try:
                for page in pages[:-1]:
                    self.assertEqual(participant.form.page, page)
                    self.assertEqual(participant.press("next", fields_of(answers)).status, 200)
                participant.press("back", fields_of(answers))
                participant.press("next", fields_of(answers))
                refused = participant.press("send", fields_of(answers))
                self.assertEqual((refused.status, participant.form.page), (503, 4))
                self.assertGreater(int(refused.headers["Retry-After"]), 0)
                self.assertIn('id="error-summary"', refused.text)
                self.assertEqual(participant.form.value("word"), answers["word"])
                # Still on every page, still not stored.
                self.assertEqual(participant.press("back").status, 200)
                self.assertEqual(participant.press("next").status, 200)
                script = self.client.post_form(
                    participant.link, whole_form(participant.form.text, fields_of(answers)), JSON)
                self.assertEqual((script.status, script.json()["code"]), (503, "unavailable"))
            finally:
                self.house.cluster.start()
            self.daemon.wait_until("/readyz", 200)
            self.assertEqual(participant.press("send").status, 303)
            self.assertEqual(participant.press("send").status, 303)
            self.assertEqual(self.count(), before + 1)
            self.assertEqual(self.stored(participant.link)["answers"]["word"], answers["word"])

    def test_a_daemon_that_knows_nothing_yet_gives_the_form_back(self):
        participant = self.participant()
        participant.open("sv")
        participant.press("next", fields_of(WORKER))
        participant.press("next", fields_of(WORKER))
        self.daemon.process.kill()
        self.daemon.process.wait(timeout=30)
        self.house.cluster.stop()
        self.client.close()
        try:
            self.daemon.start(wait_for="/healthz")
            kept = participant.press("send", fields_of(WORKER))
            self.assertEqual(kept.status, 503)
            self.assertIn('<html lang="sv"', kept.text)
            self.assertGreater(int(kept.headers["Retry-After"]), 0)
            fields = [(html.unescape(name), html.unescape(value)) for name, value in re.findall(
                r'<input type="hidden" name="([^"]*)" value="([^"]*)">', kept.text)]
            # Its button sends the same once more, as often as it takes.
            self.assertEqual(self.client.post_form(participant.link, fields).status, 503)
            script = self.client.post_form(participant.link, fields, JSON)
            self.assertEqual((script.status, script.json()["code"]), (503, "unavailable"))
        finally:
            self.house.cluster.start()
        self.daemon.wait_until("/readyz", 200)
        self.assertEqual(self.client.post_form(participant.link, fields).status, 303)
        self.assertEqual(self.stored(participant.link)["answers"], {
            **WORKER, "team": "Räksmörgås & <b>så</b>\nrad två"})

    def test_the_daemon_dies_between_pages(self):
        participant = self.participant()
        self.to_page(participant, 3, WORKER)
        self.daemon.process.kill()
        self.daemon.process.wait(timeout=30)
        self.daemon.start()
        self.client.close()
        self.assertEqual(participant.go_through(fields_of(WORKER)), [3, 4])
        self.assertEqual(self.stored(participant.link)["answers"]["role"], "worker")


class Versions(unittest.TestCase):
    """A programme of its own, whose questionnaire can be changed."""

    def setUp(self):
        require_programs("surveyd", "surveyctl")
        self.house = self.enterContext(House())
        self.folder = self.house.folder / "answering"
        self.folder.mkdir()
        (self.folder / "people.csv").write_text("key,organisation\na,smedjan\n")
        for name in ("programme.json", "steps.json"):
            (self.folder / name).write_text((FOLDER / name).read_text(encoding="utf8"),
                                            encoding="utf8")
        programme = self.house.import_programme(self.folder)
        self.house.open_cycle(programme, 1)
        daemon = self.enterContext(self.house.daemon())
        self.link = self.house.invite(programme, self.folder / "people.csv")[0]["link"]
        self.client = daemon.client()
        self.addCleanup(self.client.close)
        eventually(lambda: self.client.get(self.link).status == 200, "cycle 1 is open")
        self.participant = Participant(self.client, self.link)
        self.participant.open()

    def publish(self, before: str, after: str) -> None:
        text = (self.folder / "steps.json").read_text(encoding="utf8")
        self.assertIn(before, text)
        (self.folder / "steps.json").write_text(text.replace(before, after), encoding="utf8")
        self.house.import_programme(self.folder)
        eventually(lambda: 'name="_version" value="2"' in self.client.get(self.link).text,
                   "version 2 is served")

    def stored(self) -> dict:
        return self.client.get(f"{self.link}/cycle/1", JSON).json()

    def test_a_form_opened_before_a_new_version_works_to_its_end(self):
        self.participant.press("next", fields_of(WORKER))
        self.publish('"name": "word"', '"name": "motto"')
        self.assertEqual(self.participant.go_through(fields_of(WORKER)), [3, 4])
        stored = self.stored()
        self.assertEqual((stored["version"], stored["answers"]["word"]), (1, "Övning"))
        # What it carries does not open for the other version.
        fields = [(name, "2" if name == "_version" else value)
                  for name, value in self.participant.form.fields]
        self.assertEqual(self.client.post_form(self.link, fields).status, 422)

    def test_answers_to_questions_that_are_gone_do_not_stand_in_the_way(self):
        said = {**WORKER, "topics": ["tools", "other"], "topics-Comment": "Ljus"}
        self.participant.go_through(fields_of(said))
        self.assertEqual(self.stored()["answers"]["topics-Comment"], "Ljus")
        self.publish('"name": "topics"', '"name": "themes"')
        self.participant.open()
        fields = fields_of(WORKER) + [("themes", "quality")]
        self.assertEqual(self.participant.go_through(fields), [1, 3, 4])
        stored = self.stored()
        self.assertEqual((stored["version"], stored["revision"]), (2, 2))
        self.assertEqual(stored["answers"]["themes"], ["quality"])
        self.assertNotIn("topics", stored["answers"])

    def test_what_was_cleared_where_it_does_not_apply_stays_away(self):
        self.publish("\"visibleIf\": \"{role} = 'worker'\"",
                     "\"visibleIf\": \"{topics} contains 'tools'\"")
        self.participant.open()
        self.participant.press("next", fields_of(WORKER))
        self.participant.press("next", fields_of({**WORKER, "team": "Vi"}))
        self.participant.press("back")
        self.participant.press("next", [("topics", "quality"), ("team", "")])
        self.participant.press("back")
        # It is folded away, and empty: nothing comes back when it applies again.
        self.assertIn("team", self.participant.form.names)
        self.assertEqual(self.participant.form.value("team"), "")
        self.participant.go_through(fields_of({**WORKER, "team": ""}))
        self.assertNotIn("team", self.stored()["answers"])


if __name__ == "__main__":
    unittest.main()
