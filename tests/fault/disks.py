"""Small disks of their own for the database and the spool, so that they can be filled up, and cut
off as by a power cut. Needs root; everything is in namespaces of its own (see isolate())."""

import contextlib
import errno
import fcntl
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

_EXT4_IOC_SHUTDOWN = 0x8004587D
_WITHOUT_JOURNAL = 2  # EXT4_GOING_FLAGS_NOLOGFLUSH
_INSIDE = "SURVEYD_FAULT_ISOLATED"


def isolate() -> bool:
    """Runs this program again in mount and process namespaces of its own, so that whatever it
    started and mounted ends with it, however it ends. Returns inside: True; False if that is not
    possible here."""
    if os.environ.get(_INSIDE):
        return True
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if os.geteuid() != 0 or shutil.which("unshare") is None or subprocess.run(
            [*command, "true"], check=False, capture_output=True).returncode != 0:
        return False
    os.environ[_INSIDE] = "1"
    os.execvp("unshare", [*command, sys.executable, "-B", *sys.argv])


class Disk:
    """An ext4 in a file, mounted at `path`."""

    def __init__(self, folder: Path, name: str, mebibytes: int):
        self._image = folder / f"{name}.image"
        self.path = folder / name
        self.path.mkdir()
        with self._image.open("wb") as file:
            file.truncate(mebibytes << 20)
        self._run("mkfs.ext4", "-q", "-F", self._image)
        self.mount()

    @staticmethod
    def _run(*command) -> None:
        result = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                                check=False)
        if result.returncode != 0:
            raise OSError(f"{command[0]}: {result.stderr.strip()}")

    def mount(self) -> None:
        self._run("mount", "-o", "loop", self._image, self.path)

    def unmount(self) -> None:
        self._run("umount", self.path)

    @property
    def _filling(self) -> Path:
        return self.path / "filling"

    def fill(self) -> None:
        """Until there is not a block left, for root neither."""
        descriptor = os.open(self._filling, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        size = 0
        step = 64 << 20
        try:
            while step >= 4096:
                try:
                    os.posix_fallocate(descriptor, size, step)
                    size += step
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    # What was allocated before it failed stays, beyond the end of the file.
                    step //= 2
        finally:
            os.close(descriptor)

    def empty(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._filling.unlink()

    def cut(self) -> None:
        """From now on nothing reaches the disk, and what is only in memory never will: neither data
        nor the file system's journal. Unmounting and mounting then sees what the disk had."""
        descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.ioctl(descriptor, _EXT4_IOC_SHUTDOWN, struct.pack("I", _WITHOUT_JOURNAL))
        finally:
            os.close(descriptor)
