"""One TLS connection to the daemon that can also be left in the middle of things."""

import socket
import ssl
from dataclasses import dataclass


class Lost(Exception):
    """The connection could not be made, or ended before the answer was whole."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Request:
    method: str
    path: str
    body: bytes = b""
    media_type: str = "application/json"
    accept: str = "*/*"

    def encode(self) -> bytes:
        head = (f"{self.method} {self.path} HTTP/1.1\r\nHost: localhost\r\n"
                f"Accept: {self.accept}\r\n")
        if self.method == "POST":
            head += f"Content-Type: {self.media_type}\r\nContent-Length: {len(self.body)}\r\n"
        return head.encode() + b"\r\n" + self.body


class Connection:
    """Made when first used, and again after a loss. For one thread."""

    def __init__(self, port: int, tls: ssl.SSLContext, timeout: float = 30):
        self._port = port
        self._tls = tls
        self._timeout = timeout
        self._socket: ssl.SSLSocket | None = None
        self._is_fresh = True

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _open(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self._port), timeout=self._timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._socket = self._tls.wrap_socket(plain, server_hostname="localhost")
        except BaseException:
            plain.close()
            raise

    def send(self, bytes_: bytes) -> None:
        try:
            self._is_fresh = self._socket is None
            if self._socket is None:
                self._open()
            self._socket.sendall(bytes_)
        except OSError as error:
            self.close()
            raise Lost(str(error)) from error

    def read(self) -> Answer:
        """The answer to the oldest request."""
        try:
            return self._read()
        except (OSError, ValueError) as error:
            self.close()
            raise Lost(str(error)) from error

    def _read(self) -> Answer:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, body = data.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip()
                   for name, value in (line.split(":", 1) for line in lines)}
        length = int(headers.get("content-length", "0"))
        while len(body) < length:
            body += self._more()
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(int(first.split(" ")[1]), headers, body)

    def _more(self) -> bytes:
        part = self._socket.recv(65536)
        if not part:
            raise OSError("the connection has ended")
        return part

    def ask(self, request: Request) -> Answer:
        """Sends and reads. A kept-alive connection may have been ended by the server at any time:
        then once more, afresh, as browsers do."""
        kept = self._socket is not None
        try:
            self.send(request.encode())
            return self.read()
        except Lost:
            if not kept:
                raise
        self.send(request.encode())
        return self.read()
