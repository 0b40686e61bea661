"""An exact solver for what published figures tell.

It does not reason about figures: it enumerates. A *structure* says what everybody may know: who there
is, of which organisation and type, who answers which cycle, at which stage, and who withdraws. A
*world* of it is one way in which they may have answered. Every world is stored as a programme of its
own and goes stage by stage through `survey-aggregator run`; what the daemon's role can read after
each stage is what is published of it. Worlds of which the same was published at every stage are a
*class*: whoever reads everything, knows the rules, the program and all that a structure says, and
computes without end, cannot tell them apart, and everything else can be told. So each class is
exactly what such an attacker knows, and all worlds are tried at once.
"""

import itertools
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field

ORGANISATIONS = {"x": ("x1", "x2"), "y": ("y1", "y2"), "z": ("z1", "z2")}
SKIPPED = -99


@dataclass(frozen=True)
class Block:
    """People who cannot be told apart by what is known of them. `answers`: the stage at which they
    answer each cycle; `leaves`: the stage at which they withdraw everything (None: never)."""

    name: str
    size: int
    answers: dict
    kind: str = "x"
    leaves: int | None = None
    changes: int | None = None  # the stage at which they send other answers to cycle 1


@dataclass(frozen=True)
class Structure:
    name: str
    blocks: tuple
    questions: dict            # cycle: names of its questions
    stages: int = 1
    values: int = 3            # answers are 1..values
    evaluation: dict = field(default_factory=dict)
    minimum: int = 3
    skips: bool = False        # a question may be left out
    closes: dict = field(default_factory=dict)

    def cycles(self):
        return sorted(self.questions)


def variables(structure: Structure, block: Block) -> list:
    """(cycle, question) of everything that people of the block say; (cycle, question, "before")
    for what they said before they changed it."""
    found = [(cycle, question) for cycle in sorted(block.answers)
             for question in structure.questions[cycle]]
    if block.changes is not None:
        found += [(1, question, "before") for question in structure.questions[1]]
    return found


def states(structure: Structure, block: Block) -> list:
    values = list(range(1, structure.values + 1)) + ([SKIPPED] if structure.skips else [])
    return list(itertools.product(values, repeat=len(variables(structure, block))))


def worlds(structure: Structure):
    """Every world: for each block a multiset of what its people say."""
    choices = [list(itertools.combinations_with_replacement(states(structure, block), block.size))
               for block in structure.blocks]
    return itertools.product(*choices)


def count_worlds(structure: Structure) -> int:
    total = 1
    for block in structure.blocks:
        n, k = len(states(structure, block)) + block.size - 1, block.size
        ways = 1
        for i in range(k):
            ways = ways * (n - i) // (i + 1)
        total *= ways
    return total


def said(structure: Structure, block: Block, people: tuple, variable) -> list:
    """What the people of a block say to one question, in order of size."""
    place = variables(structure, block).index(variable)
    return sorted(each[place] for each in people)


def groups_below(structure: Structure, variable):
    """Sets of blocks, together fewer than the minimum, that answered the question."""
    able = [i for i, block in enumerate(structure.blocks)
            if variable in variables(structure, block)]
    for size in range(1, len(able) + 1):
        for chosen in itertools.combinations(able, size):
            if sum(structure.blocks[i].size for i in chosen) < structure.minimum:
                yield chosen


def answers_like(structure: Structure, world: tuple, place: int, variable) -> Counter:
    """How often people of a block say each thing; beside what somebody said before a change stands
    what the others say."""
    block = structure.blocks[place]
    own = variable if variable in variables(structure, block) else variable[:2]
    return Counter(said(structure, block, world[place], own)
                   if own in variables(structure, block) else [])


def known_with_many(structure: Structure, members: list, variable) -> set:
    """The blocks that are known to have said what at least the minimum are known to have said, all
    of them the same: any distribution may tell that."""
    places = range(len(structure.blocks))
    counts = {i: [answers_like(structure, world, i, variable) for world in members]
              for i in places}
    allowed = set()
    for answer in {answer for each in counts.values() for one in each for answer in one}:
        least = {i: min(one[answer] for one in counts[i]) for i in places}
        if sum(least.values()) >= structure.minimum:
            allowed |= {i for i in places if least[i] == structure.blocks[i].size}
    return allowed


