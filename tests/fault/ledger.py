"""What was sent and what was acknowledged, in a file that is synced before anybody goes on.

A line is a JSON object; `kind` says which:

  sent  a content that was sent for the first time: content, submission, person, variant, place
  kept  an acknowledgement: content, receipt, status, stored; the file is synced when it is written
  hurt  a receipt whose only copy the test destroyed on purpose
  fault what struck: name

Each has the seconds since the beginning: at.
"""

import json
import os
import threading
import time
from pathlib import Path


class Ledger:
    """For many threads; those that wait at the same time share one fdatasync."""

    def __init__(self, path: Path):
        self.path = path
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC,
                                   0o600)
        self._changed = threading.Condition()
        self._waiting: list[bytes] = []
        self._written = 0
        self._synced = 0
        self._closing = False
        self.kept = 0
        self._begun = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
        self._thread.start()

    def write(self, kind: str, **entry) -> int:
        """Returns the number of the line; it is not on the disk yet."""
        entry = {"kind": kind, "at": round(time.monotonic() - self._begun, 2), **entry}
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        with self._changed:
            self._waiting.append(line)
            self._written += 1
            self.kept += kind == "kept"
            self._changed.notify_all()
            return self._written

    def write_synced(self, kind: str, **entry) -> None:
        """Returns when the line is on the disk."""
        number = self.write(kind, **entry)
        with self._changed:
            self._changed.wait_for(lambda: self._synced >= number)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if not self._waiting:
                    return
                lines, self._waiting = self._waiting, []
            os.write(self._descriptor, b"".join(lines))
            os.fdatasync(self._descriptor)
            with self._changed:
                self._synced += len(lines)
                self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        os.close(self._descriptor)


def read_ledger(path: Path) -> list[dict]:
    with path.open("rb") as file:
        return [json.loads(line) for line in file]
