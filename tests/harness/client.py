"""An HTTPS client for the tests: one kept-alive connection, verified against the test CA."""

import base64
import http.client
import json
import socket
import ssl
import urllib.parse
import uuid
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf8")

    def json(self):
        return json.loads(self.body)


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str, timeout: float):
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class Client:
    """`base` is https://host:port, http://host:port or unix:/path. Not for several threads."""

    def __init__(self, base: str, ca: Path | None = None, login: tuple[str, str] | None = None,
                 timeout: float = 30):
        self.base = base
        self._timeout = timeout
        self._login = login
        self._context = ssl.create_default_context(cafile=str(ca)) if ca else None
        self._connection: http.client.HTTPConnection | None = None

    def _connect(self) -> http.client.HTTPConnection:
        if self.base.startswith("unix:"):
            return _UnixConnection(self.base[5:], self._timeout)
        parts = urllib.parse.urlsplit(self.base)
        if parts.scheme == "https":
            return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=self._timeout,
                                               context=self._context)
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=self._timeout)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def request(self, method: str, path: str, body: bytes | None = None,
                headers: dict[str, str] | None = None) -> Reply:
        """`path` is a path, or a whole URL of which the path is taken."""
        if "://" in path:
            parts = urllib.parse.urlsplit(path)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = dict(headers or {})
        if self._login:
            pair = base64.b64encode(":".join(self._login).encode()).decode()
            sent.setdefault("Authorization", f"Basic {pair}")
        fresh = self._connection is None
        if fresh:
            self._connection = self._connect()
        try:
            return self._exchange(method, path, body, sent)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server may end an idle kept-alive connection at any time: once more, afresh.
            self.close()
            if fresh:
                raise
            self._connection = self._connect()
            return self._exchange(method, path, body, sent)
        except Exception:
            self.close()
            raise

    def _exchange(self, method: str, path: str, body: bytes | None,
                  headers: dict[str, str]) -> Reply:
        self._connection.request(method, path, body=body, headers=headers)
        answer = self._connection.getresponse()
        reply = Reply(answer.status, answer.headers, answer.read())
        if answer.will_close:
            self.close()
        return reply

    def get(self, path: str, headers: dict[str, str] | None = None) -> Reply:
        return self.request("GET", path, headers=headers)

    def post_form(self, path: str, fields: list[tuple[str, str]] | dict[str, str],
                  headers: dict[str, str] | None = None) -> Reply:
        body = urllib.parse.urlencode(fields).encode()
        return self.request("POST", path, body, {
            "Content-Type": "application/x-www-form-urlencoded", **(headers or {})})

    def post_json(self, path: str, document, headers: dict[str, str] | None = None) -> Reply:
        body = json.dumps(document, ensure_ascii=False).encode()
        return self.request("POST", path, body,
                            {"Content-Type": "application/json", **(headers or {})})

    def submit(self, path: str, answers: dict, language: str = "en",
               submission: str | None = None, **more) -> Reply:
        """Sends a JSON submission; a new submission id if none is given."""
        return self.post_json(path, {"submission": submission or str(uuid.uuid4()),
                                     "language": language, "answers": answers, **more})