def told(structure: Structure, classes: dict, sensitive: bool = False) -> list:
    """Every inference: (what was published, question, names of blocks, a world, how many worlds)."""
    found = []
    everything = sorted({variable for block in structure.blocks
                         for variable in variables(structure, block)}, key=str)
    for published, members in classes.items():
        for variable in everything:
            allowed = set() if sensitive else known_with_many(structure, members, variable)
            for chosen in groups_below(structure, variable):
                sums = {sum(sum(said(structure, structure.blocks[i], world[i], variable))
                            for i in chosen) for world in members}
                # Who left a question out has said nothing to it.
                is_silence = sums == {SKIPPED * sum(structure.blocks[i].size for i in chosen)}
                if len(sums) == 1 and not is_silence and not allowed.intersection(chosen):
                    found.append((published, variable,
                                  [structure.blocks[i].name for i in chosen], members[0],
                                  len(members)))
    return found


def programme_document(structure: Structure, name: str) -> dict:
    cycles = [{"cycle": cycle, "title": f"C{cycle}", "survey": f"cycle-{cycle}.json",
               "opens": f"{2190 + cycle}-01-01T08:00", "closes": f"{2190 + cycle}-01-31T23:59"}
              for cycle in structure.cycles()]
    kinds = sorted({block.kind for block in structure.blocks} | {"x", "y"})
    return {"programme": name, "title": "Worlds", "languages": ["en"],
            "timezone": "Europe/Stockholm", "minimumGroupSize": structure.minimum,
            "linkage": "programme", "retention": "P1Y",
            "actorTypes": [{"value": kind, "text": kind} for kind in kinds],
            "organisations": [{"value": organisation, "text": organisation, "actorType": kind}
                              for kind in kinds for organisation in ORGANISATIONS[kind]],
            "cycles": cycles, "evaluation": structure.evaluation}


def questionnaire(structure: Structure, cycle: int) -> dict:
    elements = [{"type": "rating", "name": name, "title": name, "rateMin": 1,
                 "rateMax": structure.values} for name in structure.questions[cycle]]
    return {"title": f"C{cycle}", "pages": [{"name": "page", "elements": elements}]}


