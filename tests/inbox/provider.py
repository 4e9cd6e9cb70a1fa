"""A mail provider’s sign-in, on this machine: authorise, tokens that expire and rotate, what Dovecot asks of them."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit


class Provider:
    """What it knows. `user` is whoever sits at its page, `refusal` an error that it answers each token request with
    (a status from 500 on: it is away), `asked` what the token address was asked for.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.user = "support"
        self.refusal: str | int = ""
        self.asked: list[dict[str, str]] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.refresh: dict[str, str] = {}
        self.access: dict[str, str] = {}
        self.rotates = True
        self._numbers = count(1)

    def authorize(self, url: str) -> str:
        """Consent, as somebody does in a browser; give the address that they are sent back to."""
        asked = dict(parse_qsl(urlsplit(url).query))
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{next(self._numbers)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Answer the token address."""
        self.asked.append(asked)
        if isinstance(self.refusal, int):
            return self.refusal, {}
        if self.refusal:
            return 400, {"error": self.refusal, "error_description": "No more."}
        if asked.get("client_secret") != "very secret":
            return 401, {"error": "invalid_client"}
        match asked["grant_type"]:
            case "client_credentials":
                return 200, self._tokens(self.user, is_lasting=False)
            case "authorization_code":
                begun = self.codes.pop(asked["code"], None)
                challenge = base64.urlsafe_b64encode(sha256(asked["code_verifier"].encode()).digest()).rstrip(b"=")
                if begun is None or begun["code_challenge"] != challenge.decode():
                    return 400, {"error": "invalid_grant"}
                assert begun["redirect_uri"] == asked["redirect_uri"]
                return 200, self._tokens(self.user)
            case _:
                known = self.refresh.pop if self.rotates else self.refresh.get
                user = known(asked["refresh_token"], None)  # type: ignore[operator]
                return (200, self._tokens(user, is_lasting=self.rotates)) if user else (400, {"error": "invalid_grant"})

    def _tokens(self, user: str, *, is_lasting: bool = True) -> dict[str, Any]:
        number = next(self._numbers)
        self.access[f"access-{number}"] = user
        given = {"access_token": f"access-{number}", "token_type": "Bearer", "expires_in": 3600, "filler": "x" * 6000}
        if is_lasting:
            self.refresh[f"refresh-{number}"] = user
            given["refresh_token"] = f"refresh-{number}"
        return given


@contextmanager
def provider() -> Iterator[Provider]:
    """Run one until the end of the block."""
    known = Provider("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            if self.path == "/introspect":
                user = known.access.get(asked["token"])
                self._answer(200, {"active": user is not None, "username": user or ""})
            else:
                self._answer(*known.token(asked))

        def _answer(self, status: int, answer: dict[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        known.url = f"http://127.0.0.1:{server.server_address[1]}"
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield known
        finally:
            server.shutdown()
