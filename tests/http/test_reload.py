"""SIGHUP: new connections get the new certificate, old ones go on, and a bad one changes nothing."""

import shutil
import signal
import ssl

from wire import GET, Server, ServerTest, authority, client_context, folder


class ReloadTest(ServerTest):
    def pair(self, name: str):
        issued = authority().issue(name)
        live = folder() / f"live-{name}.pem", folder() / f"live-{name}-key.pem"
        shutil.copy(issued.certificate, live[0])
        shutil.copy(issued.key, live[1])
        return live

    def serial(self, wire) -> str:
        return wire.sock.getpeercert()["serialNumber"]

    def test_reload(self):
        first, first_key = self.pair("first")
        second = authority().issue("second")
        with Server(certificate=first, key=first_key, workers=2) as server:
            with server.tls() as old:
                old_serial = self.serial(old)
                shutil.copy(second.certificate, first)
                shutil.copy(second.key, first_key)
                server.signal(signal.SIGHUP)
                server.line("reloaded")
                seen = set()
                for _ in range(20):
                    with server.tls() as wire:
                        self.assertEqual(wire.ask(GET).status, 200)
                        seen.add(self.serial(wire))
                # A loop may take one more connection before its turn to take the new one comes.
                with server.tls() as wire:
                    self.assertNotEqual(self.serial(wire), old_serial)
                self.assertEqual(len(seen - {old_serial}), 1)
                self.assertEqual(old.ask(GET).status, 200)

    def test_a_bad_pair_keeps_the_old_one(self):
        first, first_key = self.pair("kept")
        with Server(certificate=first, key=first_key) as server:
            with server.tls() as wire:
                old_serial = self.serial(wire)
            shutil.copy(authority().issue("mismatch").key, first_key)
            server.signal(signal.SIGHUP)
            self.assertIn("does not belong to", server.line("tls"))
            with server.tls() as wire:
                self.assertEqual(self.serial(wire), old_serial)
            first.write_text("")
            server.signal(signal.SIGHUP)
            self.assertIn("not a certificate", server.line("tls"))
            with server.tls() as wire:
                self.assertEqual(self.serial(wire), old_serial)

    def test_tickets_of_before_need_a_full_handshake(self):
        first, first_key = self.pair("tickets")
        context = client_context(maximum_version=ssl.TLSVersion.TLSv1_2)
        with Server(certificate=first, key=first_key) as server:
            with server.tls(context) as wire:
                wire.ask(GET)
                session = wire.sock.session
            with server.tls(context, session) as wire:
                self.assertTrue(wire.sock.session_reused)
            server.signal(signal.SIGHUP)
            server.line("reloaded")
            # The message reaches the loop after the line was printed.
            for _ in range(50):
                with server.tls(context, session) as wire:
                    self.assertEqual(wire.ask(GET).status, 200)
                    if not wire.sock.session_reused:
                        break
            self.assertFalse(wire.sock.session_reused)

    def test_many_reloads_under_load(self):
        first, first_key = self.pair("often")
        with Server(certificate=first, key=first_key, workers=2) as server:
            for _ in range(10):
                server.signal(signal.SIGHUP)
                for _ in range(5):
                    with server.tls() as wire:
                        self.assertEqual(wire.ask(GET).status, 200)
                server.line("reloaded")
