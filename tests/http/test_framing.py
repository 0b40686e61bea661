"""What is not a well-formed request is answered once, the connection ends, and nothing of it is
ever served."""

import json
import ssl

from wire import GET, ServerTest, client_context

HOST = b"Host: a\r\n"
SMUGGLED = b"GET /late/0 HTTP/1.1\r\nHost: a\r\n\r\n"

REFUSED = {
    "two lengths": (400, b"POST /echo HTTP/1.1\r\n" + HOST +
                    b"Content-Length: 0\r\nContent-Length: 35\r\n\r\n" + SMUGGLED),
    "length and chunked": (400, b"POST /echo HTTP/1.1\r\n" + HOST +
                           b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
                           SMUGGLED),
    "obscured chunked": (501, b"POST /echo HTTP/1.1\r\n" + HOST +
                         b"Transfer-Encoding: xchunked\r\n\r\n" + SMUGGLED),
    "space before colon": (400, b"POST /echo HTTP/1.1\r\n" + HOST +
                           b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED),
    "GET with a body": (400, b"GET /echo HTTP/1.1\r\n" + HOST + b"Content-Length: 35\r\n\r\n" +
                        SMUGGLED),
    "bare LF": (400, b"GET /echo HTTP/1.1\nHost: a\n\n" + SMUGGLED),
    "NUL": (400, b"GET /echo\0 HTTP/1.1\r\n" + HOST + b"\r\n" + SMUGGLED),
    "folded": (400, b"GET /echo HTTP/1.1\r\n" + HOST + b"A: b\r\n c\r\n\r\n" + SMUGGLED),
    "no host": (400, b"GET /echo HTTP/1.1\r\n\r\n" + SMUGGLED),
    "dot segments": (400, b"GET /a/../echo HTTP/1.1\r\n" + HOST + b"\r\n" + SMUGGLED),
    "encoded NUL": (400, b"GET /echo%00 HTTP/1.1\r\n" + HOST + b"\r\n" + SMUGGLED),
    "old version": (505, b"GET /echo HTTP/0.9\r\n\r\n" + SMUGGLED),
    "HTTP/2": (505, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + SMUGGLED),
    "unknown method": (501, b"BREW /echo HTTP/1.1\r\n" + HOST + b"\r\n" + SMUGGLED),
    "bad chunk": (400, b"POST /echo HTTP/1.1\r\n" + HOST +
                  b"Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n" + SMUGGLED),
    "rubbish": (400, b"\x00\xff\x01\x02" * 100),
}


class FramingTest(ServerTest):
    options = {"handshake_ms": 1000}

    def test_refused_once_and_never_served(self):
        for name, (status, data) in REFUSED.items():
            with self.subTest(name):
                for wire in self.wires():
                    answer = wire.ask(data)
                    self.assertEqual(answer.status, status)
                    self.assertEqual(answer.value("Connection"), "close")
                    self.assertEqual(answer.value("Content-Type"), "application/problem+json")
                    problem = json.loads(answer.body)
                    self.assertEqual(problem["status"], status)
                    self.assertRegex(problem["request_id"], "^[0-9a-f]{16}$")
                    self.assertTrue(wire.ended())

    def test_every_refusal_has_the_security_fields(self):
        for wire in self.wires():
            answer = wire.ask(b"GET / HTTP/1.1\r\n\r\n")
            self.assertEqual(answer.status, 400)
            self.assertIn("default-src 'none'", answer.value("Content-Security-Policy"))
            self.assertEqual(answer.value("X-Content-Type-Options"), "nosniff")
            self.assertEqual(answer.value("Cache-Control"), "no-store")

    def test_other_methods_name_what_is_allowed(self):
        for wire in self.wires():
            answer = wire.ask(b"PUT /posted HTTP/1.1\r\nHost: a\r\n\r\n")
            self.assertEqual((answer.status, answer.value("Allow")), (405, "POST"))
        for wire in self.wires():
            answer = wire.ask(b"GET /posted HTTP/1.1\r\nHost: a\r\n\r\n")
            self.assertEqual((answer.status, answer.value("Allow")), (405, "POST"))
            self.assertIsNone(answer.value("Connection"))
        for wire in self.wires():
            answer = wire.ask(b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
            self.assertEqual((answer.status, answer.value("Allow")), (405, "GET, HEAD, POST"))

    def test_absolute_form_goes_before_host(self):
        for wire in self.wires():
            answer = wire.ask(b"GET http://b.example:81/echo?x=1 HTTP/1.1\r\nHost: a\r\n\r\n")
            self.assertEqual(answer.status, 200)
            self.assertIn(b"path /echo\nquery x=1\norigin http", answer.body)
            self.assertIn(b"://b.example:81\n", answer.body)

    def test_bytes_one_by_one(self):
        data = (b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                b"5\r\nhello\r\n0\r\n\r\n")
        for wire in self.wires():
            for i in range(len(data)):
                wire.send(data[i:i + 1])
            self.assertIn(b"body 5 hello\n", wire.read_answer().body)

    def test_plain_http_on_the_tls_port_is_never_served(self):
        for data in (GET, b"POST /echo HTTP/1.0\r\n\r\n", b"\r\n\r\n", b"\0" * 600):
            with self.subTest(data[:20]):
                sock = self.server.connect(self.server.port)
                sock.sendall(data)
                received = b""
                try:
                    while piece := sock.recv(4096):
                        received += piece
                except ConnectionResetError:
                    pass
                sock.close()
                self.assertNotIn(b"HTTP", received)
                # Nothing, or a TLS alert record.
                self.assertIn(received[:1], (b"", b"\x15"))
        self.assert_alive()

    def test_tls_on_the_plain_port_fails(self):
        with self.server.connect(self.server.plain_port) as sock:
            with self.assertRaises(ssl.SSLError):
                client_context().wrap_socket(sock, server_hostname="localhost")
        self.assert_alive()
