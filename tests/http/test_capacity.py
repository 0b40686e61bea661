"""Too many connections, and too few descriptors: the newest is served, and nothing spins."""

import time

from wire import GET, Ended, Server, ServerTest


class CapacityTest(ServerTest):
    def test_the_oldest_idle_connection_makes_room(self):
        with Server(connections=4) as server:
            wires = [server.plain() for _ in range(4)]
            for wire in wires[:2]:
                self.assertEqual(wire.ask(GET).status, 200)
            time.sleep(0.05)
            # Idle for longest: the two that never asked, then the first two in their order.
            for oldest in (wires[2], wires[3], wires[0]):
                fresh = server.plain()
                self.assertEqual(fresh.ask(b"GET /late/0 HTTP/1.1\r\nHost: a\r\n\r\n").status, 200)
                self.assertTrue(oldest.ended())
                wires.append(fresh)
            self.assertEqual(wires[1].ask(GET).status, 200)
            for wire in wires:
                wire.sock.close()
            self.assertEqual(server.stop()["connections_evicted"], 3)

    def test_busy_connections_are_not_evicted(self):
        with Server(connections=4) as server:
            busy = [server.plain() for _ in range(4)]
            for wire in busy:
                wire.send(b"GET /late/600 HTTP/1.1\r\nHost: a\r\n\r\n")
            time.sleep(0.2)
            with server.plain() as refused:
                self.assertTrue(refused.ended())
            for wire in busy:
                self.assertEqual(wire.read_answer().body, b"late\n")
                wire.sock.close()

    def test_slow_requests_make_room_when_nothing_is_idle(self):
        with Server(connections=4) as server:
            slow = [server.plain() for _ in range(4)]
            for wire in slow:
                wire.send(b"GET /echo HTTP/1.1\r\n")
            time.sleep(0.2)
            with server.plain() as wire:
                self.assertEqual(wire.ask(GET).status, 200)
            with self.assertRaises(Ended):
                slow[0].read_answer()
            slow[1].send(b"Host: a\r\n\r\n")
            self.assertEqual(slow[1].read_answer().status, 200)
            for wire in slow:
                wire.sock.close()

    def test_silent_tls_connections_make_room(self):
        with Server(connections=4) as server:
            silent = [server.connect(server.port) for _ in range(12)]
            with server.tls() as wire:
                self.assertEqual(wire.ask(GET).status, 200)
            for sock in silent:
                sock.close()

    def test_out_of_descriptors(self):
        with Server(descriptors=40) as server:
            # More than fit, and none that may be evicted: the rest wait in the listener's queue.
            busy = []
            for _ in range(60):
                busy.append(server.plain())
                busy[-1].send(b"GET /late/2000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                time.sleep(0.002)
            time.sleep(0.3)
            self.assertGreaterEqual(server.descriptors(), 39)
            before = server.cpu_seconds()
            time.sleep(1)
            self.assertLess(server.cpu_seconds() - before, 0.2)
            for wire in busy:
                self.assertEqual(wire.read_answer().body, b"late\n")
                wire.sock.close()
            with server.plain() as wire:
                self.assertEqual(wire.ask(GET).status, 200)

    def test_idle_connections_make_room_when_descriptors_are_out(self):
        with Server(descriptors=40, idle_ms=60000) as server:
            idle = [server.plain() for _ in range(80)]
            with server.plain() as wire:
                self.assertEqual(wire.ask(GET).status, 200)
            for wire in idle:
                wire.sock.close()

    def test_a_crowd_comes_and_goes(self):
        before = self.server.descriptors()
        for _ in range(3):
            wires = [self.server.plain() for _ in range(300)]
            for wire in wires:
                wire.send(GET)
            for wire in wires:
                self.assertEqual(wire.read_answer().status, 200)
            for wire in wires:
                wire.sock.close()
        self.server.wait_for_descriptors(before, 5)
