"""The programme of the aggregator's benchmark, and its answers."""

import json
import shutil
from pathlib import Path

QUESTIONS, SCALES, CYCLES = 25, 5, 4

# As survey.submit_responses would store them, only without submitting. What somebody answers to a
# question depends on the two and the cycle, so that there is something to find.
LOAD = """
INSERT INTO survey.response (cycle, version, day, programme, receipt, digest, respondent,
                             organisation, actor_type, language, codes, "values")
SELECT c, 1, current_date, '{programme}', substring(sha256(('r' || c || '-' || p)::bytea) for 10),
       '\\x00'::bytea, substring(sha256(('p' || p)::bytea) for 16),
       'o' || p %% 40, 't' || p %% 5, 'en',
       (SELECT array_agg(1 + (abs(hashint8(p::bigint * 100 + q)) %% 3
                              + abs(hashint8(p::bigint * 7 + c)) %% 3
                              + (p + c) %% 7 / 6) %% 5 ORDER BY q)
          FROM generate_series(1, {questions}) AS q),
       '{{}}'
  FROM generate_series({first}, {last}) AS p, generate_series({from_cycle}, {to_cycle}) AS c;
""".replace("%%", "%")


def write_programme(folder: Path, name: str, linkage: str = "survey") -> None:
    """A folder to import: a matrix of 25 statements in each of 4 cycles. With the linkage "programme"
    people are followed over the cycles, too."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    items = [f"q_{number}" for number in range(1, QUESTIONS + 1)]
    size = QUESTIONS // SCALES
    document = {
        "programme": name, "title": {"en": "Benchmark"}, "languages": ["en"],
        "timezone": "Europe/Stockholm", "minimumGroupSize": 5, "linkage": linkage,
        "retention": "P5Y",
        "actorTypes": [{"value": f"t{number}", "text": {"en": f"Type {number}"}}
                       for number in range(5)],
        "organisations": [{"value": f"o{number}", "text": {"en": f"Organisation {number}"},
                           "actorType": f"t{number % 5}", "fromCycle": 1}
                          for number in range(40)],
        "cycles": [{"cycle": cycle, "title": {"en": f"Cycle {cycle}"},
                    "survey": f"cycle-{cycle}.json", "opens": f"{2025 + cycle}-01-01T08:00",
                    "closes": f"{2025 + cycle}-02-01T08:00"} for cycle in range(1, CYCLES + 1)],
        "evaluation": {
            "scales": {f"s{number + 1}": {"title": {"en": f"Scale {number + 1}"},
                                          "items": items[number * size:(number + 1) * size]}
                       for number in range(SCALES)},
            "agreement": items[:size]},
    }
    questionnaire = {"title": "Benchmark", "pages": [{"name": "all", "elements": [{
        "type": "matrix", "name": "q", "eachRowRequired": True, "title": "How much do you agree?",
        "columns": [{"value": value, "text": str(value)} for value in range(1, 6)],
        "rows": [{"value": str(number), "text": f"Statement {number}"}
                 for number in range(1, QUESTIONS + 1)]}]}]}
    (folder / "programme.json").write_text(json.dumps(document), encoding="utf8")
    for cycle in range(1, CYCLES + 1):
        (folder / f"cycle-{cycle}.json").write_text(json.dumps(questionnaire), encoding="utf8")


def load_sql(programme: str, first: int, last: int, from_cycle: int, to_cycle: int) -> str:
    return LOAD.format(programme=programme, questions=QUESTIONS, first=first, last=last,
                       from_cycle=from_cycle, to_cycle=to_cycle)
