"""Just enough of a reader of C for the tests of this folder."""

import re

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def without_comments(text: str, strings: bool = False) -> str:
    """The text with comments (and with `strings` also what is in literals) blanked; line numbers
    stay."""

    def blank(match: re.Match) -> str:
        found = match.group(0)
        if found.startswith("/"):
            return re.sub(r"[^\n]", " ", found)
        if strings:
            return found[0] + re.sub(r"[^\n]", " ", found[1:-1]) + found[-1]
        return found

    return _TOKEN.sub(blank, text)


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


_FUNCTION = re.compile(
    r"^[ \t]*(?!(?:typedef|struct\s+\w+\s*\{|enum|union|extern\s+const|return|else|#))"
    r"[A-Za-z_][\w\s\*]*?\b(\w+)\s*\([^;{]*\)[^;{]*;", re.MULTILINE)


def declarations(text: str) -> list[tuple[str, int]]:
    """(name, position) of every function that a header declares at the outermost level."""
    code = without_comments(text, strings=True)
    # Preprocessor lines, with their continuations.
    code = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*",
                  lambda match: re.sub(r"[^\n]", " ", match.group(0)), code, flags=re.MULTILINE)
    depth, flat = 0, []
    for character in code:
        if character == "}":
            depth -= 1
        flat.append(character if depth == 0 or character == "\n" else " ")
        if character == "{":
            depth += 1
    return [(match.group(1), match.start()) for match in _FUNCTION.finditer("".join(flat))]
