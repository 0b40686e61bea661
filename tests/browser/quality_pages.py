"""Which pages there are: what is set up for each, and what the walk is told to look at."""


import re

from harness import answers as make
from quality_house import Programme, Scenery

UNKNOWN_RECEIPT = "0000-0000-0000-0000"
# The languages of the programme, and which one the interface speaks there.
INTERFACE = {"sv": "sv", "en": "en", "fi": "en"}
# Texts of the made-up answers, which are in no language of a page.
WRITTEN = ["kort svar", "Räksmörgås: en öppen tanke.", "räksmörgås"]
# The first people answer the form in the browser, the others before it starts.
FORMS = [(language, script) for script in (True, False) for language in INTERFACE]
EDITOR, LEAVER, SENDER, NEWCOMER = 6, 7, 8, 9


def forms(every: Programme) -> list[dict]:
    found = []
    for number, (language, script) in enumerate(FORMS):
        found.append({"name": "form", "language": language, "script": script, "cycle": 3,
                      "link": every.link(number)})
        found.append({"name": "wall", "language": language, "script": script,
                      "link": every.wall, "open": True})
    return found


def live_through(every: Programme) -> dict[str, str]:
    """Cycle 1 answered by enough people, cycle 2 by too few, cycle 3 open; receipts."""
    every.open(1)
    for number in (0, 1, 2, 3, 4, EDITOR):
        every.answer(number, 1, pick=number)
    every.close(1)
    every.open(2)
    for number in (EDITOR, LEAVER):
        every.answer(number, 2, pick=number)
    every.close(2)
    every.open(3)
    wanted = {"consent": True, "role": "kort svar", "group": "123", "hours": 20,
              "useful": ["groups", "other"],
              "useful-Comment": "räksmörgås"}
    receipts = {"replaced": every.answer(EDITOR, 3, **wanted),
                "stored": every.answer(EDITOR, 3, pick=1, **wanted),
                "withdrawn": every.answer(LEAVER, 3, **wanted),
                "kept": every.answer(SENDER, 3, pick=1, **wanted)}
    withdraw(every, f"{every.link(LEAVER)}/receipt/{receipts['withdrawn']}")
    every.house.aggregator("run")
    return receipts


def withdraw(programme: Programme, receipt: str) -> None:
    reply = programme.client.post_form(f"{receipt}/withdraw", {})
    assert reply.status == 303, f"{reply.status}: {reply.text[:500]}"


def pages(scenery: Scenery, every: Programme) -> list[dict]:
    """What is looked at with a GET. `interface`: the page is in a language of the interface;
    `mixed`: all languages stand side by side."""
    receipts = live_through(every)
    idle = scenery.programme("every-kind", "every-kind-idle")
    idle.open(1)
    idle.answer(0, 1)
    idle.close(1)
    new = scenery.programme("every-kind", "every-kind-new")
    editor, leaver, sender = (every.link(number) for number in (EDITOR, LEAVER, SENDER))
    origin = scenery.daemon.url
    alone = f"{origin}/r/{every.name}"
    return [
        {"name": name, "url": url, "status": status,
         **{each: True for each in marks}} for name, url, status, *marks in (
            ("receipt-stored", f"{editor}/receipt/{receipts['stored']}", 200),
            ("receipt-replaced", f"{editor}/receipt/{receipts['replaced']}", 200),
            ("receipt-withdrawn", f"{leaver}/receipt/{receipts['withdrawn']}", 200),
            ("receipt-unknown", f"{sender}/receipt/{UNKNOWN_RECEIPT}", 404),
            ("receipt-alone", f"{alone}/{receipts['kept']}", 200),
            ("withdraw", f"{sender}/receipt/{receipts['kept']}/withdraw", 200),
            ("withdraw-alone", f"{alone}/{receipts['kept']}/withdraw", 200),
            ("receipt-search", alone, 200, "interface"),
            ("receipt-search-wrong", f"{alone}?receipt=nonsense", 422, "interface"),
            ("receipt-search-nothing", f"{alone}/{UNKNOWN_RECEIPT}", 404, "interface"),
            ("answers-stored", f"{editor}/cycle/3", 200),
            ("answers-closed", f"{editor}/cycle/1", 200),
            ("answers-none", f"{sender}/cycle/2", 404, "interface"),
            ("results", f"{editor}/results/1", 200),
            ("results-few", f"{editor}/results/2", 200),
            ("results-early", f"{editor}/results/3", 403),
            ("results-wall", f"{every.wall}/results/1", 200),
            ("room-open", f"{every.wall}/room", 200, "mixed"),
            ("room-closed", f"{idle.wall}/room", 200, "mixed"),
            ("room-upcoming", f"{new.wall}/room", 200, "mixed"),
            ("overview-idle", idle.link(0), 403, "interface"),
            ("overview-new", new.link(0), 403, "interface"),
            ("wall-idle", idle.wall, 403, "interface"),
            ("report", f"{origin}/report/{every.name}", 200),
            ("report-login", f"{origin}/report/{idle.name}", 401, "interface"),
            ("notice-bad-link", f"{editor}x", 404, "interface"),
            ("notice-not-found", f"{origin}/nowhere/at/all", 404, "interface"),
        )]


