"""Remote pictures, fetched only where the user asked for it, from public addresses only.

A reference stands in somebody's article, so it may point at the machines around this one. Each name is resolved once,
every address it has must be public, and the connection goes to the very address that was looked at: a second answer of
the name server changes nothing. Redirects start over.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from urllib.parse import quote, urljoin, urlsplit

from captioncheck.errors import PictureError
from captioncheck.pictures.files import MAX_BYTES, PictureFile, picture_file, too_large
from captioncheck.version import __version__

Resolver = Callable[[str, int], list[str]]

TIMEOUT = 10.0
"""Seconds for a connection or a read."""
DEADLINE = 30.0
"""Seconds for one picture, redirects and all."""
MAX_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 65_536
_PORTS = {"http": 80, "https": 443}
_REMEMBERED = 64 * 2**20
_HEADERS = {
    "User-Agent": f"captioncheck/{__version__}",
    "Accept": "image/jpeg,image/png,image/webp,image/gif,image/tiff",
    "Accept-Encoding": "identity",
}


def resolve(host: str, port: int) -> list[str]:
    """Return every address of a host, as the system's resolver gives them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def is_public(address: str) -> bool:
    """Return whether an address is one of the open internet: not private, local, shared, reserved or multicast."""
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address) and (
        number.ipv4_mapped or number.sixtofour or number.teredo or number.is_site_local or number in _NAT64
    ):
        return False  # IPv4 in disguise could lead anywhere, and no public picture server needs it
    return number.is_global and not number.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Fetcher:
    """Fetches pictures by URL; remembers the last ones, failures too, so that no host is asked twice for one.

    `resolver` and `allowed` are there to be replaced in tests: how a name becomes addresses, and which may be asked.
    """

    def __init__(self, resolver: Resolver = resolve, allowed: Callable[[str], bool] = is_public) -> None:
        self._resolver = resolver
        self._allowed = allowed
        self._known: dict[str, PictureFile | PictureError] = {}
        self._size = 0

    def __call__(self, url: str) -> PictureFile:
        """Return the picture at an http or https URL; PictureError says why not."""
        known = self._known.get(url)
        if known is None:
            try:
                known = self._fetched(url)
            except PictureError as error:
                known = error
            self._remember(url, known)
        if isinstance(known, PictureError):
            raise known
        return known

    def _remember(self, url: str, known: PictureFile | PictureError) -> None:
        self._size += len(known.data) if isinstance(known, PictureFile) else 1000
        if self._size > _REMEMBERED:
            self._known.clear()
            self._size = 0
        self._known[url] = known

    def _fetched(self, url: str) -> PictureFile:
        deadline = time.monotonic() + DEADLINE
        asked = url
        for _ in range(MAX_REDIRECTS + 1):
            try:
                found = self._once(asked, deadline)
            except (TimeoutError, OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
                raise PictureError(f"{_short(url)} could not be fetched: {_words(error)}") from error
            if isinstance(found, bytes):
                return picture_file(_short(url), found)
            asked = found
        raise PictureError(f"{_short(url)} could not be fetched: more than {MAX_REDIRECTS} redirects")

    def _once(self, url: str, deadline: float) -> bytes | str:
        """Return the bytes at a URL, or the URL that it redirects to."""
        parts = urlsplit(url)
        scheme, host = parts.scheme.lower(), parts.hostname
        if scheme not in _PORTS or not host or parts.username is not None or parts.password is not None:
            raise PictureError(f"{_short(url)}: only http and https without a user name are fetched")
        port = parts.port or _PORTS[scheme]
        connection = self._connection(scheme, host, port, deadline)
        # A server that sends a byte now and then would never run into the time limit of a single read.
        watchdog = threading.Timer(_left(deadline), _hang_up, (connection.sock,))
        watchdog.daemon = True
        watchdog.start()
        try:
            target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
            target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
            connection.request("GET", target, headers=_HEADERS)
            with closing(connection.getresponse()) as response:
                if response.status in _REDIRECTS and response.headers.get("Location"):
                    return urljoin(url, str(response.headers["Location"]).strip())
                if response.status != 200:
                    raise PictureError(f"{_short(url)} could not be fetched: the server answers {response.status}")
                return _body(response, deadline, url)
        except (OSError, http.client.HTTPException, ValueError):
            _left(deadline)
            raise
        finally:
            watchdog.cancel()
            connection.close()

    def _connection(self, scheme: str, host: str, port: int, deadline: float) -> http.client.HTTPConnection:
        addresses = self._resolver(host.encode("idna").decode() if not host.isascii() else host, port)
        refused = [address for address in addresses if not self._allowed(address)]
        if refused or not addresses:
            at = "" if refused == [host] else f" is at {refused[0]}, which" if refused else ""
            why = f"{at} is no public address" if refused else " has no address"
            raise PictureError(f"{host}{why}: not fetched")
        connect = socket.create_connection((addresses[0], port), timeout=_left(deadline))
        connection: http.client.HTTPConnection
        if scheme == "https":
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
            try:
                connect = context.wrap_socket(connect, server_hostname=host)
            except OSError:
                connect.close()
                raise
        else:
            connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        connection.sock = connect
        return connection


def _body(response: http.client.HTTPResponse, deadline: float, url: str) -> bytes:
    declared = response.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > MAX_BYTES:
        raise PictureError(f"{_short(url)} {too_large()}")
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise PictureError(f"{_short(url)} {too_large()}")
        _left(deadline)
    _left(deadline)  # a connection that was hung up ends like one that is through
    if declared.isdigit() and size < int(declared):
        raise PictureError(f"{_short(url)} is cut short: {size:,} of {int(declared):,} bytes came")
    return b"".join(pieces)


def _hang_up(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _left(deadline: float) -> float:
    """Return the seconds left, at most those of one connection; TimeoutError when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError(f"it takes longer than {DEADLINE:.0f} seconds")
    return min(left, TIMEOUT)


def _words(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "no such host"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    if isinstance(error, TimeoutError):
        return str(error) if "seconds" in str(error) else "no answer in time"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0].lower()


def _short(url: str) -> str:
    return url if len(url) <= 90 else f"{url[:44]}…{url[-44:]}"
