"""The answer to a request that is refused while it is still being sent reaches the client: a plain
close would reset the connection and take the answer with it."""

import ssl
import threading

from wire import Ended, ServerTest

UPLOADS, UPLOAD_BYTES = 40, 4 * 1024 * 1024


class LingeringTest(ServerTest):
    def upload(self, wire) -> int:
        """Sends all of a body that is far too large before it looks at the answer."""
        try:
            wire.send(b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" %
                      UPLOAD_BYTES)
            for _ in range(UPLOAD_BYTES // 65536):
                wire.send(bytes(65536))
            return wire.read_answer().status
        except (OSError, Ended, ssl.SSLError):
            return 0

    def uploads(self, connect) -> list:
        statuses = []

        def run():
            for _ in range(UPLOADS // 8):
                with connect() as wire:
                    statuses.append(self.upload(wire))
        threads = [threading.Thread(target=run) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return statuses

    def test_tls(self):
        self.assertEqual(self.uploads(self.server.tls), [413] * UPLOADS)

    def test_plain(self):
        self.assertEqual(self.uploads(self.server.plain), [413] * UPLOADS)

    def test_the_end_is_clean(self):
        for wire in self.wires():
            self.assertEqual(wire.ask(b"rubbish\r\n").status, 400)
            self.assertTrue(wire.ended())
