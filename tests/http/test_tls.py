"""The TLS profile: Mozilla's intermediate one, HTTP/1.1 by ALPN, tickets that hold on every loop."""

import socket
import ssl
import subprocess
import time
import warnings

from wire import PROGRAM, GET, ServerTest, authority, certificate, client_context, program

TLS12_SUITES = {
    "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
}


def weak_context(version: ssl.TLSVersion) -> ssl.SSLContext:
    context = client_context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = version
        context.maximum_version = version
    return context


class TlsTest(ServerTest):
    options = {"workers": 2}

    @classmethod
    def setUpClass(cls):
        rsa = authority().issue("rsa", "rsa")
        cls.options = {**cls.options, "second_certificate": rsa.certificate,
                       "second_key": rsa.key}
        super().setUpClass()

    def s_client(self, *options: str, stdin: bytes = b"") -> str:
        process = subprocess.Popen(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{self.server.port}", "-servername",
             "localhost", "-CAfile", str(authority().ca), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        with process:
            time.sleep(0.3)
            try:
                process.stdin.write(stdin)
                process.stdin.flush()
                time.sleep(0.3)
                process.stdin.close()
            except BrokenPipeError:
                pass
            return process.stdout.read().decode("utf8", "replace")

    def test_versions(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = client_context(minimum_version=version, maximum_version=version)
            with self.server.tls(context) as wire:
                self.assertEqual(wire.ask(GET).status, 200)
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            with self.assertRaises(ssl.SSLError):
                self.server.tls(weak_context(version))

    def test_only_the_six_suites_of_tls_1_2(self):
        context = weak_context(ssl.TLSVersion.TLSv1_2)
        taken = set()
        for suite in context.get_ciphers():
            if suite["protocol"] == "TLSv1.3":
                continue
            context.set_ciphers(f"{suite['name']}:@SECLEVEL=0")
            try:
                self.server.tls(context).sock.close()
                taken.add(suite["name"])
            except OSError:
                pass
        self.assertEqual(taken, TLS12_SUITES)

    def test_groups(self):
        for group in ("X25519", "P-256", "P-384"):
            self.assertIn("Verify return code: 0", self.s_client("-groups", group))
        for group in ("P-521", "X448", "ffdhe2048"):
            self.assertIn("handshake failure", self.s_client("-groups", group))

    def test_both_certificates_are_served(self):
        for suite, kind in (("ECDHE-ECDSA-AES128-GCM-SHA256", "id-ecPublicKey"),
                            ("ECDHE-RSA-AES128-GCM-SHA256", "rsaEncryption")):
            shown = self.s_client("-tls1_2", "-cipher", suite, "-showcerts")
            self.assertIn(f"a:PKEY: {kind}", shown)

    def test_alpn(self):
        context = client_context()
        context.set_alpn_protocols(["h2", "http/1.1"])
        with self.server.tls(context) as wire:
            self.assertEqual(wire.sock.selected_alpn_protocol(), "http/1.1")
        context.set_alpn_protocols(["h2"])
        with self.assertRaisesRegex(ssl.SSLError, "no application protocol"):
            self.server.tls(context)

    def test_no_renegotiation_and_no_compression(self):
        output = self.s_client("-tls1_2", stdin=b"R\n")
        self.assertIn("RENEGOTIATING", output)
        self.assertIn("no renegotiation", output)
        self.assertIn("Compression: NONE", output)

    def test_no_early_data(self):
        self.assertIn("Max Early Data: 0", self.s_client(stdin=GET + b"\n"))

    def test_tickets_resume_on_every_loop(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = client_context(minimum_version=version, maximum_version=version)
            with self.server.tls(context) as wire:
                self.assertFalse(wire.sock.session_reused)
                wire.ask(GET)
                session = wire.sock.session
            self.assertTrue(session.has_ticket)
            self.assertLessEqual(session.ticket_lifetime_hint, 7200)
            loops = set()
            for _ in range(400):
                with self.server.tls(context, session) as wire:
                    self.assertTrue(wire.sock.session_reused)
                    loops.add(wire.ask(b"GET /worker HTTP/1.1\r\nHost: a\r\n\r\n").body)
                if len(loops) == 2:
                    break
            self.assertEqual(loops, {b"0\n", b"1\n"})

    def test_the_end_has_a_close_notify(self):
        with self.server.tls() as wire:
            wire.ask(b"GET /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            self.assertTrue(wire.ended())

    def test_a_client_may_leave_without_close_notify(self):
        for _ in range(20):
            wire = self.server.tls()
            wire.send(GET)
            wire.sock.shutdown(socket.SHUT_RDWR)
            wire.sock.close()
        self.assert_alive()

    def test_rubbish_after_the_handshake(self):
        with self.server.connect(self.server.port) as sock:
            tls = client_context().wrap_socket(sock.dup(), server_hostname="localhost")
            sock.sendall(b"\x17\x03\x03\x00\x20" + bytes(32))
            with self.assertRaises(OSError):
                for _ in range(10):
                    if not tls.recv(100):
                        raise OSError("ended")
            tls.close()
        self.assert_alive()


class CertificateTest(ServerTest):
    """A pair that cannot be served is refused at the start, with the reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = authority().issue("other")
        cls.expired = authority().issue("expired", days=-1)

    def refused(self, **options) -> str:
        words = {"certificate": certificate().certificate, "key": certificate().key, **options}
        run = subprocess.run([program(PROGRAM), *(f"{k}={v}" for k, v in words.items())],
                             capture_output=True, text=True, timeout=20, check=False)
        self.assertEqual((run.returncode, run.stderr), (78, ""))
        return run.stdout

    def test_reasons(self):
        cases = {
            "the key does not belong to the certificate": {"key": self.other.key},
            "No such file": {"certificate": "/nowhere/at/all.pem"},
            "not a certificate in PEM": {"certificate": certificate().key},
            "not a private key in PEM": {"key": certificate().certificate},
            "expired on": {"certificate": self.expired.certificate, "key": self.expired.key},
            "must have another type of key": {"second_certificate": self.other.certificate,
                                              "second_key": self.other.key},
        }
        for reason, options in cases.items():
            with self.subTest(reason):
                self.assertIn(reason, self.refused(**options))

    def test_a_key_with_a_passphrase_is_refused_and_not_asked_for(self):
        path = self.other.key.with_suffix(".locked")
        subprocess.run(["openssl", "ec", "-in", self.other.key, "-aes256", "-passout", "pass:x",
                        "-out", path], check=True, capture_output=True)
        self.assertIn("without passphrase",
                      self.refused(certificate=self.other.certificate, key=path))
