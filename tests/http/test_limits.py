"""What is exactly at a limit is served; one more is refused at once, without its rest."""

from wire import ServerTest, post

TARGET, FIELD_BYTES, FIELDS, BODY = 2048, 16384, 100, 262144


def with_target(length: int) -> bytes:
    return b"GET /echo?%s HTTP/1.1\r\nHost: a\r\n\r\n" % (b"a" * (length - len("/echo?")))


def with_field_bytes(length: int) -> bytes:
    head = b"GET /echo HTTP/1.1\r\nHost: a\r\nA: "
    return head + b"a" * (length - len("Host: a\r\nA: \r\n")) + b"\r\n\r\n"


def with_fields(count: int) -> bytes:
    lines = b"".join(b"X%d: y\r\n" % i for i in range(count - 1))
    return b"GET /echo HTTP/1.1\r\nHost: a\r\n" + lines + b"\r\n"


def chunked(length: int) -> bytes:
    return (b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"%x\r\n%s\r\n0\r\n\r\n" % (length, b"x" * length))


CASES = {
    "target": (with_target, TARGET, 414),
    "field bytes": (with_field_bytes, FIELD_BYTES, 431),
    "fields": (with_fields, FIELDS, 431),
    "body": (lambda length: post("/echo", b"x" * length), BODY, 413),
    "chunked body": (chunked, BODY, 413),
}


class LimitsTest(ServerTest):
    def test_at_and_over(self):
        for name, (make, limit, status) in CASES.items():
            with self.subTest(name):
                for wire in self.wires():
                    self.assertEqual(wire.ask(make(limit)).status, 200)
                    answer = wire.ask(make(limit + 1))
                    self.assertEqual(answer.status, status)
                    self.assertEqual(answer.value("Connection"), "close")

    def test_refused_before_the_rest_has_come(self):
        cases = {
            414: b"GET /" + b"a" * 3000,
            431: b"GET / HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 20000,
            413: b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 262145\r\n\r\n",
            501: b"a" * 5000,
        }
        for status, data in cases.items():
            with self.subTest(status):
                for wire in self.wires():
                    self.assertEqual(wire.ask(data).status, status)

    def test_huge_chunk_is_refused_by_its_size(self):
        for wire in self.wires():
            answer = wire.ask(b"POST /echo HTTP/1.1\r\nHost: a\r\n"
                              b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\n")
            self.assertEqual(answer.status, 413)

    def test_the_whole_body_arrives(self):
        body = bytes(range(32, 127)) * 2700
        for wire in self.wires():
            answer = wire.ask(post("/echo", body))
            self.assertTrue(answer.body.endswith(b"body %d %s\n" % (len(body), body)))
