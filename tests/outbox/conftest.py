"""A real mail server, and a letter to send."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from embedded.mailsink import MailSink
from outbox.models import OutboxMessage
from outbox.services import queue_mail
from tests.cast import Cast

TEXT = """{% extends "emails/base.txt" %}{% load i18n %}
{% block subject %}{% translate "Monday" %}: {{ about }}{% endblock %}
{% block body %}{{ about }}{% endblock %}
"""
HTML = """{% extends "emails/base.html" %}{% load i18n %}
{% block lead %}{{ about }}{% endblock %}
{% block rows %}
  {% translate "Monday" as monday %}{% include "emails/row.html" with label=monday value=about only %}
{% endblock %}
{% block action %}{% include "emails/button.html" with url="http://x.example/" label="Open" only %}{% endblock %}
{% block counted %}{% include "emails/counted.html" with text="So." only %}{% endblock %}
"""
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
Queue = Callable[..., OutboxMessage | None]


@pytest.fixture
def sink(tmp_path: Path, settings: Any) -> Iterator[MailSink]:
    with MailSink(tmp_path / "mail") as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield sink


@pytest.fixture(autouse=True)
def letters(tmp_path: Path, settings: Any) -> None:
    """A mail template of the tests' own: the msgids are translated by Django's own catalogues."""
    folder = tmp_path / "templates" / "emails"
    folder.mkdir(parents=True)
    (folder / "letter.txt").write_text(TEXT)
    (folder / "letter.html").write_text(HTML)
    settings.TEMPLATES = [
        {**engine, "DIRS": [*engine["DIRS"], tmp_path / "templates"]} for engine in django_settings.TEMPLATES
    ]


@pytest.fixture
def queue(nordsoft: Cast) -> Queue:
    """Queue one letter in a transaction of its own."""

    def queue_one(**changes: Any) -> OutboxMessage | None:
        values: dict[str, Any] = {
            "dedupe_key": "cause:1",
            "recipient": "karin@nordsoft.example",
            "template": "letter",
            "context": {"about": "A & B < C"},
            "language": "sv",
            "now": NOW,
        }
        with transaction.atomic():
            return queue_mail(**values | changes)

    return queue_one


def queue_and_fail(queue: Queue) -> None:
    """Queue one letter in a transaction that is rolled back."""

    def fail() -> None:
        with transaction.atomic():
            queue()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
