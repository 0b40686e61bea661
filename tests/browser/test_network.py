"""Journeys that break the network, the daemon and the database: every answer is stored once."""

import json
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parent))

from faulty_network import FaultyNetwork  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from harness.waiting import eventually  # noqa: E402

FOLDER = Path(__file__).resolve().parent
CYCLE = 1


class Network(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl")
        if not (FOLDER / "node_modules/playwright-core").exists():
            raise unittest.SkipTest("npm ci in tests/browser first (tests/run does it)")
        cls.house = cls.enterClassContext(House(
            {("database", "timeout-ms"): 2000, ("server", "workers"): 1, ("spool", "spool"): "off"}))
        cls.daemon = cls.enterClassContext(cls.house.daemon())
        cls.network = cls.enterClassContext(FaultyNetwork(cls.daemon))
        cls.programmes = 0
        cls.node = subprocess.Popen(
            ["node", FOLDER / "journeys.mjs", cls.daemon.certificate.public_key_hash()],
            text=True, cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        cls.addClassCleanup(cls.end_node)

    @classmethod
    def end_node(cls) -> None:
        cls.node.stdin.close()
        try:
            cls.node.wait(20)
        except subprocess.TimeoutExpired:
            cls.node.kill()
            cls.node.wait()
        cls.node.stdout.close()

    def setUp(self):
        """A programme of its own for each journey, so that all that is stored is of it."""
        type(self).programmes += 1
        self.programme = f"journey-{self.programmes}"
        folder = self.house.folder / self.programme
        shutil.copytree(FOLDER / "programme/journey", folder)
        document = json.loads((folder / "programme.json").read_text(encoding="utf8"))
        document["programme"] = self.programme
        (folder / "programme.json").write_text(json.dumps(document), encoding="utf8")
        self.house.import_programme(folder)
        self.house.open_cycle(self.programme, CYCLE)
        self.personal = self.house.invite(self.programme, folder / "people.csv")[0]["link"]
        self.wall = self.house.open_link(self.programme)
        client = self.daemon.client()
        eventually(lambda: 'id="survey"' in client.get(self.personal).text, "the form is served")
        client.close()
        self.network.refuse = False
        self.network.lose_answers = 0
        self.network.delay = self.network.loss = 0.0

    # What a journey may ask for

    def act(self, task: dict):
        match task.pop("ask"):
            case "count":
                return self.count()
            case "kill":
                self.daemon.kill()
            case "start":
                self.daemon.start()
            case "databaseDown":
                self.house.cluster.stop()
                self.daemon.wait_until("/readyz", 503)
            case "databaseUp":
                self.house.cluster.start()
            case "refuse":
                self.network.refuse = task["on"]
            case "loseAnswers":
                self.network.lose_answers = task["count"]
            case "delay":
                self.network.delay = task["seconds"]
            case "loss":
                self.network.loss = task["share"]
            case "close":
                self.close()
            case "letTimePass":
                self.let_time_pass()
            case "openNext":
                self.open_next()
            case unknown:
                raise ValueError(unknown)
        return None

    def close(self) -> None:
        self.house.close_cycle(self.programme, CYCLE)
        client = self.daemon.client()
        eventually(lambda: 'id="survey"' not in client.get(self.personal).text, "it is closed")
        client.close()

    def let_time_pass(self) -> None:
        """The time for what was on its way when the cycle closed has passed."""
        self.house.cluster.psql(
            "UPDATE survey.cycle SET closes_at = now() - interval '11 minutes'"
            f" WHERE programme = '{self.programme}'", role="postgres")

    def open_next(self) -> None:
        """The programme gets another cycle, with the same questions, and that is open."""
        folder = self.house.folder / self.programme
        document = json.loads((folder / "programme.json").read_text(encoding="utf8"))
        document["cycles"].append(document["cycles"][0] | {
            "cycle": CYCLE + 1, "title": {"en": "The second cycle", "sv": "Den andra cykeln"},
            "opens": "2192-01-01T08:00", "closes": "2192-01-31T23:59"})
        (folder / "programme.json").write_text(json.dumps(document), encoding="utf8")
        self.house.import_programme(folder)
        self.house.open_cycle(self.programme, CYCLE + 1)
        client = self.daemon.client()
        eventually(lambda: 'id="survey"' in client.get(self.personal).text, "it is open")
        client.close()

    def journey(self, name: str, link: str | None = None, **more) -> dict:
        self.say({"journey": name, "link": f"{link or self.personal}?lang=en", **more})
        while True:
            line = self.node.stdout.readline()
            self.assertTrue(line, "the browser has ended")
            told = json.loads(line)
            if "ask" in told:
                self.say(self.act(told))
                continue
            self.assertNotIn("failed", told, told.get("failed"))
            return told["done"]

    def say(self, what) -> None:
        self.node.stdin.write(json.dumps(what) + "\n")
        self.node.stdin.flush()

    # What is stored

    def count(self) -> int:
        return int(self.house.cluster.value(
            f"SELECT count(*) FROM survey.response WHERE programme = '{self.programme}'"))

    def assertStored(self, *receipts: str) -> None:
        """There is a response for each of these, and no other."""
        self.assertLessEqual(set(receipts), set(self.receipts()))
        self.assertEqual(self.count(), len(receipts))

    def receipts(self) -> list[str]:
        return self.house.surveyctl("receipts", self.programme).stdout.split()

    def answer(self, name: str) -> list[str]:
        return [row[0] for row in self.house.cluster.rows(
            "SELECT coalesce(value, code::text) FROM survey.answer"
            f" WHERE programme = '{self.programme}' AND name = '{name}'")]

    # The journeys

    def test_offline_in_the_middle(self):
        facts = self.journey("offline")
        self.assertStored(facts["receipt"])

    def test_offline_in_the_middle_at_the_wall(self):
        facts = self.journey("offline", self.wall)
        self.assertStored(facts["receipt"])

    def test_daemon_killed_between_pages(self):
        facts = self.journey("killed")
        self.assertStored(facts["receipt"])

    def test_daemon_killed_between_pages_without_script(self):
        facts = self.journey("killedWithoutScript", script=False)
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("reach"), ["7"])

    def test_database_down_when_sending(self):
        facts = self.journey("databaseDown", self.wall)
        self.assertStored(facts["receipt"])

    def test_reload_while_waiting(self):
        facts = self.journey("reloadWhileWaiting", self.network.through(self.personal))
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("action"), ["Go on"])

    def test_closed_after_a_lost_acknowledgement(self):
        facts = self.journey("closedWhileWaiting", self.network.through(self.wall))
        self.assertStored(facts["receipt"])

    def test_acknowledgement_lost_twice(self):
        facts = self.journey("answerLost", self.network.through(self.wall))
        self.assertStored(facts["receipt"])

    def test_double_click(self):
        facts = self.journey("doubleClick", self.network.through(self.wall))
        self.assertStored(facts["receipt"])

    def test_back_and_send(self):
        facts = self.journey("backAndSend")
        self.assertStored(facts["again"])

    def test_back_and_send_without_script(self):
        facts = self.journey("backAndSend", script=False)
        self.assertEqual(facts["receipt"], facts["again"])
        self.assertStored(facts["receipt"])

    def test_two_tabs_with_the_same_answers(self):
        for link in (self.personal, self.wall):
            with self.subTest(link=link[:link.rfind("/")]):
                facts = self.journey("twoTabs", link)
                self.assertEqual(facts["receipt"], facts["again"])
        self.assertEqual(self.count(), 2)

    def test_two_tabs_with_other_answers(self):
        facts = self.journey("twoTabsReplace")
        self.assertNotEqual(facts["receipt"], facts["again"])
        self.assertEqual(self.count(), 1)
        self.assertEqual(self.answer("action"), ["Two"])

    def test_two_tabs_with_other_answers_at_the_wall(self):
        facts = self.journey("twoTabsAtTheWall", self.wall)
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("action"), ["One"])
        self.assertIn("Two", facts["text"])

    def test_language_in_the_middle(self):
        facts = self.journey("language", how="kept")
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("elements_money"), ["1"])

    def test_language_in_the_middle_with_drafts_off(self):
        facts = self.journey("language", how="off")
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("elements_money"), ["1"])

    def test_language_in_the_middle_without_script(self):
        facts = self.journey("language", how="plain", script=False)
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("elements_money"), ["1"])

    def test_slow_network_that_loses_connections(self):
        facts = self.journey("slow", self.network.through(self.wall), times=4)
        self.assertStored(*facts["receipts"])
        self.assertEqual(sorted(self.answer("action")), [f"Number {i}" for i in range(4)])

    def test_phone_put_away(self):
        facts = self.journey("putAway")
        self.assertStored(facts["receipt"])

    def test_start_over(self):
        facts = self.journey("startOver")
        self.assertStored(facts["receipt"])

    def test_storage_blocked_or_full(self):
        for how in ("blocked", "full"):
            with self.subTest(how=how):
                self.journey("notKept", self.network.through(self.wall), how=how)
        self.assertEqual(self.count(), 2)

    def test_keeping_not_wanted(self):
        facts = self.journey("notWanted")
        self.assertStored(facts["receipt"])

    def test_older_answers_on_the_device(self):
        facts = self.journey("older")
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("action"), ["Older"])

    def test_closed_just_now(self):
        facts = self.journey("closedJustNow")
        self.assertStored(facts["receipt"])

    def test_closed_in_the_middle(self):
        facts = self.journey("closed")
        self.assertEqual(self.count(), 0)
        self.assertIn("Too late for this", facts["copy"])

    def test_unsent_goes_on_after_the_closing(self):
        facts = self.journey("unsentGoesOn", self.network.through(self.personal))
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("action"), ["Go on"])

    def test_unsent_goes_on_after_the_closing_at_the_wall(self):
        facts = self.journey("unsentGoesOn", self.network.through(self.wall))
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("action"), ["Go on"])

    def test_unsent_goes_on_when_the_page_is_opened_while_the_database_is_down(self):
        facts = self.journey("unsentOnUnavailable")
        self.assertEqual(facts["axe"], [])
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("action"), ["Go on"])

    def test_draft_is_offered_when_the_page_is_opened_while_the_database_is_down(self):
        facts = self.journey("unsentOnUnavailable", draft=True)
        self.assertIn("Send them now", facts["text"])
        self.assertStored(facts["receipt"])

    def test_unsent_is_sent_within_the_grace(self):
        facts = self.journey("unsentInTime")
        self.assertEqual(facts["axe"], [])
        self.assertIn("Cykel 1: Den första cykeln", facts["text"])
        self.assertIn("Svar på den här enheten har inte skickats", facts["text"])
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("action"), ["In time"])

    def test_unsent_and_incomplete(self):
        facts = self.journey("unsentIncomplete")
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("action"), ["Mended"])

    def test_unsent_is_copied_after_the_grace(self):
        facts = self.journey("unsentTooLate")
        self.assertIn("Too late for this", facts["copy"])
        self.assertEqual(self.count(), 0)

    def test_unsent_is_copied_after_its_sending_was_refused(self):
        facts = self.journey("unsentRefused", self.network.through(self.wall))
        self.assertIn("Too late for this", facts["copy"])
        self.assertEqual(self.count(), 0)

    def test_unsent_on_the_next_form(self):
        facts = self.journey("unsentOnNextForm")
        self.assertEqual(facts["axe"], [])
        self.assertIn("Cycle 1: The first cycle", facts["text"])
        self.assertIn("Answers on this device have not been sent", facts["text"])
        self.assertEqual(self.count(), 2)
        self.assertIn(facts["second"], self.receipts())
        self.assertEqual(sorted(self.answer("action")), ["Of the first", "Of the second"])

    def test_unsent_is_copied_on_the_next_form(self):
        facts = self.journey("unsentTooLateOnNextForm")
        self.assertIn("Of the first", facts["copy"])
        self.assertEqual(self.count(), 0)

    def test_consent_refused(self):
        self.journey("refused")
        self.assertEqual(self.count(), 0)

    def test_errors_are_said_alike(self):
        facts = self.journey("errors")
        first = ["Select an answer to “May your answers be used?”",
                 "Enter an answer to “What went wrong?”"]
        self.assertEqual(facts["own"]["summary"], first)
        self.assertEqual(facts["own"]["below"], [f"Error: {each}" for each in first])
        self.assertEqual(facts["own"]["focus"], "error-summary")
        self.assertTrue(facts["own"]["title"].startswith("Error: "))
        self.assertEqual(facts["number"]["summary"],
                         ["Enter a number for “How many were reached?”, such as 3 or 2.5"])
        self.assertEqual(facts["range"]["summary"],
                         ["Enter a number from 1 to 50 for “How many were reached?”"])
        self.assertEqual(facts["ranking"]["summary"],
                         ["Give every option of “What comes first?” a place of its own"])
        self.assertEqual(facts["rows"]["summary"], ["Select an answer for “the group”"])
        self.assertEqual(facts["served"]["summary"], [first[0], "Select an answer for “the group”"])
        self.assertEqual(facts["led"], "trust.group")
        self.assertEqual(self.count(), 0)

    def test_comforts(self):
        facts = self.journey("comforts")
        self.assertStored(facts["receipt"])
        self.assertEqual(self.answer("order_a"), ["2"])


if __name__ == "__main__":
    unittest.main()
