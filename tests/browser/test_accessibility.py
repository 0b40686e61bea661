"""Every page, in every state and language, with and without script: axe-core, reflow, languages."""

import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parent))

import quality_pages as sites  # noqa: E402
from harness.build import require_programs  # noqa: E402
from harness.house import House  # noqa: E402
from quality_house import PROGRAMMES, Scenery, texts_of  # noqa: E402

FOLDER = Path(__file__).resolve().parent


class Accessibility(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_programs("surveyd", "surveyctl", "survey-aggregator")
        if not (FOLDER / "node_modules/axe-core").exists():
            raise unittest.SkipTest("npm ci in tests/browser first (tests/run does it)")
        cls.house = cls.enterClassContext(House({("spool", "spool"): "off"}))
        cls.enterClassContext(cls.house.daemon())
        cls.scenery = Scenery(cls.house)
        cls.walked = cls.walk_all()

    @classmethod
    def walk_all(cls) -> dict:
        every = cls.scenery.programme("every-kind", "every-kind")
        task = {"origin": cls.house.daemon().url, "texts": texts_of(PROGRAMMES / "every-kind"),
                "interface": sites.INTERFACE, "answers": sites.WRITTEN,
                "pictures": os.environ.get("SURVEYD_SCREENSHOTS"),
                "pages": sites.pages(cls.scenery, every), "forms": sites.forms(every),
                "trials": sites.trials(cls.scenery, every),
                "login": cls.house.token(every.name, "reader")}
        away = sites.unavailable(every)
        walked = cls.walk(task)
        cls.house.cluster.stop()
        try:
            more = cls.walk({**task, "forms": [], "trials": away, "pages": [
                {"name": "notice-unavailable", "url": every.link(sites.NEWCOMER), "status": 503,
                 "interface": True}]})
        finally:
            cls.house.cluster.start()
        for kind, found in more["findings"].items():
            walked["findings"][kind] += found
        return {**walked, "states": walked["states"] + more["states"],
                "seconds": walked["seconds"] + more["seconds"]}

    @classmethod
    def walk(cls, task: dict) -> dict:
        return cls.node("walk_pages.mjs", task)

    @staticmethod
    def node(script: str, task: dict | None = None) -> dict:
        result = subprocess.run(["node", FOLDER / script], text=True, check=False,
                                capture_output=True, timeout=500, cwd=FOLDER,
                                input=json.dumps(task))
        if result.returncode != 0:
            raise AssertionError(result.stdout + result.stderr)
        return json.loads(result.stdout)

    def assertNothingFound(self, kind: str) -> None:
        """The same finding on several pages is shown once, with the first page it is on."""
        pages: dict[str, list[str]] = {}
        for line in self.walked["findings"][kind]:
            page, _, what = line.partition(": ")
            pages.setdefault(what, []).append(page)
        if pages:
            self.fail(f"{len(pages)} findings on {len(self.walked['states'])} pages:" + "".join(
                f"\n  {what}\n      {len(on)} pages, first {on[0]}" for what, on in pages.items()))

    def test_the_checks_see(self):
        """On a page with a fault of each kind they find each."""
        found = {kind: "\n".join(lines) for kind, lines in self.node("prove_checks.mjs").items()}
        for kind, words in {"axe": ["color-contrast", "target-size"],
                            "axeWithoutScript": ["color-contrast", "target-size"],
                            "reflow": ["the page is", "sticks out", "is cut", "target of"],
                            "forced": ["cannot be seen: input bare"],
                            "language": ["says lang=en, not fi", '"Kysymys suomeksi" is marked en',
                                         "\"Words of the interface\" is marked fi"]}.items():
            for word in words:
                self.assertIn(word, found[kind])

    def test_axe_finds_nothing(self):
        self.assertNothingFound("axe")

    def test_nothing_is_cut_when_narrow_or_enlarged(self):
        self.assertNothingFound("reflow")

    def test_each_text_carries_its_language(self):
        self.assertNothingFound("language")

    def test_no_page_asks_others_or_complains(self):
        self.assertNothingFound("network")

    def test_every_page_was_reached(self):
        self.assertNothingFound("frame")
        print(f"    {len(self.walked['states'])} pages in {self.walked['seconds']:.0f} s")


if __name__ == "__main__":
    unittest.main()
