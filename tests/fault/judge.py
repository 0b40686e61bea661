"""Compares the ledger with the database."""

from collections import defaultdict
from dataclasses import dataclass, field

from survey import Row


@dataclass
class Verdict:
    """Each a list of sentences; all but `aside` and `missing_on_purpose` must be empty."""

    acknowledgements: int = 0
    rows: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    # Other answers under an id whose first answers were acknowledged already, taken while nobody
    # could know of those: in quarantine, not stored.
    aside: list[str] = field(default_factory=list)
    # Acknowledged, and destroyed by the test.
    missing_on_purpose: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.altered or self.phantom)

    def summary(self) -> str:
        return (f"{self.acknowledgements} acknowledgements, {self.rows} rows: "
                f"{len(self.lost)} lost, {len(self.doubled)} doubled, "
                f"{len(self.altered)} altered, {len(self.phantom)} phantom; "
                f"{len(self.aside)} conflicting ones kept aside, "
                f"{len(self.missing_on_purpose)} destroyed by the test")


class Judge:
    """`entries` of the ledger, `rows` and `replaced` (receipts) of the database. `models` says what
    a variant looks like when it is stored, {(variant, organisation): digest}; `organisations` are
    those of the people."""

    def __init__(self, entries: list[dict], rows: list[Row], replaced: set[str],
                 models: dict[tuple[int, str], str], organisations: list[str]):
        self._rows = rows
        self._replaced = replaced
        self._models = models
        self._organisations = organisations
        self._sent = {each["content"]: each for each in entries if each["kind"] == "sent"}
        self._hurt = {each["receipt"] for each in entries if each["kind"] == "hurt"}
        # The first content acknowledged under an id is the one that counts.
        self._kept: dict[str, dict] = {}
        self._others: list[dict] = []
        for each in entries:
            if each["kind"] == "kept":
                submission = self._sent[each["content"]]["submission"]
                first = self._kept.setdefault(submission, each)
                if first["content"] != each["content"]:
                    self._others.append(each)
        self._verdict = Verdict(acknowledgements=sum(e["kind"] == "kept" for e in entries),
                                rows=len(rows))

    def verdict(self) -> Verdict:
        self._look_at_rows()
        self._look_at_acknowledgements()
        self._look_at_people()
        self._look_at_others()
        return self._verdict

    def _look_at_rows(self) -> None:
        seen: dict[str, Row] = {}
        respondents: dict[str, Row] = {}
        for row in self._rows:
            if row.mark.startswith("model "):
                continue
            sent = self._sent.get(row.mark)
            if sent is None:
                self._verdict.phantom.append(f"{row.receipt} holds what nobody sent: {row.mark!r}")
                continue
            before = seen.setdefault(sent["submission"], row)
            if before is not row:
                self._verdict.doubled.append(f"{sent['submission']} is stored as "
                                             f"{before.receipt} and {row.receipt}")
            if row.respondent and respondents.setdefault(row.respondent, row) is not row:
                self._verdict.doubled.append(f"somebody has two rows, {row.receipt} is one")
            person = sent["person"]
            organisation = "" if person is None else self._organisations[person]
            if self._models[(sent["variant"], organisation)] != row.digest:
                self._verdict.altered.append(f"{row.receipt} is not as it was sent")

    def _look_at_acknowledgements(self) -> None:
        rows = {row.receipt: row for row in self._rows}
        for kept in self._kept.values():
            receipt, content = kept["receipt"], kept["content"]
            row = rows.get(receipt)
            if row is None and receipt in self._replaced:
                if self._sent[content]["person"] is None:
                    self._verdict.altered.append(f"{receipt} was replaced, by the open link")
            elif row is None and receipt in self._hurt:
                self._verdict.missing_on_purpose.append(receipt)
            elif row is None:
                self._verdict.lost.append(f"{receipt}, {kept}, {self._sent[content]}")
            elif row.mark != content:
                self._verdict.altered.append(f"{receipt} was acknowledged for {content} and holds "
                                             f"{row.mark}")

    def _look_at_people(self) -> None:
        """What is stored of somebody is what was acknowledged last, or was sent after that."""
        last: dict[int, int] = defaultdict(lambda: -1)
        unknown: set[str] = set()
        for submission, kept in self._kept.items():
            sent = self._sent[kept["content"]]
            if sent["person"] is not None and kept["receipt"] not in self._hurt:
                last[sent["person"]] = max(last[sent["person"]], sent["place"])
        for content, sent in self._sent.items():
            if sent["person"] is not None and sent["submission"] not in self._kept:
                unknown.add(content)
        places = {}
        for row in self._rows:
            sent = self._sent.get(row.mark)
            if sent is not None and sent["person"] is not None:
                places[sent["person"]] = (sent["place"], row.receipt)
        for person, (place, receipt) in places.items():
            if place < last[person]:
                self._verdict.altered.append(
                    f"{receipt}: number {place} of person {person} is stored, but number "
                    f"{last[person]} was acknowledged")
        known = {each["receipt"] for each in self._kept.values()}
        strange = len(self._replaced - known)
        if strange > len(unknown) + sum(kept["receipt"] in self._hurt
                                        for kept in self._kept.values()):
            self._verdict.phantom.append(f"{strange} replaced receipts, of which at most "
                                         f"{len(unknown)} can have been sent")

    def _look_at_others(self) -> None:
        """Only a spool may have taken them, or a page that does not say where."""
        for each in self._others:
            if each["stored"] == "database":
                self._verdict.altered.append(f"{each['receipt']} was acknowledged as stored for "
                                             "two different answers")
            else:
                self._verdict.aside.append(each["receipt"])
