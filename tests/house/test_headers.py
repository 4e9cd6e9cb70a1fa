"""What every answer carries, pages, refusals and files alike."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import Attachment

PATHS = [
    "/nordsoft/desk/", "/nordsoft/desk/tickets/{ticket}/", "/nordsoft/attachments/{file}/", "/nordsoft/nothing/",
    "/nordsoft/api/v1/tickets/", "/nordsoft/api/v1/docs/", "/nordsoft/api/v1/nothing/", "/nordsoft/dashboards/sla/",
    "/nordsoft/dashboards/sla/months.csv", "/nordsoft/survey/forged/", "/nothing/", "/", "/nordsoft/account/login/",
]  # fmt: skip


@pytest.mark.parametrize("is_signed_in", [True, False])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_kept_framed_or_guessed(client: Client, nordsoft: Cast, path: str, is_signed_in: bool) -> None:
    ticket = make_ticket(nordsoft, files=[SimpleUploadedFile("print.txt", b"No printer.")])
    if is_signed_in:
        client.force_login(nordsoft.manager.user)
    answer = client.get(path.format(ticket=ticket.number, file=Attachment.objects.get().pk))
    assert answer["Cache-Control"].startswith("private") or "private" in answer["Cache-Control"]
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy or "sandbox" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_an_error_of_ours_carries_them_as_well(client: Client, nordsoft: Cast, monkeypatch: Any) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("broken for the test")

    monkeypatch.setattr("tickets.desk.views.queue._page", broken)
    client.force_login(nordsoft.agent.user)
    client.raise_request_exception = False
    answer = client.get("/nordsoft/desk/")
    assert answer.status_code == 500
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "broken for the test" not in answer.content.decode()
