"""A client that leaves in the middle of anything harms nobody else, and leaves nothing behind."""

import socket
import time

from wire import GET, Ended, Server, ServerTest, post


class AbortTest(ServerTest):
    def leave(self, data: bytes, reset: bool, after: float = 0.0):
        for connect in (self.server.tls, self.server.plain):
            wire = connect()
            wire.send(data)
            time.sleep(after)
            if reset:
                wire.reset()
            else:
                wire.sock.close()

    def test_leaving_at_any_point(self):
        before = self.server.descriptors()
        requests = [
            b"",
            b"GET /ec",
            post("/echo", b"x" * 1000)[:-10],
            GET,
            b"GET /late/100 HTTP/1.1\r\nHost: a\r\n\r\n",
            b"GET /late/100 HTTP/1.1\r\nHost: a\r\n\r\n" * 5,
            post("/late/100", b"x" * 1000),
            b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n",
            b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n" * 3,
            b"rubbish\r\n",
        ]
        for data in requests:
            for reset in (True, False):
                for after in (0.0, 0.03):
                    self.leave(data, reset, after)
        self.assert_alive()
        self.server.wait_for_descriptors(before, 8)

    def test_saying_no_more_while_the_answer_comes(self):
        """Who has sent everything may say so (FIN) and still gets the whole answer."""
        for connect in (self.server.plain, self.server.tls):
            with connect() as wire:
                wire.send(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                time.sleep(0.3)  # the answer has filled the socket
                socket.socket.shutdown(wire.sock, socket.SHUT_WR)
                wire.sock.settimeout(5)
                self.assertEqual(len(wire.read_answer().body), 8 << 20)

    def test_leaving_during_the_handshake(self):
        before = self.server.descriptors()
        for data in (b"", b"\x16", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40)):
            for _ in range(5):
                sock = self.server.connect(self.server.port)
                sock.sendall(data)
                sock.close()
        self.assert_alive()
        self.server.wait_for_descriptors(before, 8)

    def test_reading_part_of_an_answer(self):
        for wire in self.wires():
            wire.send(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            wire.read_exactly(100_000)
            wire.reset()
        self.assert_alive()

    def test_an_exchange_outlives_its_connection_and_is_counted(self):
        with Server() as server:
            with server.plain() as wire:
                wire.send(b"GET /late/300 HTTP/1.1\r\nHost: a\r\n\r\n")
                time.sleep(0.1)
                wire.reset()
            time.sleep(0.4)
            self.assertEqual(server.stop()["requests"], 1)

    def test_others_are_served_meanwhile(self):
        """Stalled uploads, stalled readers, silent handshakes and half requests beside a request."""
        wires = []
        for connect in (self.server.tls, self.server.plain):
            for data in (b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /half",
                         post("/echo", b"x" * 200000)[:-1]):
                wires.append(connect())
                wires[-1].send(data)
        sockets = [self.server.connect(self.server.port) for _ in range(20)]
        begun = time.monotonic()
        for _ in range(20):
            self.assert_alive()
        self.assertLess(time.monotonic() - begun, 3)
        for wire in wires:
            wire.reset()
        for sock in sockets:
            sock.close()

    def test_flood_of_rubbish(self):
        for wire in self.wires():
            with self.assertRaises((Ended, OSError)):
                for _ in range(2000):
                    wire.send(b"\xff" * 65536)
                wire.read_answer()
                raise Ended(True, b"")
        self.assert_alive()
