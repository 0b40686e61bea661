"""What participants see before, between and after the times of the cycles."""

import re
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


class Cycles(unittest.TestCase):
    def test_a_link_follows_the_programme(self):
        require_programs("surveyd", "surveyctl")
        with House() as house:
            folder = house.programme_copy(cycles=house.cycles_far_away())
            programme_json = make.load(folder / "programme.json")
            programme = house.import_programme(folder)
            with house.daemon() as daemon:
                person = house.invite(programme)[0]
                link = person["link"]
                client = daemon.client()

                def answers(cycle: int) -> dict:
                    return make.complete(programme_json, make.load(folder / f"cycle-{cycle}.json"),
                                         cycle, person["organisation"])

                # The daemon may not yet know a programme that was imported this second.
                before = eventually(
                    lambda: (reply := client.get(link)).status == 403 and reply,
                    "the programme is known")
                self.assertIn("2191", before.text)
                refused = client.submit(link, answers(1))
                self.assertEqual((refused.status, refused.json()["code"]), (403, "not_open_yet"))

                house.open_cycle(programme, 1)
                eventually(lambda: client.get(link).status == 200, "cycle 1 is open")
                opened = client.get(link)
                stored = client.submit(link, answers(1), submission="0" * 8 + "-0000-4000-8000-"
                                       + "0" * 12)
                self.assertEqual(stored.status, 201, stored.text)

                house.close_cycle(programme, 1)
                # What was opened before the closing is still taken for ten minutes.
                form = whole_form(opened.text, make.as_fields(
                    make.load(folder / "cycle-1.json"), answers(1)))
                self.assertEqual(client.post_form(link, form).status, 303)
                between = eventually(
                    lambda: (reply := client.get(link)).status == 403 and reply,
                    "cycle 1 is closed")
                self.assertIn("2192", between.text)
                changed = client.submit(link, {**answers(1), "recommend": 1})
                self.assertEqual((changed.status, changed.json()["revision"]), (201, 3))

                house.end_grace(programme, 1)
                # Told so even while the daemon has not heard of it itself.
                at_once = client.submit(link, answers(1))
                self.assertEqual((at_once.status, at_once.json()["code"]), (403, "closed"))
                incomplete = {"_submission": str(uuid.uuid4()), "_cycle": "1",
                              "_language": "en", "useful": "Ställtiden"}
                page = eventually(
                    lambda: (reply := client.post_form(link, incomplete)).status == 403 and reply,
                    "the daemon has heard of it")
                self.assertIn("Ställtiden", page.text)
                # Whoever lost the acknowledgement still gets it.
                replay = client.submit(link, answers(1), submission="0" * 8 + "-0000-4000-8000-"
                                       + "0" * 12)
                self.assertEqual((replay.status, replay.json()), (200, stored.json()))
                receipt = client.get(f"{link}/receipt/{stored.json()['receipt']}")
                self.assertEqual(receipt.status, 200)

                house.open_cycle(programme, 2)
                eventually(lambda: client.get(link).status == 200, "cycle 2 is open")
                second = client.submit(link, answers(2))
                self.assertEqual((second.status, second.json()["revision"]), (201, 1))
                self.assertEqual(house.cluster.rows(
                    "SELECT cycle, count(*), count(DISTINCT respondent) FROM survey.response"
                    " GROUP BY cycle ORDER BY cycle"), [["1", "1", "1"], ["2", "1", "1"]])
                client.close()

    def test_pages_without_a_form_name_its_draft(self):
        """What may be on the device and unsent can be found by the script, and only then is there
        one."""
        require_programs("surveyd", "surveyctl")
        with House() as house:
            programme = house.import_programme(house.programme_copy(cycles=house.cycles_far_away()))
            with house.daemon() as daemon:
                client = daemon.client()

                def page(link: str, shows: str):
                    return eventually(
                        lambda: (reply := client.get(link)) and shows in reply.text and reply,
                        f"{shows} is shown")

                def drafts(reply) -> list[str]:
                    return re.findall(r'<template data-draft="([\w-]+)">', reply.text)

                def may_script(reply) -> bool:
                    return "script-src" in reply.headers["Content-Security-Policy"]

                def draft_of(reply) -> str:
                    return re.search(r'<form [^>]*data-draft="([\w-]+)"', reply.text)[1]

                links = [house.invite(programme)[0]["link"], house.open_link(programme)]
                for link in links:
                    before = page(link, "2191")
                    self.assertEqual((drafts(before), may_script(before)), ([], False))
                house.open_cycle(programme, 1)
                first = [page(link, 'name="_cycle" value="1"') for link in links]
                self.assertEqual([drafts(reply) for reply in first], [[], []])
                names = [draft_of(reply) for reply in first]
                self.assertNotEqual(*names)
                house.close_cycle(programme, 1)
                for link, name in zip(links, names):
                    between = page(link, 'id="unsent"')
                    self.assertEqual(between.status, 403)
                    self.assertEqual((drafts(between), may_script(between)), ([name], True))
                    self.assertNotIn(link.rsplit("/", 1)[1], name)
                house.open_cycle(programme, 2)
                for link, name in zip(links, names):
                    second = page(link, 'name="_cycle" value="2"')
                    self.assertEqual(drafts(second), [name])
                    self.assertNotEqual(draft_of(second), name)
                house.cluster.value("UPDATE survey.cycle SET sealed = true WHERE cycle = 1"
                                    " RETURNING 1", role="postgres")
                for link in links:
                    eventually(lambda at=link: not drafts(client.get(at)), "it is sealed")
                client.close()

    def test_a_cycle_that_was_never_open_takes_nothing_after_its_closing(self):
        require_programs("surveyd", "surveyctl")
        with House() as house:
            folder = house.programme_copy(cycles=house.cycles_far_away())
            programme = house.import_programme(folder)
            house.close_cycle(programme, 1)
            with house.daemon() as daemon:
                client = daemon.client()
                link = house.invite(programme)[0]["link"]
                eventually(lambda: client.get(link).status == 403, "the programme is known")
                # With mistakes, so that only the daemon decides.
                incomplete = {"_submission": str(uuid.uuid4()), "_cycle": "1",
                              "_language": "en", "useful": "Ställtiden"}
                page = client.post_form(link, incomplete)
                self.assertEqual(page.status, 403, page.text)
                self.assertIn("Ställtiden", page.text)
                client.close()

    def test_a_changed_questionnaire_is_a_new_version(self):
        require_programs("surveyd", "surveyctl")
        with House() as house:
            folder = house.programme_copy(cycles=house.cycles_far_away())
            programme_json = make.load(folder / "programme.json")
            questionnaire = make.load(folder / "cycle-1.json")
            programme = house.import_programme(folder)
            house.open_cycle(programme, 1)
            with house.daemon() as daemon:
                wall = house.open_link(programme)
                client = daemon.client()
                eventually(lambda: client.get(wall).status == 200, "cycle 1 is open")
                answers = make.complete(programme_json, questionnaire, 1)
                answers["actor_type"] = programme_json["actorTypes"][0]["value"]
                sent = str(uuid.uuid4())
                stored = client.submit(wall, answers, submission=sent)
                self.assertEqual(stored.status, 201)
                path = folder / "cycle-1.json"
                text = path.read_text(encoding="utf8")
                path.write_text(text.replace('"name": "useful"', '"name": "most_useful"'),
                                encoding="utf8")
                house.import_programme(folder)
                eventually(lambda: "most_useful" in client.get(wall).text, "version 2 is served")
                self.assertEqual(client.submit(wall, answers).status, 422)
                # Who lost the acknowledgement before the change still gets it, and nobody else.
                replay = client.submit(wall, answers, submission=sent)
                self.assertEqual((replay.status, replay.json()), (200, stored.json()))
                for other in ({**answers, "recommend": 1}, {**answers, "nothing": 1}):
                    self.assertEqual(client.submit(wall, other, submission=sent).status, 409)
                answers["most_useful"] = answers.pop("useful")
                self.assertEqual(client.submit(wall, answers).status, 201)
                self.assertEqual(house.cluster.rows(
                    "SELECT version, count(*) FROM survey.response GROUP BY version ORDER BY 1"),
                    [["1", "1"], ["2", "1"]])
                client.close()


if __name__ == "__main__":
    unittest.main()
