"""What nobody's browser sends, and what comes too late: refused, dropped, or kept to be copied."""

import base64
import json
import unittest
import urllib.parse
import uuid

from answering_case import MANAGER, WORKER, AnsweringCase, fields_of
from harness.participant import whole_form
from harness.waiting import eventually

JSON = {"Accept": "application/json"}
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}
JSON_TYPE = {"Content-Type": "application/json"}

# Changed answers, and where each error points; by form as a browser could send it.
WRONG = [
    ({"role": "owner"}, "role"),                          # not among the choices
    ({"topics": ["tools", "glue"]}, "topics"),
    ({"topics": ["tools", "safety", "quality"]}, "topics"),  # more than allowed
    ({"topics": ["none", "tools"]}, "topics"),            # none, and something
    ({"role": "manager", "budget": 1001}, "budget"),      # out of range
    ({"role": "manager", "budget": "fyrtio"}, "budget"),  # not a number
    ({"order": ["first", "first"]}, "order"),             # twice in a ranking
    ({"word": "elva tecken"}, "word"),                    # too long
    ({"word": "x" * 20_000}, "word"),
    ({"team": "x" * 10_001}, "team"),
    ({"seen": "2026-02-30"}, "seen"),
    ({"seen": "igår"}, "seen"),
    ({"view": {"clear": 3}}, "view"),                     # not on the scale
    ({"ties": {"verkstaden": 5}}, "ties"),
]

# What only JSON can say.
WRONG_TYPES = [
    ({"role": ["worker"]}, "role"),
    ({"role": {"worker": 1}}, "role"),
    ({"topics": "glue"}, "topics"),
    ({"topics": {"tools": True}}, "topics"),
    ({"topics": [["tools"]]}, "topics"),
    ({"word": 7.5e300}, "word"),
    ({"word": ["a", "b"]}, "word"),
    ({"team": {"a": "b"}}, "team"),
    ({"view": [1, 2]}, "view"),
    ({"view": {"clear": [1]}}, "view"),
    ({"view": {"foggy": 1}}, "view"),                     # no such row
    ({"order": [1, None, {"x": []}]}, "order"),
    ({"agrees": "perhaps"}, "agrees"),
    ({"unheard_of": 1}, "unheard_of"),
    ({"_submission": "x"}, "_submission"),
    ({"": 1}, ""),
    ({"actor_type": "school"}, "actor_type"),             # of the open link only
]


