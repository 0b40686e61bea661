"""Raw bytes to the test server, over TLS and plain, and answers taken apart strictly."""

import atexit
import os
import select
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
from dataclasses import dataclass, field
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
# pylint: disable-next=wrong-import-position
from harness.build import program, require_programs  # noqa: E402
from harness.certificate import Authority, Certificate  # noqa: E402

PROGRAM = "tests/http/test_server"
GET = b"GET /echo HTTP/1.1\r\nHost: a\r\n\r\n"
_shared: dict = {}


def folder() -> Path:
    """A temporary folder for the whole run."""
    if "folder" not in _shared:
        path = tempfile.mkdtemp(prefix="surveyd-http-")
        atexit.register(shutil.rmtree, path, ignore_errors=True)
        _shared["folder"] = Path(path)
    return _shared["folder"]


def authority() -> Authority:
    if "authority" not in _shared:
        _shared["authority"] = Authority(folder() / "ca")
    return _shared["authority"]


def certificate() -> Certificate:
    if "certificate" not in _shared:
        _shared["certificate"] = authority().issue()
    return _shared["certificate"]


@dataclass
class Answer:
    status: int
    fields: list
    body: bytes = b""
    head: bytes = field(default=b"", repr=False)

    def values(self, name: str) -> list:
        return [value for key, value in self.fields if key.lower() == name.lower()]

    def value(self, name: str):
        found = self.values(name)
        assert len(found) <= 1, f"{name} came {len(found)} times"
        return found[0] if found else None


class Ended(Exception):
    """The connection ended where an answer should be. `clean`: by FIN (and close_notify)."""

    def __init__(self, clean: bool, rest: bytes):
        super().__init__(f"ended {'cleanly' if clean else 'by force'} after {rest[-80:]!r}")
        self.clean = clean
        self.rest = rest


