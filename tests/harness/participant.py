"""A participant whose browser has no script: sees one page of the form, presses its buttons."""

import urllib.parse
from html.parser import HTMLParser

from .client import Client, Reply

Fields = list[tuple[str, str]]


class _Reader(HTMLParser):
    """The controls of the form "survey". What is in a template is inert: neither seen nor sent."""

    def __init__(self):
        super().__init__()
        self.fields: Fields = []
        self.everything: Fields = []
        self.names: set[str] = set()
        self.inert_names: set[str] = set()
        self.buttons: list[str] = []
        self.default_button: str | None = None
        self.page: int | None = None
        self._templates = 0
        self._in_form = False
        self._button_hidden = False
        self._select: tuple[str, str | None] | None = None
        self._area: tuple[str, list[str]] | None = None

    def _add(self, name: str, value: str) -> None:
        self.everything.append((name, value))
        if not self._templates:
            self.fields.append((name, value))

    def _note(self, name: str) -> None:
        (self.inert_names if self._templates else self.names).add(name)

    def _input(self, name: str, values: dict) -> None:
        kind = values.get("type", "text")
        if kind in ("submit", "button", "reset", "image", "file") or "disabled" in values:
            return
        self._note(name)
        if kind in ("radio", "checkbox"):
            if "checked" in values:
                self._add(name, values.get("value", "on"))
        else:
            self._add(name, values.get("value") or "")

    def _press(self, values: dict) -> None:
        if values.get("name") != "_go" or self._templates:
            return
        self.default_button = self.default_button or values["value"]
        if "hidden" not in values and values.get("tabindex") != "-1":
            self.buttons.append(values["value"])

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "template":
            self._templates += 1
        elif tag == "form":
            self._in_form = values.get("id") == "survey"
        elif tag == "section" and "data-page" in values and not self._templates:
            self.page = int(values["data-page"])
        if not self._in_form and values.get("form") != "survey":
            return
        name = values.get("name")
        if tag == "button":
            self._press(values)
        elif tag == "option" and self._select:
            select, chosen = self._select
            if chosen is None or "selected" in values:
                self._select = (select, values.get("value", ""))
        elif name and tag == "input":
            self._input(name, values)
        elif name and tag in ("textarea", "select"):
            self._note(name)
            if tag == "select":
                self._select = (name, None)
            else:
                self._area = (name, [])

    def handle_data(self, data):
        if self._area:
            self._area[1].append(data)

    def handle_endtag(self, tag):
        if tag == "template":
            self._templates -= 1
        elif tag == "form":
            self._in_form = False
        elif tag == "textarea" and self._area:
            # As browsers do: a line break right behind the tag is none, others are sent as CR LF.
            text = "".join(self._area[1]).removeprefix("\n")
            self._add(self._area[0], text.replace("\r\n", "\n").replace("\n", "\r\n"))
            self._area = None
        elif tag == "select" and self._select:
            if self._select[1] is not None:
                self._add(self._select[0], self._select[1])
            self._select = None


class Form:
    """A form as a page shows it."""

    def __init__(self, text: str):
        reader = _Reader()
        reader.feed(text)
        if not reader.names:
            raise AssertionError("the page has no form: " + text[:500])
        self.text = text
        self.fields = reader.fields          # what would be sent if nothing was touched
        self.everything = reader.everything  # the same with the pages that only a script unwraps
        self.names = reader.names            # of all controls that are there
        self.inert_names = reader.inert_names
        self.buttons = reader.buttons        # values of the visible ones
        self.default_button = reader.default_button
        self.page = reader.page

    def value(self, name: str) -> str | None:
        return dict(reversed(self.fields)).get(name)

    def values(self) -> Fields:
        """What is filled in, without the hidden fields of the form itself."""
        return [(name, value) for name, value in self.fields
                if not name.startswith("_") and value]

    def filled(self, answers: Fields) -> Fields:
        """The fields to send when the controls that are there are filled in like that; a control
        that `answers` does not name is left empty."""
        own = [(name, value) for name, value in self.fields if name.startswith("_")]
        return own + [(name, value) for name, value in answers if name in self.names]


def whole_form(text: str, answers: Fields | None = None) -> Fields:
    """What the script sends of a page with a form: all pages at once. Without `answers` as they
    are filled in."""
    fields = [(name, value) for name, value in Form(text).everything
              if name not in ("_page", "_state")]
    if answers is None:
        return fields
    return [field for field in fields if field[0].startswith("_")] + answers


class Participant:
    """Follows a link. `form` is the form of the last page that had one, `reply` the last answer."""

    def __init__(self, client: Client, link: str):
        self.client = client
        self.link = urllib.parse.urlsplit(link).path
        self.form: Form | None = None
        self.reply: Reply | None = None

    def _take(self, reply: Reply) -> Reply:
        self.reply = reply
        if reply.status == 303:
            self.reply = self.client.get(reply.headers["Location"])
        elif 'id="survey"' in reply.text:
            self.form = Form(reply.text)
        return reply

    def open(self, language: str = "en") -> Reply:
        return self._take(self.client.get(f"{self.link}?lang={language}"))

    def press(self, button: str | None, answers: Fields | None = None) -> Reply:
        """Presses a button (None: Enter, which presses the default one), after filling in the
        controls that are there; without `answers` they stay as they are."""
        fields = self.form.fields if answers is None else self.form.filled(answers)
        if button is None:
            button = self.form.default_button
        elif button not in self.form.buttons:
            raise AssertionError(f"the page has no button {button}, but {self.form.buttons}")
        return self._take(self.client.post_form(self.link, fields + [("_go", button)]))

    def go_through(self, answers: Fields, pages: int = 20) -> list[int]:
        """From this page to the end; the numbers of the pages that were filled in."""
        seen: list[int] = []
        for _ in range(pages):
            seen.append(self.form.page)
            button = "next" if "next" in self.form.buttons else "send"
            reply = self.press(button, answers)
            if button == "send" and reply.status != 200:
                return seen
            if reply.status != 200:
                raise AssertionError(f"page {seen[-1]}: {reply.status} {reply.text[:3000]}")
        raise AssertionError(f"no end after {seen}")