class WrongAnswers(AnsweringCase):
    """Refused with the place; nothing is stored; a form comes back with everything typed."""

    def test_by_json(self):
        link = self.link()
        for change, place in WRONG + WRONG_TYPES:
            with self.subTest(change=str(change)[:80]):
                reply = self.client.submit(link, {**WORKER, **change})
                self.assertEqual(reply.status, 422, reply.text)
                pointers = {each["pointer"].split("/")[2] for each in reply.json()["errors"]}
                self.assertEqual(pointers, {place})
        self.assertIsNone(self.stored(link))

    def test_by_form_of_the_script(self):
        link = self.link()
        page = self.client.get(link).text
        for change, place in WRONG:
            with self.subTest(change=str(change)[:80]):
                fields = whole_form(page, fields_of({**WORKER, **change}))
                reply = self.client.post_form(link, fields, JSON)
                self.assertEqual(reply.status, 422, reply.text)
                errors = reply.json()["errors"]
                self.assertEqual({each["field"].split(".")[0].split("-")[0] for each in errors},
                                 {place})
        self.assertIsNone(self.stored(link))

    def test_by_form_page_by_page(self):
        link = self.link()
        for change, place in WRONG:
            with self.subTest(change=str(change)[:80]):
                answers = fields_of({**WORKER, **change})
                participant = self.participant(link)
                participant.open()
                for _ in range(5):
                    page = participant.form.page
                    button = "next" if "next" in participant.form.buttons else "send"
                    reply = participant.press(button, answers)
                    if reply.status != 200:
                        break
                self.assertEqual((reply.status, participant.form.page), (422, page))
                self.assertIn('id="error-summary"', reply.text)
                typed = [field for field in answers if field[0] in participant.form.names]
                # A choice that there is not cannot be shown again; every text can.
                shown = [(name, value.replace("\r\n", "\n"))
                         for name, value in participant.form.values()]
                for name, value in typed:
                    if name.split(".")[0] == place and name in ("budget", "word", "team", "seen"):
                        self.assertIn((name, value), shown)
        self.assertIsNone(self.stored(link))

    def test_fields_that_the_form_does_not_have_are_not_looked_at(self):
        link = self.link()
        fields = whole_form(self.client.get(link).text, fields_of(WORKER))
        extra = [("unheard_of", "1"), ("word.row", "x"), ("view.foggy", "1"), ("view", "2"),
                 ("topics.tools.then", "1"), ("_unheard", "x"), ("order.3", ""), ("", "x")]
        self.assertEqual(self.client.post_form(link, fields + extra).status, 303)
        self.assertEqual(self.stored(link)["answers"]["view"], WORKER["view"])

    def test_answers_to_what_was_not_shown_are_dropped(self):
        # "smedjan" is the own organisation, which the roster leaves out.
        hidden = {**WORKER, "budget": 40, "pupils": "Trettio", "ties": {"smedjan": 4}}
        by_json, by_form = self.link(), self.link()
        self.assertEqual(self.client.submit(by_json, hidden).status, 201)
        fields = whole_form(self.client.get(by_form).text, fields_of(hidden))
        self.assertEqual(self.client.post_form(by_form, fields).status, 303)
        for link in (by_json, by_form):
            answers = self.stored(link)["answers"]
            self.assertNotIn("budget", answers)
            self.assertNotIn("pupils", answers)
            self.assertNotIn("ties", answers)
        # However wrong they are.
        worse = {**WORKER, "budget": {"x": [1]}, "pupils": 5}
        self.assertEqual(self.client.submit(by_json, worse).status, 201)

    def test_doubled_fields(self):
        """The first one counts of single values, and of the fields of the form itself."""
        link = self.link()
        fields = whole_form(self.client.get(link).text, fields_of(WORKER))
        doubled = fields + [("_submission", str(uuid.uuid4())), ("_cycle", "9"),
                            ("_version", "9"), ("_language", "xx"), ("_go", "send"),
                            ("_go", "back"), ("topics", "tools"), ("role", "manager"),
                            ("word", "Annat"), ("view.clear", "1")]
        first = self.client.post_form(link, doubled, JSON)
        self.assertEqual(first.status, 201, first.text)
        answers = self.stored(link)["answers"]
        self.assertEqual(answers, {**WORKER, "team": WORKER["team"].replace("\r\n", "\n")})
        self.assertEqual(self.client.post_form(link, fields, JSON).json(), first.json())


class WrongBodies(AnsweringCase):
    def assert_refused(self, link: str, body: bytes, status: int, kind: dict) -> None:
        page = self.client.request("POST", link, body, kind)
        self.assertEqual(page.status, status, (body[:80], page.text[:500]))
        script = self.client.request("POST", link, body, {**kind, **JSON})
        self.assertEqual(script.status, status, body[:80])
        self.assertEqual(script.headers["Content-Type"], "application/problem+json")
        if kind is FORM_TYPE:
            self.assertIn("text/html", page.headers["Content-Type"])

    def test_forms_that_are_none(self):
        link = self.link()
        good = urllib.parse.urlencode(
            whole_form(self.client.get(link).text, fields_of(WORKER))).encode()
        for body in (b"", b"&&&", b"=", good + b"&x=%", good + b"&x=%4", good + b"&x=%zz",
                     good + b"&x=%ff", good + b"&x=%c3%28", good + b"&%ed%a0%80=1",
                     good + b"&x=%00", good + b"&x=\xff\xfe", good + b"&x=\xc3",
                     good.replace(b"_submission=", b"_submission=x"),
                     good.replace(b"_submission", b"_sub")):
            self.assert_refused(link, body, 400, FORM_TYPE)
        self.assert_refused(link, good + b"&a=1" * 2000, 413, FORM_TYPE)
        self.assertEqual(
            self.client.request("POST", link, good + b"&x=" + b"x" * 270_000, FORM_TYPE).status,
            413)
        self.client.close()
        self.assertIsNone(self.stored(link))

    def test_json_that_is_none(self):
        link = self.link()
        sent = str(uuid.uuid4())
        start = f'{{"submission": "{sent}", "answers": '.encode()
        for answers in (b'{"word": "\xff"}', b'{"word": "\xc3"}', b'{"word": "\\ud800"}',
                        b'{"word": "\\u0000"}', b'{"word": 1e999}', b'{"word": NaN}',
                        b'{"word": 1, "word": 2}', b"{"):
            self.assert_refused(link, start + answers + b"}", 400, JSON_TYPE)
        many = json.dumps({f"a{number}": 1 for number in range(600)}).encode()
        for answers in (many, b"[" * 100 + b"]" * 100):
            self.assert_refused(link, start + answers + b"}", 413, JSON_TYPE)
        for answers in (b"null", b"[]", b'"x"', b"7"):
            self.assert_refused(link, start + answers + b"}", 422, JSON_TYPE)
        huge = start + b'{"word": "' + b"x" * 270_000 + b'"}}'
        self.assertEqual(self.client.request("POST", link, huge, JSON_TYPE).status, 413)
        self.client.close()
        self.assertIsNone(self.stored(link))