class Universe:
    """All worlds of a structure (or those given) in the database of a house."""

    def __init__(self, house, structure: Structure, chosen: list | None = None):
        self.house, self.structure = house, structure
        self.worlds = list(worlds(structure)) if chosen is None else chosen
        folder = house.folder / f"worlds-{structure.name}"
        folder.mkdir()
        self.origin = f"origin-{structure.name}"
        document = programme_document(structure, self.origin)
        (folder / "programme.json").write_text(json.dumps(document))
        for cycle in structure.cycles():
            (folder / f"cycle-{cycle}.json").write_text(
                json.dumps(questionnaire(structure, cycle)))
        house.surveyctl("programme", "import", folder)
        self._copy()

    def name(self, number: int) -> str:
        return f"{self.structure.name}-{number}"

    def _copy(self) -> None:
        """The programme once for each world."""
        sql = []
        last = len(self.worlds) - 1
        each = f"generate_series(0, {last}) as n(number)"
        name = f"'{self.structure.name}-' || number"
        for table, columns in (
                ("programme", "document, timezone, minimum_group_size, linkage, imported"),
                ("cycle", "cycle, opens, closes, opens_at, closes_at, version, sealed"),
                ("questionnaire", "cycle, version, document, digest, columns"),
                ("questionnaire_column", 'cycle, version, "position", name, kind, question, "row",'
                                         " part, choice, title, labels")):
            # The name of a programme stands in its document too.
            values = columns.replace(
                "document,", f"replace(document::text, '{self.origin}', {name})::json,", 1)
            sql.append(f"INSERT INTO survey.{table} (programme, {columns}) SELECT {name}, {values}"
                       f" FROM survey.{table}, {each} WHERE programme = '{self.origin}';")
        for table in ("questionnaire_column", "questionnaire", "cycle", "programme"):
            sql.append(f"DELETE FROM survey.{table} WHERE programme = '{self.origin}';")
        self.house.cluster.psql("".join(sql))

    def _rows(self, stage: int):
        """What each world's people send at a stage: rows of responses, and whom they replace."""
        for number, world in enumerate(self.worlds):
            person = 0
            for block, people in zip(self.structure.blocks, world):
                names = variables(self.structure, block)
                for state in people:
                    person += 1
                    said_by = dict(zip(names, state))
                    organisations = ORGANISATIONS[block.kind]
                    organisation = organisations[person % len(organisations)]
                    for cycle, when in block.answers.items():
                        first = [said_by.get((cycle, question, "before"),
                                             said_by[cycle, question])
                                 for question in self.structure.questions[cycle]]
                        now = [said_by[cycle, question]
                               for question in self.structure.questions[cycle]]
                        if when == stage:
                            yield number, person, cycle, 1, organisation, block.kind, first
                        elif cycle == 1 and block.changes == stage:
                            yield number, person, cycle, 2, organisation, block.kind, now
                        elif block.leaves == stage and when < stage:
                            yield number, person, cycle, 0, organisation, block.kind, None

    def store(self, stage: int) -> None:
        """Puts into the tables what comes at the stage, as the submissions would."""
        sql = ["BEGIN;"]
        added = []
        for number, person, cycle, revision, organisation, kind, codes in self._rows(stage):
            who = f"decode(md5('{person}'), 'hex')"
            if revision != 1:
                sql.append(f"DELETE FROM survey.response WHERE programme = '{self.name(number)}'"
                           f" AND cycle = {cycle} AND respondent = {who};")
            if revision == 0:
                continue
            receipt = f"substring(decode(md5('{person} {cycle} {revision}'), 'hex') for 10)"
            added.append(f"({cycle}, 1, {revision}, '2026-01-01', '{self.name(number)}', {receipt},"
                         f" decode(repeat('00', 16), 'hex'), {who}, '{organisation}', '{kind}',"
                         f" 'en', '{{{','.join(map(str, codes))}}}', '{{}}')")
        if added:
            sql.append("INSERT INTO survey.response (cycle, version, revision, day, programme,"
                       " receipt, digest, respondent, organisation, actor_type, language, codes,"
                       ' "values") VALUES ' + ",".join(added) + ";")
        self.house.cluster.psql("\n".join(sql) + "COMMIT;")

    def read(self) -> list:
        """What the daemon's role can read of each world."""
        rows = self.house.cluster.psql(
            "SELECT n.number, json_agg(json_build_array(m.id, m.reason, m.published)"
            ' ORDER BY m."position")'
            f" FROM generate_series(0, {len(self.worlds) - 1}) AS n(number),"
            f" LATERAL survey.read_published_metrics('{self.structure.name}-' || number) AS m"
            " GROUP BY n.number ORDER BY n.number", role="surveyd")
        return [json.loads(line.split("\t", 1)[1]) for line in rows.split("\n")]

    def remove(self) -> None:
        like = f"LIKE '{self.structure.name}-%'"
        self.house.cluster.psql("".join(
            f"DELETE FROM survey.{table} WHERE programme {like};" for table in (
                "metric_release", "metric_run", "response", "questionnaire_column",
                "questionnaire", "cycle", "programme")))

    def classes(self, look=lambda published: published) -> dict:
        """Runs every stage. Worlds by what was published of them; `look` takes a part of that."""
        seen = [[] for _ in self.worlds]
        for stage in range(1, self.structure.stages + 1):
            self.store(stage)
            self.house.aggregator("run")
            for history, published in zip(seen, self.read()):
                history.append([each for each in look(published) if each[2] is not None])
        found = defaultdict(list)
        for world, history in zip(self.worlds, seen):
            found[json.dumps(history)].append(world)
        self.remove()
        return found
