"""Expect: 100-continue is answered before the body comes, and only when the body is wanted."""

from wire import ServerTest

HEAD = b"POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"


class ExpectTest(ServerTest):
    def test_continue_then_body(self):
        for wire in self.wires():
            wire.send(HEAD + b"Content-Length: 5\r\n\r\n")
            interim = wire.read_head()
            self.assertEqual((interim.status, interim.fields), (100, []))
            self.assertIn(b"body 5 hello\n", wire.ask(b"hello").body)

    def test_chunked(self):
        for wire in self.wires():
            wire.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
            self.assertEqual(wire.read_head().status, 100)
            self.assertIn(b"body 5 hello\n", wire.ask(b"5\r\nhello\r\n0\r\n\r\n").body)

    def test_a_body_that_did_not_wait(self):
        for wire in self.wires():
            wire.send(HEAD + b"Content-Length: 5\r\n\r\nhello")
            self.assertEqual(wire.read_head().status, 100)
            self.assertIn(b"body 5 hello\n", wire.read_answer().body)

    def test_too_large_is_refused_instead(self):
        for wire in self.wires():
            self.assertEqual(wire.ask(HEAD + b"Content-Length: 999999\r\n\r\n").status, 413)

    def test_other_expectations(self):
        for wire in self.wires():
            answer = wire.ask(b"POST /echo HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n"
                              b"Content-Length: 5\r\n\r\n")
            self.assertEqual(answer.status, 417)

    def test_no_continue_for_http_1_0_or_no_body(self):
        for wire in self.wires():
            self.assertEqual(wire.ask(HEAD + b"\r\n").status, 200)
        for wire in self.wires():
            answer = wire.ask(b"POST /echo HTTP/1.0\r\nExpect: 100-continue\r\n"
                              b"Content-Length: 5\r\n\r\nhello")
            self.assertEqual(answer.status, 200)