class SealedState(AnsweringCase):
    """The hidden field with the other pages: of another place, changed, cut, or not there."""

    def assert_lost(self, link: str, fields: list, kept: str) -> None:
        reply = self.client.post_form(link, fields)
        participant = self.participant(link)
        participant._take(reply)
        self.assertEqual((reply.status, participant.form.page), (422, 1))
        self.assertIn('id="error-summary"', reply.text)
        # What the posted page held is still there, and the form works to its end.
        self.assertIn(("word", kept), participant.form.everything)
        participant.go_through([field for field in fields_of(WORKER) if field[0] != "word"]
                               + [("word", kept)])
        self.assertEqual(self.stored(link)["answers"]["word"], kept)

    def last_page(self, link: str) -> list:
        participant = self.participant(link)
        self.to_page(participant, 4, WORKER)
        return participant.form.filled([*fields_of({**WORKER, "word": "Bevarat"})])

    def with_value(self, fields: list, **values: str) -> list:
        return [(name, values.get(name, value)) for name, value in fields]

    def test_changed_or_cut(self):
        link = self.link()
        fields = self.last_page(link)
        state = dict(fields)["_state"]
        middle = len(state) // 2
        flipped = state[:middle] + ("A" if state[middle] != "A" else "B") + state[middle + 1:]
        for wrong in (flipped, state[:-1], state[:40], state[1:], state + "A", "", "x", "=" * 40,
                      "{}", "B" + state[1:], state[:-4] + "AAAA", "A" * 100_000):
            with self.subTest(wrong=wrong[:20]):
                self.assert_lost(link, self.with_value(fields, _state=wrong), "Bevarat")
        for go in ("back", "next", "language-sv", "send"):
            with self.subTest(go=go):
                self.assert_lost(link, [*self.with_value(fields, _state=flipped), ("_go", go)],
                                 "Bevarat")

    def test_missing(self):
        link = self.link()
        self.assert_lost(link, [field for field in self.last_page(link)
                                if field[0] != "_state"], "Bevarat")

    def test_of_another_link_submission_or_version(self):
        link, other = self.link(), self.link()
        fields, foreign = self.last_page(link), self.last_page(other)
        state = dict(foreign)["_state"]
        self.assert_lost(link, self.with_value(fields, _state=state), "Bevarat")
        self.assert_lost(link, self.with_value(
            fields, _state=state, _submission=dict(foreign)["_submission"]), "Bevarat")
        self.assert_lost(link, self.with_value(fields, _submission=str(uuid.uuid4())), "Bevarat")
        # By the open link, too.
        reply = self.client.post_form(self.wall, fields)
        self.assertEqual(reply.status, 422)

    def test_of_another_cycle(self):
        link = self.link()
        fields = self.last_page(link)
        self.house.open_cycle(self.programme, 2)
        try:
            eventually(lambda: 'name="_cycle" value="2"' in self.client.get(link).text,
                       "cycle 2 is open")
            reply = self.client.post_form(link, self.with_value(fields, _cycle="2"))
            self.assertEqual(reply.status, 422)
            self.assertIn('name="_cycle" value="2"', reply.text)
            self.assertIsNone(self.stored(link, 2))
            # In its own cycle, which is open still, it is good.
            self.assertEqual(self.client.post_form(link, fields + [("_go", "send")]).status, 303)
            self.assertIsNotNone(self.stored(link, 1))
        finally:
            self.house.close_cycle(self.programme, 2)
            self.house.end_grace(self.programme, 2)
            eventually(lambda: 'name="_cycle" value="1"' in self.client.get(link).text,
                       "cycle 1 is served again")

    def test_pages_that_there_are_not(self):
        link = self.link()
        fields = self.last_page(link)
        for page in ("0", "5", "-1", "99999999999999999999", "", "4.0", "vier"):
            with self.subTest(page=page):
                self.assert_lost(link, self.with_value(fields, _page=page), "Bevarat")

    def test_a_button_that_there_is_not(self):
        participant = self.participant()
        self.to_page(participant, 4, WORKER)
        before = self.count()
        for go in ("delete", "", "language-", "language-xx", "language-../..", "SEND", "next "):
            reply = self.client.post_form(
                participant.link,
                participant.form.filled(fields_of(WORKER)) + [("_go", go)])
            self.assertEqual(reply.status, 200, go)
            participant._take(reply)
            self.assertEqual((participant.form.page, participant.form.value("word")),
                             (4, WORKER["word"]))
        self.assertEqual(self.count(), before)
        self.assertEqual(participant.press("send").status, 303)

    def test_nothing_of_it_can_be_read(self):
        participant = self.participant()
        self.to_page(participant, 4, {**WORKER, "team": "Hemligheten"})
        state = participant.form.value("_state")
        self.assertNotIn("Hemligheten", state)
        raw = base64.urlsafe_b64decode(state + "=" * (-len(state) % 4))
        for word in (b"Hemligheten", b"worker", b"answers"):
            self.assertNotIn(word, raw)
        # Another page of the same form never has the same one.
        again = self.participant(participant.link)
        self.to_page(again, 4, {**WORKER, "team": "Hemligheten"})
        self.assertNotEqual(state, again.form.value("_state"))


