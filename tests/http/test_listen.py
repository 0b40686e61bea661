"""Addresses: families, UNIX sockets, and what is said when one cannot be had."""

import os
import socket
import stat
import subprocess
import time

from wire import GET, PROGRAM, Server, ServerTest, Wire, certificate, folder, program


class ListenTest(ServerTest):
    def refused(self, listen: str) -> tuple:
        run = subprocess.run(
            [program(PROGRAM), f"listen={listen}", f"certificate={certificate().certificate}",
             f"key={certificate().key}"], capture_output=True, text=True, timeout=20, check=False)
        return run.returncode, run.stdout

    def test_malformed_addresses(self):
        for address in ("8443", ":8443", "localhost", "localhost:", "localhost:http", "[::1",
                        "::1:8443", "127.0.0.1:70000", "127.0.0.1:123456", "unix:relative",
                        "unix:/" + "a" * 120, "no such host:1"):
            with self.subTest(address):
                code, said = self.refused(address)
                self.assertEqual(code, 78)
                self.assertIn(address, said)

    def test_a_port_that_is_taken(self):
        code, said = self.refused(f"127.0.0.1:{self.server.port}")
        self.assertEqual(code, 74)
        self.assertIn("another program listens there", said)

    def test_an_address_of_another_machine(self):
        code, said = self.refused("192.0.2.1:0")
        self.assertEqual(code, 74)
        self.assertIn("does not have that address", said)

    def test_both_families(self):
        if not socket.has_ipv6 or not os.path.exists("/proc/net/if_inet6"):
            self.skipTest("this machine has no IPv6")
        with Server(listen="[::]:0") as server:
            with server.tls() as wire:
                self.assertEqual(wire.ask(GET).status, 200)
            sock = socket.create_connection(("::1", server.port), timeout=5)
            sock.close()

    def unix(self, path) -> Wire:
        sock = socket.socket(socket.AF_UNIX)
        sock.settimeout(5)
        sock.connect(str(path))
        return Wire(sock)

    def test_unix_socket(self):
        path = folder() / "plain.socket"
        with Server(plain=f"unix:{path}") as server:
            self.assertEqual(server.plain_port, 0)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o660)
            with self.unix(path) as wire:
                self.assertEqual(wire.ask(GET).status, 200)
                self.assertEqual(len(wire.ask(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n").body),
                                 8 * 1024 * 1024)
                self.assertEqual(wire.ask(b"rubbish\r\n").status, 400)
                self.assertTrue(wire.ended())

    def test_a_unix_client_that_does_not_read_is_cut(self):
        path = folder() / "stalled.socket"
        with Server(plain=f"unix:{path}", write_ms=300) as server:
            before = server.descriptors()
            with self.unix(path) as wire:
                wire.send(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                wire.read_head()
                server.wait_for_descriptors(before, 4)
            with self.unix(path) as wire:
                wire.send(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                left = int(wire.read_head().value("Content-Length"))
                while left > 0:
                    left -= len(wire.read_exactly(min(left, 1_000_000)))
                    time.sleep(0.1)

    def test_a_stale_unix_socket_is_replaced_and_a_live_one_is_not(self):
        path = folder() / "stale.socket"
        with socket.socket(socket.AF_UNIX) as left_over:
            left_over.bind(str(path))
        with Server(plain=f"unix:{path}"):
            with self.unix(path) as wire:
                self.assertEqual(wire.ask(GET).status, 200)
            code, said = self.refused(f"unix:{path}")
            self.assertEqual(code, 74)
            self.assertIn("another program listens there", said)
            with self.unix(path) as wire:
                self.assertEqual(wire.ask(GET).status, 200)

    def test_a_file_is_never_replaced(self):
        path = folder() / "file.socket"
        path.write_text("precious")
        self.assertEqual(self.refused(f"unix:{path}")[0], 74)
        self.assertEqual(path.read_text(), "precious")
