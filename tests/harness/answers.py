"""Valid answers made from a questionnaire file, for tests."""

import json
from pathlib import Path


def load(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf8"))


def elements(questionnaire: dict) -> list[dict]:
    """Every question, those inside panels too, in order."""
    found: list[dict] = []

    def walk(items: list[dict]) -> None:
        for item in items:
            if item.get("type") == "panel":
                walk(item.get("elements", []))
            elif item.get("type") != "html":
                found.append(item)

    for page in questionnaire.get("pages", []):
        walk(page.get("elements", []))
    return found


def unconditional(questionnaire: dict) -> set[str]:
    """The names of the questions that everybody is asked: no condition on them or around them."""
    found: set[str] = set()

    def walk(items: list[dict]) -> None:
        for item in items:
            if "visibleIf" in item:
                continue
            if item.get("type") == "panel":
                walk(item.get("elements", []))
            elif item.get("type") != "html":
                found.add(item["name"])

    for page in questionnaire.get("pages", []):
        if "visibleIf" not in page:
            walk(page.get("elements", []))
    return found


def choice_value(choice):
    return choice["value"] if isinstance(choice, dict) else choice


def _choice(item: dict, pick: int):
    choices = item["choices"]
    return choice_value(choices[pick % len(choices)])


def _rating(item: dict, pick: int):
    if "rateValues" in item:
        return choice_value(item["rateValues"][pick % len(item["rateValues"])])
    low, high = item.get("rateMin", 1), item.get("rateMax", 5)
    return low + pick % (high - low + 1)


def _rows(item: dict, programme: dict, cycle: int, own: str | None) -> list[str]:
    if item.get("x-rows") == "organisations":
        return [each["value"] for each in programme["organisations"]
                if each.get("fromCycle", 1) <= cycle and each["value"] != own]
    return [choice_value(row) for row in item["rows"]]


def answer(item: dict, programme: dict, cycle: int, own: str | None, pick: int):
    """One valid answer to a question; `pick` chooses among the possible ones."""
    kind = item["type"]
    if kind in ("radiogroup", "dropdown"):
        return _choice(item, pick)
    if kind == "checkbox":
        count = max(1, item.get("minSelectedChoices", 1))
        return [choice_value(each) for each in item["choices"][:count]]
    if kind == "ranking":
        values = [choice_value(each) for each in item["choices"]]
        shift = pick % len(values)
        return values[shift:] + values[:shift]
    if kind == "rating":
        return _rating(item, pick)
    if kind == "boolean":
        return True
    if kind == "matrix":
        columns = [choice_value(each) for each in item["columns"]]
        plain = [each for each in columns if each != "dont_know"]
        return {row: plain[(pick + position) % len(plain)]
                for position, row in enumerate(_rows(item, programme, cycle, own))}
    if kind == "matrixdropdown":
        return {row: {column["name"]: (_rating(column, pick) if "choices" not in column
                                       and "choices" not in item
                                       else choice_value((column.get("choices")
                                                          or item["choices"])[pick % 2]))
                      for column in item["columns"]}
                for row in _rows(item, programme, cycle, own)}
    if kind == "comment":
        return "Räksmörgås: en öppen tanke."
    if kind == "text":
        if item.get("inputType") == "number":
            return item.get("min", 1)
        if item.get("inputType") == "date":
            return item.get("min", "2026-10-01")
        return "kort svar"
    raise ValueError(f"no answer known for a {kind}")


def complete(programme: dict, questionnaire: dict, cycle: int, own: str | None = None,
             pick: int = 0) -> dict:
    """Answers to every question, those that visibleIf hides too (they are dropped by the
    server)."""
    return {item["name"]: answer(item, programme, cycle, own, pick)
            for item in elements(questionnaire)}


def as_fields(questionnaire: dict, answers: dict) -> list[tuple[str, str]]:
    """The same answers as fields of the HTML form."""
    fields: list[tuple[str, str]] = []

    def text(value) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value)

    for item in elements(questionnaire):
        name = item["name"]
        if name not in answers:
            continue
        value = answers[name]
        if item["type"] == "ranking":
            fields += [(f"{name}.{rank}", text(each)) for rank, each in enumerate(value, 1)]
        elif isinstance(value, list):
            fields += [(name, text(each)) for each in value]
        elif isinstance(value, dict):
            for row, cell in value.items():
                if isinstance(cell, dict):
                    fields += [(f"{name}.{row}.{part}", text(each)) for part, each in cell.items()]
                else:
                    fields.append((f"{name}.{row}", text(cell)))
        else:
            fields.append((name, text(value)))
    for name in ("actor_type", "organisation"):
        if name in answers:
            fields.append((name, answers[name]))
    return fields
