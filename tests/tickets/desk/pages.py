"""What the desk's tests read of a page."""

import re
from datetime import UTC, datetime
from html import unescape

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


def count_queries(client: Client, path: str) -> list[str]:
    """Give the statements that ask something of the database; a page's savepoints are left out."""
    with Budget() as budget:
        assert client.get(path).status_code == 200
    return budget.asked
