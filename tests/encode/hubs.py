"""A model hub on this machine: the few answers of the real one that its client asks for, over HTTP."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@contextmanager
def hub(repos: Mapping[str, Mapping[str, bytes]], asked: list[str], drop: int = 0) -> Iterator[str]:
    """Serve repositories at one commit; yields the address. Files named *.safetensors and *.bin are "large".

    The first answer longer than `drop` bytes is cut off there, if it is not 0.
    """
    drops = [drop] if drop else []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(body=True)

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def _answer(self, *, body: bool) -> None:
            path = unquote(urlsplit(self.path).path)
            asked.append(f"{self.command} {path} {self.headers.get('Range', '')}".strip())
            for repo, files in repos.items():
                if path.startswith(f"/api/models/{repo}/tree/"):
                    self._send(json.dumps(_tree(files)).encode(), {}, body)
                    return
                if path.startswith(f"/api/models/{repo}"):
                    self._send(json.dumps(_about(repo, files)).encode(), {}, body)
                    return
                name = path.removeprefix(f"/{repo}/resolve/{COMMIT}/")
                if name != path and name in files:
                    data = files[name]
                    headers = {"ETag": f'"{hashlib.sha256(data).hexdigest()}"', "X-Repo-Commit": COMMIT}
                    self._send(data, headers, body)
                    return
            self.send_error(404)

        def _send(self, data: bytes, headers: Mapping[str, str], body: bool) -> None:
            start = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").split("-")[0])
            self.send_response(206 if start else 200)
            for name, value in headers.items():
                self.send_header(name, value)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            if body:
                if drops and len(data) > drops[0]:
                    self.wfile.write(data[: drops.pop()])
                    self.close_connection = True
                    return
                self.wfile.write(data[start:])

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _tree(files: Mapping[str, bytes]) -> list[dict[str, object]]:
    return [
        {"type": "file", "path": name, "size": len(data), "oid": "b" * 40, **_large(name, data)}
        for name, data in files.items()
    ]


def _large(name: str, data: bytes) -> dict[str, object]:
    if not name.endswith((".safetensors", ".bin")):
        return {}
    digest = hashlib.sha256(data).hexdigest()
    return {"lfs": {"oid": digest, "sha256": digest, "size": len(data), "pointerSize": 130}}


def _about(repo: str, files: Mapping[str, bytes]) -> dict[str, object]:
    siblings = [
        {"rfilename": name, "size": len(data), "blobId": "b" * 40, **_large(name, data)} for name, data in files.items()
    ]
    return {"_id": "1", "id": repo, "modelId": repo, "sha": COMMIT, "private": False, "tags": [], "siblings": siblings}
