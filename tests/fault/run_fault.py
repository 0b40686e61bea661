#!/usr/bin/python3
"""Participants answer while faults strike; then every acknowledgement is looked for.

    tests/fault/run_fault.py [--long] [--seed N] [--faults LIST] [--list] [--prove]

The short form takes some faults that the seed chooses, for about a minute. --long takes all of
them, again and again, until there were 200 faults and 100,000 acknowledgements. A run is repeated
with the seed it prints; --faults takes names (parts of names), separated by commas, in this order.
"""

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parent))

from disks import isolate  # noqa: E402
from faults import FAULTS, Fault, NotStruck, cut_power  # noqa: E402
from harness.build import build_folder, require_programs  # noqa: E402
from place import Site  # noqa: E402
from shim import LIBRARY  # noqa: E402
from spool_files import quarantined  # noqa: E402

SHORT_SECONDS = 90
LONG_FAULTS = 200
LONG_ACKNOWLEDGEMENTS = 100_000
WANTED = 5.0
# Sanitizers, a recovering database and other work on the machine take their time.
BACK_WITHIN = 20.0


@dataclass
class Outcome:
    name: str
    seconds: float = 0.0      # from the strike to the end of its cause
    back: float = 0.0         # from then on until answers are stored
    turned_away: int = 0
    wrong: str = ""
    struck: bool = True


class Run:
    def __init__(self, site: Site, rng: random.Random, long: bool):
        self.site = site
        self.rng = rng
        self.long = long
        self.outcomes: list[Outcome] = []
        self.wrong: list[str] = []
        self.looks = 0  # at the counters

    def strike(self, fault: Fault) -> None:
        """One fault and what comes after it."""
        site = self.site
        outcome = Outcome(fault.name)
        site.during, site.may_abort = fault.name, fault.may_abort
        site.ledger.write("fault", name=fault.name)
        ends = len(site.ends)
        begun = time.monotonic()
        try:
            fault.strike(site, self.rng, self.long)
        except NotStruck as error:
            outcome.struck, outcome.wrong = False, ""
            print(f"       ({fault.name}: {error})", flush=True)
        except AssertionError as error:
            outcome.wrong = str(error)
        outcome.seconds = time.monotonic() - begun
        site.load.resume()
        outcome.back = site.recover()
        away = Counter(each.what for each in site.load.turned_away if each.time > begun)
        outcome.turned_away = away.total()
        if outcome.turned_away and not fault.turns_away:
            outcome.wrong = outcome.wrong or f"participants were turned away: {dict(away)}"
        if outcome.back > BACK_WITHIN:
            outcome.wrong = outcome.wrong or f"it took {outcome.back:.1f} s until it was back"
        bad = [end for end in site.ends[ends:] if not end.is_allowed]
        if bad:
            outcome.wrong = f"the daemon ended with {bad[0].code}:\n{bad[0].log}"
        self.outcomes.append(outcome)
        self._show(outcome)
        self._look_at_counters()
        site.wait(self.rng.uniform(0.3, 1.5) + fault.rest)

    def _show(self, outcome: Outcome) -> None:
        word = "FAIL" if outcome.wrong else "ok" if outcome.struck else "--"
        print(f"  {word:<4} {len(self.outcomes):>3} {outcome.name}: {outcome.seconds:.1f} s, back "
              f"after {outcome.back:.1f} s, {outcome.turned_away} turned away; "
              f"{self.site.ledger.kept} acknowledgements", flush=True)
        if outcome.wrong:
            print("       " + outcome.wrong, flush=True)

    def _look_at_counters(self) -> None:
        """At any moment, under load."""
        figures = self.site.metrics()
        part = {name: figures.get(f"surveyd_spool_{name}") for name in
                ("recovered_total", "spooled_total", "settled_total", "refused_total",
                 "damaged_total", "pending")}
        if not figures:  # it was killed
            return
        left = part["recovered_total"] + part["spooled_total"]
        right = sum(part.values()) - left
        if left != right:
            self.wrong.append(f"the spool's counters do not add up: {part}")
        kept = {name: figures[f"surveyd_submissions_{name}_total"]
                for name in ("accepted", "stored", "spooled")}
        if kept["accepted"] != kept["stored"] + kept["spooled"]:
            self.wrong.append(f"what was accepted does not add up: {kept}")
        self.looks += 1

    @property
    def struck(self) -> int:
        return sum(outcome.struck for outcome in self.outcomes)

    # The end

    def finish(self) -> None:
        site = self.site
        site.during, site.may_abort = "the end", False
        site.load.stop()
        site.drain()
        if self.looks == 0:
            self.wrong.append("the counters were never there to be looked at")
        verdict = site.judge()
        print("\n" + verdict.summary())
        for kind in ("lost", "doubled", "altered", "phantom"):
            found = getattr(verdict, kind)
            for line in found[:5]:
                print(f"  {kind}: {line}")
            if found:
                self.wrong.append(f"{len(found)} {kind}")
        aside = len(quarantined(site.spool_folder, "conflict"))
        if len(verdict.aside) > aside:
            self.wrong.append(f"{len(verdict.aside)} conflicting ones were taken, "
                              f"{aside} are in quarantine")
        if site.load.wrong:
            self.wrong += sorted(set(site.load.wrong))[:10]
        code = site.daemon.stop()
        if code != 0 or site.complaints_of_sanitizers():
            self.wrong.append(f"the daemon ended with {code}:\n{site.daemon.log()[-3000:]}")
        self._table()

    def _table(self) -> None:
        groups: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in self.outcomes:
            if outcome.struck:
                groups[outcome.name].append(outcome)
        print(f"\n{'fault':<56} {'times':>5} {'back after, s':>16} {'turned':>7} {'wrong':>6}")
        print(f"{'':<56} {'':>5} {'median':>8} {'most':>7} {'away':>7}")
        for name, group in sorted(groups.items()):
            back = sorted(outcome.back for outcome in group)
            print(f"{name:<56} {len(group):>5} {back[len(back) // 2]:>8.1f} {back[-1]:>7.1f} "
                  f"{sum(outcome.turned_away for outcome in group):>7} "
                  f"{sum(bool(outcome.wrong) for outcome in group):>6}")
        slow = sum(outcome.back > WANTED for outcome in self.outcomes)
        aborted = sum(end.is_allowed for end in self.site.ends)
        print(f"\n{self.struck} faults; {slow} times the service was not back within "
              f"{WANTED:.0f} s; the daemon ended itself {aborted} times for want of memory")
        print("participants: " + ", ".join(
            f"{count} {name}" for name, count in sorted(self.site.load.done.items())))
        for line in self.wrong:
            print(f"WRONG: {line}")


