"""SIGTERM: nobody new, idle connections closed, what is under way answered, then the end."""

import signal
import time

from wire import GET, Ended, Server, ServerTest, post


class DrainTest(ServerTest):
    def test_an_idle_server_ends_at_once(self):
        with Server() as server:
            begun = time.monotonic()
            server.stop()
            self.assertLess(time.monotonic() - begun, 1)

    def test_what_is_under_way_is_answered(self):
        with Server(workers=2) as server:
            idle = server.tls()
            idle.ask(GET)
            late = server.tls()
            late.send(b"GET /late/700 HTTP/1.1\r\nHost: a\r\n\r\n")
            half = server.plain()
            body = post("/echo", b"hello")
            half.send(body[:-2])
            time.sleep(0.2)
            server.signal(signal.SIGTERM)
            server.line("draining")
            self.assertTrue(idle.ended())
            idle.sock.close()
            half.send(body[-2:])
            answer = half.read_answer()
            self.assertIn(b"body 5 hello\n", answer.body)
            self.assertEqual(answer.value("Connection"), "close")
            answer = late.read_answer()
            self.assertEqual((answer.body, answer.value("Connection")), (b"late\n", "close"))
            self.assertTrue(late.ended())
            late.sock.close()
            half.sock.close()
            self.assertEqual(server.process.wait(5), 0)

    def test_no_new_connections(self):
        with Server() as server:
            with server.plain() as busy:
                busy.send(b"GET /late/600 HTTP/1.1\r\nHost: a\r\n\r\n")
                time.sleep(0.1)
                server.signal(signal.SIGTERM)
                server.line("draining")
                time.sleep(0.1)
                with server.plain() as late_comer:
                    late_comer.send(GET)
                    late_comer.sock.settimeout(0.2)
                    with self.assertRaises((TimeoutError, Ended)):
                        late_comer.read_answer()
                self.assertEqual(busy.read_answer().body, b"late\n")

    def test_a_connection_that_has_not_asked_yet_may(self):
        """A browser that has just connected would lose its request."""
        with Server() as server:
            with server.tls() as wire:
                time.sleep(0.05)
                server.signal(signal.SIGTERM)
                server.line("draining")
                time.sleep(0.2)
                answer = wire.ask(GET)
                self.assertEqual((answer.status, answer.value("Connection")), (200, "close"))
        with Server() as server:
            with server.tls() as wire:
                time.sleep(0.05)
                server.signal(signal.SIGTERM)
                begun = time.monotonic()
                self.assertTrue(wire.ended())
                self.assertLess(time.monotonic() - begun, 2)

    def test_the_drain_has_a_deadline(self):
        with Server(drain_ms=400) as server:
            with server.plain() as wire:
                wire.send(b"GET /late/3000 HTTP/1.1\r\nHost: a\r\n\r\n")
                time.sleep(0.1)
                server.signal(signal.SIGTERM)
                begun = time.monotonic()
                with self.assertRaises(Ended):
                    wire.read_answer()
                self.assertGreater(time.monotonic() - begun, 0.3)
                self.assertLess(time.monotonic() - begun, 2)
            # The handler answers after its server has gone: nothing happens, nothing leaks.
            server.stop()

    def test_an_exchange_without_a_client_is_waited_for(self):
        with Server() as server:
            with server.plain() as wire:
                wire.send(post("/late/700", b"answers"))
                time.sleep(0.1)
                wire.reset()
            begun = time.monotonic()
            server.stop()
            self.assertGreater(time.monotonic() - begun, 0.4)
