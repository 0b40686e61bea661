"""A bad network between a browser and the daemon: refuses, loses answers, is slow."""

import http.client
import http.server
import random
import socket
import ssl
import threading
import time

from harness.daemon import Daemon

_OF_THIS_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class FaultyNetwork:
    """Use as a context manager. It speaks TLS with the daemon's certificate, so it sees what it
    loses. `refuse`: every connection is cut before the daemon has heard of it. `lose_answers`: so
    many answers to a POST are cut after the daemon has given them. `delay`: seconds before each
    request goes on. `loss`: share of requests that are cut, half of them after the daemon has
    answered."""

    def __init__(self, daemon: Daemon):
        self._daemon = daemon
        self.refuse = False
        self.lose_answers = 0
        self.delay = 0.0
        self.loss = 0.0
        self.posts = 0
        self._random = random.Random(7)
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler_for(self))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(daemon.certificate.certificate, daemon.certificate.key)
        self._server.context = context
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"https://localhost:{self._server.server_address[1]}"

    def through(self, link: str) -> str:
        """The link as it is reached through this network."""
        return link.replace(self._daemon.url, self.url)

    def __enter__(self) -> "FaultyNetwork":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _fate(self, method: str) -> str:
        """What happens to a request: passes, or is cut before or after the daemon has had it."""
        with self._lock:
            if method == "POST":
                self.posts += 1
            if self.refuse:
                return "before"
            if method == "POST" and self.lose_answers > 0:
                self.lose_answers -= 1
                return "after"
            if self._random.random() < self.loss:
                return self._random.choice(["before", "after"])
            return "pass"

    def forward(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length", 0))
        body = handler.rfile.read(length) if length else None
        time.sleep(self.delay)
        fate = self._fate(handler.command)
        handler.close_connection = True
        if fate == "before":
            return
        upstream = http.client.HTTPSConnection(
            "localhost", self._daemon.port, timeout=30,
            context=ssl.create_default_context(cafile=str(self._daemon.authority.ca)))
        try:
            headers = {name: value for name, value in handler.headers.items()
                       if name.lower() not in _OF_THIS_CONNECTION}
            upstream.request(handler.command, handler.path, body, headers)
            answer = upstream.getresponse()
            content = answer.read()
        except OSError:
            return
        finally:
            upstream.close()
        if fate == "after":
            return
        handler.send_response_only(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in _OF_THIS_CONNECTION:
                handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(content)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    context: ssl.SSLContext

    def finish_request(self, request: socket.socket, client_address) -> None:
        # In the connection's own thread: a handshake that never comes must stop nobody else.
        request.settimeout(30)
        with self.context.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)

    def handle_error(self, request, client_address) -> None:
        """A browser that goes away is nothing to tell of."""


def _handler_for(network: FaultyNetwork) -> type:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            network.forward(self)

        do_POST = do_GET

        def log_message(self, *_) -> None:
            pass

    return Handler
