"""A tiny child for the supervisor: answers /health on its port, and behaves as its second argument says."""

import http.server
import signal
import sys
import threading


class Door(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()
        if self.path == "/die":
            self.server.shutdown()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        pass


port, manner = int(sys.argv[1]), sys.argv[2]
print(f"child of manner {manner}", flush=True)  # noqa: T201 - its log
if manner == "broken":
    sys.exit("no such table: need")
if manner == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if manner == "polite":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
if manner == "slow":
    threading.Event().wait()
server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Door)
if manner == "polite":
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
server.serve_forever()
if manner == "polite":
    print("goodbye", flush=True)  # noqa: T201 - its log
