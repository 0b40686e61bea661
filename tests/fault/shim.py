"""Tells shim.c, loaded into the daemon, which calls are to fail."""

import mmap
import re
import struct
from pathlib import Path

from harness.build import program

LIBRARY = "tests/fault/libfault_shim.so"
_POINT = struct.Struct("=QQQQq")  # struct point: left, times, failed, calls, error


def _names() -> list[str]:
    """The points in the order of shim.c."""
    text = Path(__file__).with_name("shim.c").read_text(encoding="utf8")
    names = re.findall(r"^    X\([\w *]+?, (\w+),", text, re.MULTILINE)
    return names + ["openat", "PQgetResult"]


class Shim:
    def __init__(self, folder: Path):
        self.library = program(LIBRARY)
        self.names = _names()
        self._path = folder / "shim"
        self._path.write_bytes(bytes(mmap.PAGESIZE))
        with self._path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), mmap.PAGESIZE)

    @property
    def environment(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self.library), "FAULT_CONTROL": str(self._path)}

    def _point(self, name: str) -> int:
        return self.names.index(name) * _POINT.size

    def _fields(self, name: str) -> tuple:
        return _POINT.unpack_from(self._memory, self._point(name))

    def arm(self, name: str, call: int, times: int, error: int) -> None:
        """From the `call`-th call from now on (1: the next) `times` calls fail with this errno."""
        at = self._point(name)
        struct.pack_into("=q", self._memory, at + 32, error)
        struct.pack_into("=Q", self._memory, at + 8, times)
        struct.pack_into("=Q", self._memory, at, call + times - 1)

    def disarm(self) -> None:
        for name in self.names:
            struct.pack_into("=Q", self._memory, self._point(name), 0)

    def failed(self, name: str) -> int:
        return self._fields(name)[2]

    def calls(self, name: str) -> int:
        return self._fields(name)[3]
