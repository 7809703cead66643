#!/usr/bin/env python3
"""A small server that makes a PDF of each page of HTML that it is sent: server.py weasyprint|chromium PROGRAM JOBS

It says where it listens, and works with so many processes at a time: WeasyPrint in processes of its
own, as a server for Python holds them ready, Chromium in one that runs all the time, with so many
tabs. Runs with the Python that has WeasyPrint; Chromium is talked to over a pipe, so nothing else
has to be installed.
"""

import base64
import http.server
import json
import os
import queue
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        page = self.rfile.read(int(self.headers["Content-Length"])).decode()
        made = self.server.make(page)
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Length", str(len(made)))
        self.end_headers()
        self.wfile.write(made)

    def log_message(self, *_) -> None:
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128


class Chromium:
    """One that runs, with tabs that wait for work."""

    def __init__(self, program: str, tabs: int):
        self.lock, self.number, self.waiting = threading.Lock(), 0, {}
        (here, self.write), (self.read, there) = os.pipe(), os.pipe()
        profile = tempfile.mkdtemp(prefix="chromium-")
        # It reads from descriptor 3 and writes to 4.
        shell = f'exec "$@" 3<&{here} 4>&{there}'
        subprocess.Popen(["bash", "-c", shell, "-", program, "--headless", "--no-sandbox", "--disable-gpu",
                          f"--user-data-dir={profile}", "--remote-debugging-pipe"],
                         pass_fds=(here, there), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        threading.Thread(target=self.listen, daemon=True).start()
        self.tabs = queue.Queue()
        for _ in range(tabs):
            target = self.ask("Target.createTarget", url="about:blank")["targetId"]
            session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            frame = self.ask("Page.getFrameTree", session)["frameTree"]["frame"]["id"]
            self.tabs.put((session, frame))

    def listen(self) -> None:
        with open(self.read, "rb") as answers:
            rest = b""
            while part := answers.read1(1 << 20):
                *whole, rest = (rest + part).split(b"\0")
                for line in whole:
                    answer = json.loads(line)
                    if "id" in answer:
                        self.waiting[answer["id"]].put(answer)

    def ask(self, method: str, session: str | None = None, **parameters: object) -> dict:
        with self.lock:
            self.number += 1
            number, answer = self.number, queue.Queue()
            self.waiting[number] = answer
            message = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
            words = json.dumps(message).encode() + b"\0"
            while words:
                words = words[os.write(self.write, words):]
        said = answer.get(timeout=60)
        del self.waiting[number]
        if "error" in said:
            raise RuntimeError(f"{method}: {said['error']}")
        return said["result"]

    def make(self, page: str) -> bytes:
        session, frame = self.tabs.get()
        try:
            self.ask("Page.setDocumentContent", session, frameId=frame, html=page)
            made = self.ask("Page.printToPDF", session, preferCSSPageSize=True, generateTaggedPDF=True,
                            generateDocumentOutline=True)
        finally:
            self.tabs.put((session, frame))
        return base64.b64decode(made["data"])


def main() -> None:
    kind, program, jobs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    server = Server(("127.0.0.1", 0), Handler, bind_and_activate=False)
    server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.server_bind()
    server.server_activate()
    if kind == "chromium":
        server.make = Chromium(program, jobs).make
    else:
        from concurrent.futures import ProcessPoolExecutor
        workers = ProcessPoolExecutor(jobs)
        list(workers.map(weasyprint, ["<p>Warm"] * jobs))
        server.make = lambda page: workers.submit(weasyprint, page).result()
    print(f"listening at http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


def weasyprint(page: str) -> bytes:
    import weasyprint
    return weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main()
