"""A program with a token."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from accounts.models import Membership
from accounts.services.tokens import issue_token
from tests.budget import Budget


class Caller:
    """Calls as one member, with a token of theirs, at one desk."""

    def __init__(self, member: Membership, slug: str = "nordsoft") -> None:
        self.member, self.base = member, f"/{slug}/api/v1/"
        self.token, self.secret = issue_token(actor=member, name="Test")
        self.client = Client(raise_request_exception=True)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Call; `body` is sent as JSON. Headers are written with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        call = getattr(self.client, method.lower())
        address = path if path.startswith("http") else self.base + path
        content: dict[str, Any] = {} if body is None else {"data": body, "content_type": "application/json"}
        return call(address, headers={"Authorization": f"Bearer {self.secret}"} | sent, **content)

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.ask("DELETE", path, **headers)

    def upload(self, path: str, data: dict[str, Any]) -> HttpResponse:
        """Call with multipart/form-data."""
        return self.client.post(self.base + path, data, headers={"Authorization": f"Bearer {self.secret}"})

    def queries(self, path: str) -> int:
        """Count what a second GET asks of the database, the frame of transactions and savepoints aside."""
        assert self.get(path).status_code == 200
        with Budget() as budget:
            assert self.get(path).status_code == 200
        return len(budget.asked)


def assert_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Check the shape of a problem, and give its body."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"] == "about:blank"
    assert body["title"]
    assert body["detail"]
    return body
