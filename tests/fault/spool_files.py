"""Just enough of a segment's form to hit a record with a bit flip."""

import random
from dataclasses import dataclass
from pathlib import Path

_HEAD = 16
_FRAME = 32
_MARK = b"\xb5Sp\x1e"


@dataclass
class Place:
    """A whole record, without the zeros behind it."""

    file: Path
    offset: int
    length: int


def records(folder: Path) -> list[Place]:
    """All records of a spool that nobody has open, in order."""
    found = []
    for path in sorted(folder.glob("*.open")):
        data = path.read_bytes()
        offset = _HEAD
        while (offset := data.find(_MARK, offset)) >= 0:
            if offset % 16:
                offset += 1
                continue
            length = _FRAME + int.from_bytes(data[offset + 4:offset + 8], "big")
            found.append(Place(path, offset, length))
            offset += length
    return found


def flip(place: Place, generator: random.Random) -> None:
    """One bit somewhere in the record."""
    at = place.offset + generator.randrange(place.length)
    with place.file.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << generator.randrange(8)]))


def quarantined(folder: Path, word: str = "") -> list[str]:
    """The files in quarantine whose name holds the word."""
    return [path.name for path in (folder / "quarantine").glob("*") if word in path.name]
