"""Every phase of a connection has a deadline that no trickle of bytes puts off."""

import time

from wire import GET, Ended, Server, ServerTest, post


class TimeoutsTest(ServerTest):
    options = {"handshake_ms": 500, "request_ms": 700, "idle_ms": 400, "write_ms": 500,
               "linger_ms": 500}

    def assert_within(self, begun: float, least: float, most: float):
        self.assertGreater(time.monotonic() - begun, least)
        self.assertLess(time.monotonic() - begun, most)

    def test_handshake_that_never_begins(self):
        begun = time.monotonic()
        with self.server.connect(self.server.port) as sock:
            self.assertEqual(sock.recv(10), b"")
        self.assert_within(begun, 0.4, 2)

    def test_handshake_that_trickles(self):
        begun = time.monotonic()
        with self.server.connect(self.server.port) as sock:
            with self.assertRaises(OSError):
                for byte in b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500):
                    sock.sendall(bytes([byte]))
                    time.sleep(0.05)
                    self.assertLess(time.monotonic() - begun, 3)
        self.assert_within(begun, 0.4, 2)

    def test_idle_connection_is_closed(self):
        for wire in self.wires():
            begun = time.monotonic()
            self.assertTrue(wire.ended())
            self.assert_within(begun, 0.3, 2)

    def test_idle_after_an_answer(self):
        for wire in self.wires():
            self.assertEqual(wire.ask(GET).status, 200)
            begun = time.monotonic()
            self.assertTrue(wire.ended())
            self.assert_within(begun, 0.3, 2)

    def test_half_a_request_is_answered_408(self):
        for data in (b"GET /ec", b"GET /echo HTTP/1.1\r\nHost: a\r\n",
                     post("/echo", b"hello")[:-1]):
            with self.subTest(data):
                for wire in self.wires():
                    begun = time.monotonic()
                    answer = wire.ask(data)
                    self.assertEqual((answer.status, answer.value("Connection")), (408, "close"))
                    self.assert_within(begun, 0.6, 2)
                    self.assertTrue(wire.ended())

    def test_a_trickle_does_not_put_the_deadline_off(self):
        for wire in self.wires():
            begun = time.monotonic()
            wire.send(b"GET /echo HTTP/1.1\r\nHost: a\r\nX: ")
            wire.sock.settimeout(0.05)
            answer = None
            while answer is None:
                self.assertLess(time.monotonic() - begun, 3)
                try:
                    wire.send(b"a")
                    answer = wire.read_answer()
                except TimeoutError:
                    pass
            self.assertEqual(answer.status, 408)
            self.assert_within(begun, 0.6, 2)

    def test_an_answer_may_take_longer_than_a_request(self):
        for wire in self.wires():
            self.assertEqual(wire.ask(b"GET /late/1500 HTTP/1.1\r\nHost: a\r\n\r\n").status, 200)

    def test_a_client_that_does_not_read_is_cut(self):
        with Server(**self.options) as server:
            before = server.descriptors()
            for wire in self.wires(server):
                wire.send(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                length = int(wire.read_head().value("Content-Length"))
                self.assertGreater(server.wait_for_descriptors(before, 5), 0.3)
                with self.assertRaises(Ended) as caught:
                    wire.read_exactly(length)
                self.assertFalse(caught.exception.clean)
            self.assertEqual(server.stop()["deadlines_missed"], 2)

    def test_a_slow_client_that_reads_is_served(self):
        for wire in self.wires():
            wire.send(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            answer = wire.read_head()
            left = int(answer.value("Content-Length"))
            begun = time.monotonic()
            while left > 0:
                left -= len(wire.read_exactly(min(left, 500_000)))
                time.sleep(0.1)
            self.assertGreater(time.monotonic() - begun, 1.5)

    def test_lingering_ends(self):
        with Server(**self.options) as server:
            before = server.descriptors()
            for wire in self.wires(server):
                self.assertEqual(wire.ask(b"rubbish\r\n").status, 400)
                self.assertGreater(server.wait_for_descriptors(before, 3), 0.3)