class Wire:
    """One connection."""

    def __init__(self, sock: socket.socket):
        self.sock = sock
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.sock.close()

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def _more(self) -> None:
        try:
            data = self.sock.recv(65536)
        except (ConnectionError, ssl.SSLError) as error:
            if isinstance(error, ssl.SSLWantReadError):
                raise
            raise Ended(False, self.buffer) from error
        if not data:
            raise Ended(True, self.buffer)
        self.buffer += data

    def read_exactly(self, length: int) -> bytes:
        while len(self.buffer) < length:
            self._more()
        data, self.buffer = self.buffer[:length], self.buffer[length:]
        return data

    def read_head(self) -> Answer:
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("ascii").split("\r\n")
        version, status, _ = first.split(" ", 2)
        assert version == "HTTP/1.1", first
        fields = [tuple(line.split(": ", 1)) for line in lines]
        return Answer(int(status), fields, head=head)

    def read_answer(self, method: str = "GET") -> Answer:
        answer = self.read_head()
        length = answer.value("Content-Length")
        if method != "HEAD" and answer.status >= 200 and answer.status not in (204, 304):
            answer.body = self.read_exactly(int(length))
        return answer

    def ask(self, data: bytes, method: str = "GET") -> Answer:
        self.send(data)
        return self.read_answer(method)

    def ended(self, within: float = 5.0) -> bool:
        """Waits for the end; True if it was clean. Fails when bytes come instead."""
        self.sock.settimeout(within)
        try:
            self._more()
        except Ended as end:
            return end.clean
        raise AssertionError(f"bytes instead of the end: {self.buffer!r}")

    def reset(self) -> None:
        """Ends by a reset instead of FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.sock.close()


def client_context(**settings) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(authority().ca))
    # Python takes a stream cut without close_notify for a clean end unless told otherwise.
    context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    for name, value in settings.items():
        setattr(context, name, value)
    return context


class Server:
    """The test server, running."""

    def __init__(self, **options):
        pair = options.pop("pair", None) or certificate()
        options = {"certificate": pair.certificate, "key": pair.key, **options}
        self.errors = tempfile.TemporaryFile()
        words = [f"{name}={value}" for name, value in options.items()]
        self.process = subprocess.Popen([program(PROGRAM), *words], stdout=subprocess.PIPE,
                                        stderr=self.errors, bufsize=0)
        self._unread = b""
        self.draining = False
        self.port = int(self.line("port"))
        self.plain_port = int(self.line("plain"))
        self.counters: dict = {}

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if self.process.poll() is None:
            self.stop(check=kind is None)
        self.process.stdout.close()
        self.errors.close()

    def line(self, first: str, within: float = 10.0) -> str:
        """Waits for an output line that begins with this word; the rest of it."""
        until = time.monotonic() + within
        while True:
            while b"\n" in self._unread:
                line, self._unread = self._unread.split(b"\n", 1)
                word, _, rest = line.decode().partition(" ")
                if word == first:
                    return rest
                if word == "failed":
                    raise AssertionError(rest)
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise AssertionError(f"the server did not say {first!r}")
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                self.errors.seek(0)
                raise AssertionError(f"the server ended: {self.errors.read().decode()}")
            self._unread += data

    def signal(self, number: signal.Signals) -> None:
        self.draining = self.draining or number == signal.SIGTERM
        self.process.send_signal(number)

    def stop(self, check: bool = True) -> dict:
        """Drains it; its counters. Fails if it did not end well (a sanitizer's report, say)."""
        if self.process.poll() is None and not self.draining:
            self.signal(signal.SIGTERM)
        try:
            output, _ = self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            if check:
                raise
            return {}
        for line in (self._unread + output).decode().splitlines():
            words = line.split()
            if words[:1] == ["counter"]:
                self.counters[words[1]] = int(words[2])
        self.errors.seek(0)
        errors = self.errors.read().decode()
        if check and (self.process.returncode != 0 or errors):
            raise AssertionError(f"exit code {self.process.returncode}\n{errors}")
        return self.counters

    def connect(self, port: int, timeout: float = 10.0) -> socket.socket:
        sock = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock

    def plain(self, timeout: float = 10.0) -> Wire:
        return Wire(self.connect(self.plain_port, timeout))

    def tls(self, context: ssl.SSLContext = None, session=None, timeout: float = 10.0) -> Wire:
        context = context or client_context()
        sock = self.connect(self.port, timeout)
        try:
            return Wire(context.wrap_socket(sock, server_hostname="localhost", session=session,
                                            suppress_ragged_eofs=False))
        except BaseException:
            sock.close()
            raise

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def wait_for_descriptors(self, most: int, within: float) -> float:
        """Waits until no more than `most` are open; how long that took."""
        begun = time.monotonic()
        while self.descriptors() > most:
            assert time.monotonic() - begun < within, f"{self.descriptors()} descriptors are open"
            time.sleep(0.02)
        return time.monotonic() - begun


class ServerTest(unittest.TestCase):
    """One server for all tests of the class, with its `options`; drained and checked at the end."""

    options: dict = {}
    server: Server

    @classmethod
    def setUpClass(cls):
        require_programs(PROGRAM)
        cls.server = Server(**cls.options)

    @classmethod
    def tearDownClass(cls):
        with cls.server:
            cls.server.stop()

    def wires(self, server: Server = None):
        """A connection of each kind."""
        server = server or self.server
        for kind, connect in (("TLS", server.tls), ("plain", server.plain)):
            with connect() as wire:
                try:
                    yield wire
                except GeneratorExit:
                    print(f"(it was the {kind} connection)", file=sys.stderr)
                    raise

    def assert_alive(self):
        with self.server.tls() as wire:
            self.assertEqual(wire.ask(GET).status, 200)


def post(path: str, body: bytes, *fields: str) -> bytes:
    head = [f"POST {path} HTTP/1.1", "Host: a", f"Content-Length: {len(body)}", *fields]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
