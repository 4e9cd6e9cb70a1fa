"""The demo data is the same every time, alive whatever the hour, and loaded in demo mode only."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models, transaction
from pytest_django import Settings

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import Contact, Contract, Customer
from demo.people import Names
from surveys.models import Answer, FollowUp, Invitation
from tests.demo.conftest import NIGHT, load
from tickets.models import Alert, Article, Attachment, Message, Notification, SlaClock, Ticket, TicketEvent

SLUGS = ["nordsoft", "lonhuset"]
COMPARED: list[type[models.Model]] = [
    Customer, Contact, Contract, Ticket, Message, TicketEvent, SlaClock, Invitation, Answer, FollowUp, Attachment,
    Article,
]  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_mode")]


@contextmanager
def inside(slug: str) -> Iterator[None]:
    with tenant_context(Tenant.objects.get(slug=slug).pk):
        yield


def plain(row: models.Model) -> tuple[Any, ...]:
    """Give what a row says, without keys, random file names, hashes and the moment it was written."""
    left_out = {"id", "path", "created_at", "search", "data", "token_hash"}
    return tuple(
        str(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname not in left_out and not field.is_relation
    )


def everything() -> dict[str, Any]:
    rows = {}
    for slug in SLUGS:
        with inside(slug):
            for model in COMPARED:
                rows[f"{slug} {model.__name__}"] = sorted(plain(row) for row in model._default_manager.all())
    return rows


@contextmanager
def loaded() -> Iterator[None]:
    """Load at night, and take all of it back."""
    with transaction.atomic():
        load(NIGHT, tickets=120)
        yield
        transaction.set_rollback(True)


def test_two_loads_into_empty_databases_give_equal_rows_with_every_section_whatever_the_hour() -> None:
    with loaded():
        first = everything()
        for slug in SLUGS:
            with inside(slug):
                the_queue_has_every_section(slug, NIGHT)
    assert not Tenant.objects.exists()
    with loaded():
        assert first == everything()
    assert len(first["nordsoft Ticket"]) > 500
    assert first["lonhuset Answer"]
    assert len(first["lonhuset Article"]) == len(first["nordsoft Article"]) == 14


def test_another_seed_gives_other_people() -> None:
    first, second = (Names("sv", Random(seed)) for seed in ("1 nordsoft", "2 nordsoft"))  # noqa: S311
    assert [first.person() for _ in range(5)] != [second.person() for _ in range(5)]


def the_queue_has_every_section(slug: str, now: datetime) -> None:
    still_open = Ticket.objects.open()
    assert 40 <= still_open.count() <= 62, slug
    sections = set(still_open.values_list("queue_section", flat=True))
    other = Ticket.Section.NO_CLOCK if slug == "lonhuset" else Ticket.Section.PAUSED
    assert sections >= {Ticket.Section.RUNNING, Ticket.Section.NO_CONTRACT, other}
    assert still_open.at_risk(now).count() >= 5
    assert still_open.breached(now).count() >= 2
    assert Alert.objects.filter(mailed_at=None).count() == 0
    assert Alert.objects.exists()
    assert Notification.objects.filter(read_at=None).exists()
    assert not Notification.objects.filter(mail_at__isnull=False).exists()
    # Nothing that lies in the past is waiting to be raised.
    assert not SlaClock.objects.filter(check_at__lte=now).exists()
    assert not TicketEvent.objects.filter(at__gt=now).exists()


def test_outside_demo_mode_nothing_is_loaded(settings: Settings) -> None:
    settings.DEMO = False
    for command in ("load_demo", "freshen_demo"):
        with pytest.raises(CommandError, match="demo mode only"):
            call_command(command)
    assert not Tenant.objects.exists()
