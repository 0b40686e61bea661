"""What every answer has, compression, conditional requests, problems, and assets."""

import gzip
import json
import time

from wire import GET, ServerTest, post


def get(path: str, *fields: str, method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: a", *fields, "", ""]).encode()


SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class AnswersTest(ServerTest):
    def test_security_fields_on_every_answer(self):
        requests = [GET, get("/nowhere"), get("/page"), post("/problem", b""), get("/urls"),
                    get("/page", 'If-None-Match: "page"'), get("/posted"), b"rubbish\r\n\r\n"]
        for request in requests:
            with self.subTest(request):
                for wire in self.wires():
                    answer = wire.ask(request)
                    for name, value in SECURITY.items():
                        self.assertEqual(answer.value(name), value)
                    policy = answer.value("Content-Security-Policy")
                    self.assertTrue(policy.startswith("default-src 'none'; "))
                    self.assertIn("frame-ancestors 'none'", policy)
                    self.assertIsNotNone(answer.value("Date"))
                    self.assertIsNone(answer.value("Server"))
                    self.assertEqual(answer.value("Strict-Transport-Security"),
                                     "max-age=31536000" if hasattr(wire.sock, "cipher") else None)

    def test_compression(self):
        for wire in self.wires():
            plain = wire.ask(get("/page"))
            self.assertIsNone(plain.value("Content-Encoding"))
            packed = wire.ask(get("/page", "Accept-Encoding: br, gzip"))
            self.assertEqual(packed.value("Content-Encoding"), "gzip")
            self.assertEqual(gzip.decompress(packed.body), plain.body)
            self.assertLess(len(packed.body), len(plain.body) / 4)
            for answer in (plain, packed):
                self.assertEqual(answer.value("Vary"), "Accept-Language, Accept-Encoding")
            head = wire.ask(get("/page", "Accept-Encoding: gzip", method="HEAD"), "HEAD")
            self.assertEqual(head.value("Content-Length"), str(len(packed.body)))

    def test_answers_to_posts_are_never_compressed(self):
        """A body that reflects what was sent beside a secret would leak it by its length."""
        for wire in self.wires():
            answer = wire.ask(post("/echo", b"a" * 5000, "Accept-Encoding: gzip"))
            self.assertIsNone(answer.value("Content-Encoding"))

    def test_conditional_requests(self):
        for wire in self.wires():
            etag = wire.ask(get("/page", "Accept-Encoding: gzip")).value("ETag")
            self.assertEqual(etag, 'W/"page"')
            for sent in (etag, '"page"', '"x", "page"', "*"):
                answer = wire.ask(get("/page", f"If-None-Match: {sent}"))
                self.assertEqual((answer.status, answer.body), (304, b""))
                self.assertIsNone(answer.value("Content-Length"))
            self.assertEqual(wire.ask(get("/page", 'If-None-Match: "other"')).status, 200)

    def test_problem(self):
        for wire in self.wires():
            answer = wire.ask(post("/problem", b""))
            self.assertEqual(answer.status, 422)
            self.assertEqual(answer.value("Content-Type"), "application/problem+json")
            self.assertEqual(answer.value("Retry-After"), "7")
            problem = json.loads(answer.body)
            self.assertEqual(problem.pop("request_id").__len__(), 16)
            self.assertEqual(problem, {
                "type": "about:blank", "title": "Unprocessable Content", "status": 422,
                "code": "answers_invalid", "detail": 'Say "why".\n',
                "errors": [{"pointer": "/answers/q1", "code": "required",
                            "message": "Choose one."}]})

    def test_a_field_with_a_line_break_is_never_sent(self):
        for wire in self.wires():
            answer = wire.ask(get("/injection?name=/there"))
            self.assertEqual((answer.status, answer.value("Location")), (303, "/there"))
            answer = wire.ask(get("/injection?name=/%0d%0aSet-Cookie:%20a=b"))
            self.assertEqual(answer.status, 500)
            self.assertIsNone(answer.value("Set-Cookie"))
            self.assertIsNone(answer.value("Location"))
            self.assertEqual(wire.ask(GET).status, 200)

    def test_unknown_address(self):
        for wire in self.wires():
            answer = wire.ask(get("/nowhere/secret-token"))
            self.assertEqual(answer.status, 404)
            self.assertNotIn(b"secret-token", answer.body + answer.head)

    def test_login(self):
        for wire in self.wires():
            self.assertIn(b"\nlogin a b:c\n",
                          wire.ask(get("/echo", "Authorization: Basic YTpiOmM=")).body)
            self.assertIn(b"\nlogin n s\n",
                          wire.ask(get("/echo", "Authorization: bearer n:s")).body)
            self.assertNotIn(b"\nlogin", wire.ask(get("/echo", "Authorization: Basic !")).body)

    def test_ids_do_not_repeat(self):
        with self.server.plain() as wire:
            ids = {json.loads(wire.ask(get("/nowhere")).body)["request_id"] for _ in range(200)}
        self.assertEqual(len(ids), 200)


class ObservationTest(ServerTest):
    options = {"observe": 1}

    def observed(self):
        id_, route, status, duration_us, received, sent = self.server.line("observed").split()
        self.assertRegex(id_, "^[0-9a-f]{16}$")
        return route, int(status), int(duration_us), int(received), int(sent)

    def test_each_exchange_is_observed_once(self):
        for wire in self.wires():
            request = post("/posted", b"hello")
            answer = wire.ask(request)
            route, status, _, received, sent = self.observed()
            self.assertEqual((route, status, received), ("posted", 200, len(request)))
            self.assertEqual(sent, len(answer.head) + len("\r\n\r\n") + len(answer.body))
            wire.ask(get("/nowhere"))
            self.assertEqual(self.observed()[:2], ("none", 404))
            wire.ask(get("/posted"))
            self.assertEqual(self.observed()[:2], ("none", 405))
            wire.ask(get("/page", 'If-None-Match: "page"'))
            self.assertEqual(self.observed()[:2], ("page", 304))
            wire.ask(get("/late/150"))
            route, status, duration_us, *_ = self.observed()
            self.assertEqual((route, status), ("late", 200))
            self.assertGreater(duration_us, 140_000)
            self.assertLess(duration_us, 1_000_000)

    def test_an_answer_to_nobody_is_observed_too(self):
        with self.server.plain() as wire:
            wire.send(get("/late/100"))
            time.sleep(0.05)
            wire.reset()
        self.assertEqual(self.observed()[:2], ("late", 200))


class AssetsTest(ServerTest):
    def test_assets(self):
        for wire in self.wires():
            style, icon = wire.ask(get("/urls")).body.decode().split()
            self.assertRegex(style, r"^/assets/test\.[0-9a-f]{16}\.css$")
            plain = wire.ask(get(style))
            self.assertEqual(plain.value("Content-Type"), "text/css; charset=utf-8")
            self.assertEqual(plain.value("Cache-Control"), "public, max-age=31536000, immutable")
            self.assertEqual(plain.value("Vary"), "Accept-Encoding")
            packed = wire.ask(get(style, "Accept-Encoding: gzip"))
            self.assertEqual(packed.value("Content-Encoding"), "gzip")
            self.assertEqual(gzip.decompress(packed.body), plain.body)
            # Two representations: two strong tags.
            tags = {plain.value("ETag"), packed.value("ETag")}
            self.assertEqual(len(tags), 2)
            for tag in tags:
                self.assertRegex(tag, '^"[0-9a-f]{64}(-gzip)?"$')
            self.assertEqual(wire.ask(get(style, "Accept-Encoding: gzip",
                                          f"If-None-Match: {packed.value('ETag')}")).status, 304)
            self.assertEqual(wire.ask(get(style, f"If-None-Match: {packed.value('ETag')}")).status,
                             200)
            # One byte does not get smaller.
            self.assertIsNone(wire.ask(get(icon, "Accept-Encoding: gzip"))
                              .value("Content-Encoding"))

    def test_other_names(self):
        for wire in self.wires():
            style = wire.ask(get("/urls")).body.decode().split()[0]
            for path in ("/assets/test.css", "/assets/", style[:-1], style + "/x",
                         style.replace("test", "TEST"), "/assets/test.0123456789abcdef.css"):
                self.assertEqual(wire.ask(get(path)).status, 404)