class TooLate(AnsweringCase):
    """Opened before the closing, sent after it."""

    def test_within_the_grace_and_after_it(self):
        in_time, late = self.participant(), self.participant()
        wall = self.participant(self.wall)
        by_wall = {**MANAGER, "actor_type": "company"}
        for participant in (in_time, late):
            self.to_page(participant, 3, WORKER)
        self.to_page(wall, 4, by_wall)
        script = whole_form(in_time.form.text, fields_of(WORKER))
        self.house.close_cycle(self.programme, 1)
        try:
            eventually(lambda: self.client.get(self.wall).status == 403, "the cycle is closed")
            # Within ten minutes everything goes on but opening the form anew.
            self.assertEqual(self.client.get(in_time.link).status, 403)
            self.assertEqual(in_time.press("back", fields_of(WORKER)).status, 200)
            self.assertEqual(in_time.press("next", [("agrees", "true")]).status, 422)
            self.assertEqual(in_time.go_through(fields_of(WORKER)), [1, 3, 4])
            self.assertEqual(self.stored(in_time.link)["revision"], 1)
            self.assertEqual(self.client.submit(late.link, MANAGER).status, 201)

            self.house.end_grace(self.programme, 1)
            looked = late.form.fields + [("_go", "nothing")]
            eventually(lambda: self.client.post_form(late.link, looked).status == 403,
                       "the grace is over")
            self.after_the_grace(late, wall, by_wall)
            # A replay is still known.
            again = self.client.post_form(in_time.link, script, JSON)
            self.assertEqual((again.status, again.json()["revision"]), (200, 1))
        finally:
            self.house.open_cycle(self.programme, 1)
            eventually(lambda: self.client.get(self.wall).status == 200, "it is open again")

    def after_the_grace(self, late, wall, by_wall) -> None:
        before = self.count()
        for button in ("next", "language-sv", "back"):
            reply = late.press(button, fields_of(WORKER))
            self.assertEqual(reply.status, 403, button)
            # Everything that was written, of this page and the others.
            self.assert_kept(reply, "Räksmörgås &amp; &lt;b&gt;så&lt;/b&gt;", "<textarea")
            self.assertNotIn('id="survey"', reply.text)
        reply = wall.press("send", fields_of(by_wall))
        self.assertEqual(reply.status, 403)
        self.assert_kept(reply, MANAGER["word"])
        # What is not valid either is shown all the same.
        whole = whole_form(late.form.text, fields_of({**WORKER, "word": "alldeles för långt"}))
        reply = self.client.post_form(late.link, whole)
        self.assertEqual(reply.status, 403)
        self.assert_kept(reply, "alldeles för långt")
        reply = self.client.post_form(late.link, whole, JSON)
        self.assertEqual((reply.status, reply.json()["code"]), (403, "closed"))
        reply = self.client.submit(late.link, WORKER)
        self.assertEqual((reply.status, reply.json()["code"]), (403, "closed"))
        self.assertEqual(self.count(), before)

    def test_an_opening_that_was_put_off(self):
        participant, whole = self.participant(), self.participant()
        answered = self.participant()
        for each in (participant, whole, answered):
            self.to_page(each, 4, WORKER)
        self.assertEqual(answered.press("send", fields_of(WORKER)).status, 303)
        before = self.count()

        def move(days: int) -> None:
            self.house.cluster.value("UPDATE survey.cycle SET"
                                     f" opens_at = opens_at + interval '{days} days'"
                                     f" WHERE programme = '{self.programme}' AND cycle = 1"
                                     " RETURNING cycle")

        move(7)
        try:
            eventually(lambda: self.client.get(self.wall).status == 403, "it is not open")
            sent = fields_of({**WORKER, "word": "Förgäves"})
            for reply in (participant.press("back", sent), participant.press("send", sent),
                          self.client.post_form(whole.link, whole_form(whole.form.text, sent))):
                self.assertEqual(reply.status, 403)
                self.assert_kept(reply, "Förgäves", "Räksmörgås", "<textarea", "not opened yet")
            reply = self.client.post_form(whole.link, whole_form(whole.form.text, sent), JSON)
            # Which of the two it is hangs on the other cycles.
            self.assertEqual(reply.status, 403)
            self.assertIn(reply.json()["code"], ("not_open_yet", "nothing_open"))
            self.assertEqual(self.count(), before)
        finally:
            move(-7)
            eventually(lambda: self.client.get(self.wall).status == 200, "it is open again")

    def seal(self, sealed: bool) -> None:
        self.house.cluster.value(f"UPDATE survey.cycle SET sealed = {sealed}"
                                 f" WHERE programme = '{self.programme}' AND cycle = 1"
                                 " RETURNING cycle")

    def test_after_the_sealing(self):
        participant = self.participant()
        self.to_page(participant, 4, WORKER)
        answered = self.link()
        self.assertEqual(self.client.submit(answered, WORKER).status, 201)
        self.seal(True)
        try:
            eventually(lambda: self.client.get(self.wall).status == 403, "the cycle is sealed")
            reply = participant.press("send", fields_of(WORKER))
            self.assertEqual(reply.status, 403)
            self.assert_kept(reply, WORKER["word"])
            # What was answered can no longer be read with the link.
            reply = self.client.get(f"{answered}/cycle/1")
            self.assertEqual(reply.status, 410)
            self.assertNotIn(WORKER["word"], reply.text)
            reply = self.client.get(f"{answered}/cycle/1", JSON)
            self.assertEqual((reply.status, reply.json()["code"]), (410, "sealed"))
            self.assertNotIn("/cycle/1", self.client.get(answered).text)
        finally:
            self.seal(False)
            eventually(lambda: self.client.get(self.wall).status == 200, "it is open again")


if __name__ == "__main__":
    unittest.main()