def page_of(programme: Programme, link: str, language: str) -> tuple[str, str]:
    """A form as it was opened, and its submission id."""
    html = programme.client.get(f"{link}?lang={language}").text
    return html, re.search(r'name="_submission" value="([^"]*)"', html).group(1)


def send_first(programme: Programme, link: str, submission: str, open_link: bool) -> str:
    """Sends other answers than the browser will, under the id of its form; the receipt."""
    answers = make.complete(programme.document, programme.questionnaire(1), 1, "sundvik-plat")
    if open_link:
        answers |= {"actor_type": "municipality", "organisation": "sundvik"}
    reply = programme.client.submit(link, answers, submission=submission)
    assert reply.status == 201, f"{reply.status}: {reply.text}"
    return reply.json()["receipt"]


def trials(scenery: Scenery, every: Programme) -> list[dict]:
    """Forms that were opened earlier and are sent now, when something has changed: `html` is the
    form as it was. `tamper`: the sealed field is broken first; `refuse`: consent is refused."""
    found = []
    short = scenery.programme("every-kind", "every-kind-trials")
    short.open(1)
    late = scenery.programme("every-kind", "every-kind-late")
    late.open(3)
    for number, (language, script) in enumerate(FORMS):
        more = {"language": language, "script": script}
        if script:
            found.append({**more, "name": "late", "link": late.link(number), "status": 403,
                          "html": page_of(late, late.link(number), language)[0]})
        else:
            found.append({**more, "name": "late", "link": late.wall, "status": 403,
                          "html": page_of(late, late.wall, language)[0]})
            found.append({**more, "name": "state-lost", "link": every.link(NEWCOMER),
                          "status": 422, "tamper": True})
        found.append({**more, "name": "consent-refused", "link": every.link(NEWCOMER),
                      "status": 200, "refuse": True, "interface": True})
        for name, link, status in (("sent-before", short.link(number), 409),
                                   ("sent-before-wall", short.wall, 409),
                                   ("withdrawn", short.link(number + len(FORMS)), 410)):
            html, submission = page_of(short, link, language)
            receipt = send_first(short, link, submission, link == short.wall)
            if name == "withdrawn":
                withdraw(short, f"{link}/receipt/{receipt}")
            found.append({**more, "name": name, "link": link, "status": status, "html": html})
    late.close(3)
    return found


def unavailable(every: Programme) -> list[dict]:
    """What is shown while PostgreSQL is away: a form to send, and pages that cannot be made."""
    found = []
    for language, script in FORMS:
        if not script:
            found.append({"name": "not-stored", "language": language, "script": script,
                          "link": every.link(NEWCOMER), "status": 503,
                          "html": page_of(every, every.link(NEWCOMER), language)[0]})
    return found
