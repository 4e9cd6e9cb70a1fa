"""A person's browser, as far as the server can tell: cookies, forms, headers. No more than http.client costs."""

from http.client import HTTPConnection
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlencode

KEPT = 1.0  # seconds for which an idle connection is trusted: gunicorn ends it after two


class Answer(NamedTuple):
    """What came back, body read whole."""

    status: int
    etag: str
    location: str
    body: str


class Browser:
    """One connection, kept open, at one tenant. `address` is the client's, as the proxy in front would say it."""

    def __init__(self, port: int, slug: str, address: str = "10.0.0.1") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._base, self._address = f"/{slug}", address
        self._used = 0.0
        self.cookies: dict[str, str] = {}

    @property
    def headers(self) -> dict[str, str]:
        """Give what every request carries."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, "X-Forwarded-For": self._address, "Accept-Language": "sv"}

    def get(self, path: str, **more: str) -> Answer:
        """Ask for a page; `more` are headers, with _ for -."""
        return self._ask("GET", path, None, {name.replace("_", "-"): value for name, value in more.items()})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        body = urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **fields})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self, email: str, password: str) -> None:
        """Sign in as people do. RuntimeError where the server does not let them."""
        self.get("/account/login/")
        answer = self.post("/account/login/", {"login": email, "password": password})
        if answer.status != 302:
            raise RuntimeError(f"{email} is not let in: {answer.status}\n{answer.body[:2000]}")

    def request(self, path: str, **more: str) -> bytes:
        """Give a GET as bytes, for those who count thousands."""
        headers = {"Host": "127.0.0.1", **self.headers, **{n.replace("_", "-"): v for n, v in more.items()}}
        lines = [f"GET {self._base}{path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode()

    def _ask(self, method: str, path: str, body: str | None, more: dict[str, str]) -> Answer:
        if monotonic() - self._used > KEPT:
            self._connection.close()
        self._connection.request(method, self._base + path, body, {**self.headers, **more})
        answer = self._connection.getresponse()
        text = answer.read().decode()
        self._used = monotonic()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        if answer.will_close:
            self._connection.close()
        return Answer(answer.status, answer.headers.get("ETag", ""), answer.headers.get("Location", ""), text)
