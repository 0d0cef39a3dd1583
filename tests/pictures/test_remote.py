import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from captioncheck.errors import PictureError
from captioncheck.pictures import files, remote
from captioncheck.pictures.remote import Fetcher, is_public
from tests.photos import drawing, saved

DATA = saved(drawing(), "JPEG")


class Handler(BaseHTTPRequestHandler):
    """Serves pages by path, counts what is asked for."""

    def do_GET(self):
        self.server.asked.append((self.headers["Host"], self.path))
        path = self.path.partition("?")[0]
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.server.target or self.path.removeprefix("/to"))
            self.end_headers()
        elif path == "/loop":
            self.send_response(301)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif path == "/gone.jpg":
            self.send_error(404)
        elif path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"\xff")
                time.sleep(0.05)
        else:
            body = {"/page.jpg": b"<!DOCTYPE html>", "/big.jpg": bytes(5000), "/empty.jpg": b""}.get(path, DATA)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            if path == "/short.jpg":
                self.send_header("Content-Length", str(len(body) + 100))
            elif path != "/big.jpg":
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    made.asked, made.target = [], None
    made.handle_error = lambda *_: None
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def fetch(server):
    """A fetcher for which pictures.example is the server here, and inside.example a private machine."""
    hosts = {
        "pictures.example": ["127.0.0.1"],
        "inside.example": ["10.0.0.7"],
        "both.example": ["127.0.0.1", "10.0.0.7"],
    }

    def resolver(host, port):
        if host not in hosts:
            raise socket.gaierror(-2, "Name or service not known")
        return hosts[host]

    fetcher = Fetcher(resolver, lambda address: address == "127.0.0.1")

    def call(path, host="pictures.example"):
        return fetcher(f"http://{host}:{server.server_port}{path}")

    return call


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
        "nonsense", "",
    ],
)  # fmt: skip
def test_addresses_that_are_never_asked(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001::1"])
def test_addresses_of_the_open_internet(address):
    assert is_public(address)


def test_a_picture_is_told_by_its_bytes_whatever_the_server_calls_it(server, fetch):
    assert fetch("/a b/ü.jpg?w=1").data == DATA
    assert server.asked == [(f"pictures.example:{server.server_port}", "/a%20b/%C3%BC.jpg?w=1")]


def test_redirects_are_followed(fetch):
    assert fetch("/to/a.jpg").format == "JPEG"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("http://inside.example/a.jpg", r"inside.example is at 10.0.0.7, which is no public address"),
        ("http://10.0.0.7/a.jpg", "no such host|no public address"),
        ("file:///etc/passwd", "only http and https"),
        ("ftp://pictures.example/a.jpg", "only http and https"),
        ("http://user:secret@pictures.example/a.jpg", "only http and https without a user name"),
        ("http://pictures.example:99999/a.jpg", "could not be fetched"),
    ],
)
def test_redirects_are_looked_at_like_the_first_address(server, fetch, target, said):
    server.target = target
    with pytest.raises(PictureError, match=said):
        fetch("/to/a.jpg")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("inside.example", "no public address"),
        ("both.example", "10.0.0.7, which is no public address"),
        ("nowhere.example", "no such host"),
    ],
)
def test_a_host_is_asked_only_when_all_its_addresses_are_public(server, fetch, host, said):
    with pytest.raises(PictureError, match=said):
        fetch("/a.jpg", host)
    assert server.asked == []


def test_without_the_test_hooks_this_machine_is_never_asked(server):
    with pytest.raises(PictureError, match=r"^127.0.0.1 is no public address: not fetched"):
        Fetcher()(f"http://127.0.0.1:{server.server_port}/a.jpg")
    with pytest.raises(PictureError, match="no public address"):
        Fetcher()(f"http://localhost:{server.server_port}/a.jpg")
    assert server.asked == []


def test_the_name_server_is_asked_once_a_connection(server):
    answers = iter([["127.0.0.1"], ["10.0.0.7"]])
    fetcher = Fetcher(lambda host, port: next(answers), lambda address: address == "127.0.0.1")
    assert fetcher(f"http://a.example:{server.server_port}/a.jpg").format == "JPEG"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/gone.jpg", "the server answers 404"),
        ("/loop", "more than 5 redirects"),
        ("/page.jpg", "is a web page, not a picture"),
        ("/empty.jpg", "is empty"),
        ("/short.jpg", "cut short|could not be fetched"),
    ],
)
def test_what_is_no_picture_says_why(fetch, path, said):
    with pytest.raises(PictureError, match=said):
        fetch(path)


def test_too_much_is_not_read(fetch, monkeypatch):
    monkeypatch.setattr(remote, "MAX_BYTES", 500)
    assert files.MAX_BYTES > len(DATA) > 500
    for path in ("/big.jpg", "/a.jpg"):
        with pytest.raises(PictureError, match="is larger than"):
            fetch(path)


def test_a_server_that_drips_is_hung_up_on(fetch, monkeypatch):
    monkeypatch.setattr(remote, "DEADLINE", 0.4)
    start = time.monotonic()
    with pytest.raises(PictureError, match="longer than"):
        fetch("/drip")
    assert time.monotonic() - start < 2.5


def test_nothing_is_asked_for_twice(server, fetch):
    for _ in range(2):
        assert fetch("/a.jpg").data == DATA
        with pytest.raises(PictureError, match="404"):
            fetch("/gone.jpg")
    assert len(server.asked) == 2
