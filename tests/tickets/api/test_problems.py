"""Every error is a problem (RFC 9457)."""

import json
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.test import Client, override_settings

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller, assert_problem
from tickets.api.views.companies import MeView


def _raw(caller: Caller, method: str, path: str, data: bytes, kind: str = "application/json") -> Any:
    headers = {"Authorization": f"Bearer {caller.secret}"}
    return caller.client.generic(method, caller.base + path, data, content_type=kind, headers=headers)


@pytest.mark.parametrize("path", ["", "nothing/", "tickets", "tickets/x/", "tickets/1/nothing/", "me/../x"])
def test_an_address_that_is_not_there(nordsoft: Cast, agent: Caller, client: Client, path: str) -> None:
    assert_problem(agent.get(path), 404, "not_found")
    assert_problem(client.get(agent.base + path), 401, "not_authenticated")


def test_a_method_that_is_not_there(nordsoft: Cast, agent: Caller) -> None:
    answer = agent.delete("tickets/")
    assert_problem(answer, 405, "method_not_allowed")
    assert set(answer["Allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert_problem(_raw(agent, "OPTIONS", "tickets/", b""), 405, "method_not_allowed")
    assert_problem(_raw(agent, "PATCH", "tickets/", b"{}"), 405, "method_not_allowed")


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff\xfe", b"[" * 100_000, b'{"subject": NaN}', b"null"])
def test_a_body_that_is_no_object(nordsoft: Cast, agent: Caller, body: bytes) -> None:
    assert_problem(_raw(agent, "POST", "tickets/", body), 400, "parse_error")


def test_a_body_of_another_kind(nordsoft: Cast, agent: Caller) -> None:
    assert_problem(_raw(agent, "POST", "tickets/", b"<a/>", "text/xml"), 415, "unsupported_media_type")
    broken = _raw(agent, "POST", "tickets/", b"--x\r\n", "multipart/form-data")
    assert_problem(broken, 400, "parse_error")


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_body_that_is_too_large(nordsoft: Cast, karin: Caller) -> None:
    said = {"subject": "Long", "text": "x" * 2000, "severity": "high"}
    assert_problem(karin.post("tickets/", said), 413, "too_large")
    assert_problem(karin.upload("tickets/", said), 413, "too_large")


def test_an_answer_that_nobody_can_make(nordsoft: Cast, agent: Caller) -> None:
    assert_problem(agent.get("me/", Accept="image/png"), 406, "not_acceptable")


def test_every_wrong_field_by_its_name(nordsoft: Cast, agent: Caller) -> None:
    ticket = make_ticket(nordsoft)
    body = assert_problem(agent.put(f"tickets/{ticket.number}/analysis/", {"outcome": "magic"}), 400, "invalid")
    assert set(body["errors"]) == {"finding", "outcome"}
    assert all(isinstance(text, str) and text for texts in body["errors"].values() for text in texts)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(RequestDataTooBig(), 413, "too_large"), (SuspiciousOperation(), 400, "parse_error")],
)
def test_what_django_refuses(
    nordsoft: Cast, agent: Caller, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    monkeypatch.setattr(MeView, "get", _raising(error))
    assert_problem(agent.get("me/"), status, code)


def test_our_own_fault_is_logged_reported_and_rolled_back(
    nordsoft: Cast, agent: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(MeView, "get", _raising(ZeroDivisionError("secret")))
    with pytest.raises(ZeroDivisionError):  # the test client hears of it as of any page's
        agent.get("me/")
    agent.client.raise_request_exception = False
    answer = agent.get("me/")
    assert_problem(answer, 500, "error")
    assert "secret" not in json.dumps(answer.json())
    assert "ZeroDivisionError" in caplog.text


def _raising(error: Exception) -> Any:
    def get(self: object, request: object) -> None:
        raise error

    return get
