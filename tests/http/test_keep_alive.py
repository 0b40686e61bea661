"""Requests on one connection: many, pipelined, in order, and when it ends."""

import os
import socket
import ssl
import statistics
import time

from wire import GET, ServerTest, client_context, post


def request(path: str, *fields: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: a", *fields, "", ""]).encode()


class KeepAliveTest(ServerTest):
    def test_many_requests(self):
        for wire in self.wires():
            for i in range(200):
                self.assertIn(b"query i=%d\n" % i, wire.ask(request(f"/echo?i={i}")).body)

    def test_without_delay(self):
        """Nagle's algorithm would hold the second packet of an answer back for 40 ms. An asset has
        two: its body is not copied behind its head."""
        for wire in self.wires():
            path = wire.ask(request("/urls")).body.decode().split()[0]
            for asked in (path, "/echo"):
                times = []
                for _ in range(60):
                    begun = time.perf_counter()
                    wire.ask(request(asked))
                    times.append(time.perf_counter() - begun)
                self.assertLess(statistics.median(times), 0.02)

    def test_pipelined_requests_are_answered_in_order(self):
        for wire in self.wires():
            wire.send(request("/late/200") + post("/echo", b"second") + request("/late/50") +
                      request("/echo?fourth"))
            self.assertEqual(wire.read_answer().body, b"late\n")
            self.assertIn(b"body 6 second\n", wire.read_answer().body)
            self.assertEqual(wire.read_answer().body, b"late\n")
            self.assertIn(b"query fourth\n", wire.read_answer().body)

    def test_a_long_pipeline(self):
        for wire in self.wires():
            count = 2000
            wire.send(b"".join(request(f"/echo?i={i}") for i in range(count)))
            for i in range(count):
                self.assertIn(b"query i=%d\n" % i, wire.read_answer().body)

    def test_nothing_after_close_is_served(self):
        for wire in self.wires():
            wire.send(request("/echo", "Connection: close") + GET)
            self.assertEqual(wire.read_answer().value("Connection"), "close")
            self.assertTrue(wire.ended())

    def test_http_1_0(self):
        for wire in self.wires():
            answer = wire.ask(b"GET /echo HTTP/1.0\r\n\r\n")
            self.assertEqual((answer.status, answer.value("Connection")), (200, "close"))
            self.assertTrue(wire.ended())
        for wire in self.wires():
            for _ in range(3):
                answer = wire.ask(b"GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                self.assertEqual(answer.value("Connection"), "keep-alive")

    def test_head_has_no_body(self):
        for wire in self.wires():
            head = wire.ask(b"HEAD /echo HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD")
            self.assertEqual(int(head.value("Content-Length")),
                             len(wire.ask(GET).body) + len("HEAD") - len("GET"))

    def test_an_empty_line_between_requests(self):
        for wire in self.wires():
            self.assertEqual(wire.ask(GET + b"\r\n").status, 200)
            self.assertEqual(wire.ask(GET).status, 200)

    def test_half_closed_client_gets_its_answers(self):
        with self.server.plain() as wire:
            wire.send(request("/late/200") + GET)
            wire.sock.shutdown(1)
            self.assertEqual(wire.read_answer().body, b"late\n")
            self.assertEqual(wire.read_answer().status, 200)
            self.assertTrue(wire.ended())

    def test_half_closed_without_close_notify(self):
        with self.server.tls() as wire:
            wire.send(request("/late/200") + GET)
            with socket.socket(fileno=os.dup(wire.sock.fileno())) as raw:
                raw.shutdown(socket.SHUT_WR)
            self.assertEqual(wire.read_answer().body, b"late\n")
            self.assertEqual(wire.read_answer().status, 200)

    def test_half_closed_tls_client_gets_its_answers(self):
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = client_context().wrap_bio(incoming, outgoing, server_hostname="localhost")
        with self.server.connect(self.server.port) as sock:
            def pump(step):
                while True:
                    try:
                        return step()
                    except ssl.SSLWantReadError:
                        sock.sendall(outgoing.read())
                        incoming.write(sock.recv(65536))
            pump(tls.do_handshake)
            tls.write(request("/late/200") + GET)
            sock.sendall(outgoing.read())
            time.sleep(0.05)
            try:
                tls.unwrap()  # sends close_notify, then wants the server's
            except ssl.SSLWantReadError:
                pass
            sock.sendall(outgoing.read())
            while data := sock.recv(65536):
                incoming.write(data)
            received = b""
            while b"method GET" not in received:
                received += tls.read(65536)
            self.assertEqual(received.count(b"HTTP/1.1 200 OK\r\n"), 2)
            self.assertIn(b"late\n", received)
