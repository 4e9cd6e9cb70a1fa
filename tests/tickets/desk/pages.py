"""What the desk's tests read of a page."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.budget import Budget

QUEUE = "/nordsoft/desk/"


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    """Give Swedish local time in March 2026 (UTC+1)."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


def page_of(number: int) -> str:
    return f"{QUEUE}tickets/{number}/"


def numbers(content: bytes) -> list[int]:
    """Give the tickets of a queue, in order."""
    return [int(number) for number in re.findall(rb'data-key="(\d+)"', content)]


def text_of(content: bytes) -> str:
    """Give what is read on the page: no tags, no doubled spaces."""
    body = re.sub(r"<(script|head)\b.*?</\1>", " ", content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def mark_of(content: bytes) -> str:
    """Give the mark of what a page says that saving would move."""
    found = re.search(rb'name="save" value="([0-9a-f]{64})"', content)
    assert found, text_of(content)
    return found[1].decode()


def confirmed(client: Client, path: str, data: dict[str, Any] | None = None, **more: Any) -> HttpResponse:
    """Look at what a change moves, and save it."""
    shown = client.post(path, data or {})
    assert shown.status_code == 200
    return client.post(path, {**(data or {}), "save": mark_of(shown.content)}, **more)


def count_queries(client: Client, path: str) -> list[str]:
    """Give the statements that ask something of the database; a page's savepoints are left out."""
    with Budget() as budget:
        assert client.get(path).status_code == 200
    return budget.asked