def chosen(options: argparse.Namespace, rng: random.Random, possible: list[Fault]) -> list[Fault]:
    """The faults of one round."""
    if options.faults:
        words = options.faults.split(",")
        return [each for word in words for each in possible if word.strip() in each.name]
    shuffled = rng.sample(possible, len(possible))
    if options.long:
        return shuffled
    # Calls that fail are many, and each a small thing: they are every third.
    calls = [each for each in shuffled if each.is_call]
    others = [each for each in shuffled if not each.is_call]
    mixed = []
    while others:
        mixed += others[:2] + calls[:1]
        others, calls = others[2:], calls[1:]
    seconds, found = 0.0, []
    for each in mixed:
        takes = each.seconds + each.rest + 2
        if seconds + takes <= SHORT_SECONDS:
            seconds += takes
            found.append(each)
    return found


def prove(seed: int, rate: float) -> bool:
    """That a power cut shows what was not on the disk: with an fdatasync of the spool that only
    says that it was done, acknowledged answers are lost."""
    with Site(seed, True, rate, 24) as site:
        site.load.is_plain = True
        site.load.start()
        site.cluster.stop()
        site.wait(0.5)
        site.shim.arm("fdatasync", 1, 1 << 40, 0)
        site.wait(1.5)
        lies = site.shim.failed("fdatasync")
        cut_power(site, random.Random(seed))
        site.shim.disarm()
        site.recover()
        site.load.stop()
        site.drain()
        verdict = site.judge()
        print(f"with an fdatasync that lied {lies} times: {verdict.summary()}", flush=True)
        return bool(verdict.lost) and not verdict.doubled and not verdict.phantom


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000)
    parser.add_argument("--faults", default="")
    parser.add_argument("--rate", type=float, help="submissions a second")
    parser.add_argument("--list", action="store_true", help="the names of all faults")
    parser.add_argument("--prove", action="store_true",
                        help="only show that a power cut loses what was not synced")
    parser.add_argument("--results", type=Path)
    options = parser.parse_args()
    if options.list:
        print(*FAULTS, sep="\n")
        return 0
    is_isolated = isolate()
    if options.prove and not is_isolated:
        parser.error("--prove needs root")
    require_programs("surveyd", "surveyctl", LIBRARY)
    rng = random.Random(options.seed)
    possible = [each for each in FAULTS.values() if is_isolated or not each.needs_disks]
    skipped = len(FAULTS) - len(possible)
    print(f"seed {options.seed}" + (f"; {skipped} faults need root" if skipped else ""), flush=True)
    rate = options.rate or (150 if options.long else 100)
    if options.prove or (options.long and is_isolated):
        proven = prove(options.seed, rate)
        if options.prove or not proven:
            return 0 if proven else 1
    with Site(options.seed, is_isolated, rate, 24) as site:
        run = Run(site, rng, options.long)
        site.load.start()
        try:
            while True:
                for fault in chosen(options, rng, possible):
                    run.strike(fault)
                if not options.long or (run.struck >= LONG_FAULTS
                                        and site.ledger.kept >= LONG_ACKNOWLEDGEMENTS):
                    break
            run.finish()
        finally:
            print(site.daemon.log()[-1500:] if sys.exc_info()[0] else "", end="")
        failed = sum(bool(outcome.wrong) for outcome in run.outcomes) + len(run.wrong)
        if failed:
            site.keep_traces(build_folder() / f"fault-{options.seed}")
    if options.results:
        with options.results.open("a", encoding="utf8") as file:
            file.write(f"{run.struck - min(failed, run.struck)} {failed} {skipped}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
