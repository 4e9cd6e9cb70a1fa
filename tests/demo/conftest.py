"""Demo mode, as the demo's settings have it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import Settings

# A Wednesday afternoon and a Saturday night, Swedish and Danish time.
WORKING = datetime.fromisoformat("2026-03-04T14:20:00+01:00")
NIGHT = datetime.fromisoformat("2026-08-01T23:40:00+02:00")


HASHERS = ["demo.hashers.DemoHasher", *django_settings.PASSWORD_HASHERS]


@pytest.fixture
def demo_mode(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.PASSWORD_HASHERS = HASHERS
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Load the data once for all tests of a module, which each take back what they change."""
    media = str(tmp_path_factory.mktemp("media"))
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, PASSWORD_HASHERS=HASHERS, MEDIA_ROOT=media),
        transaction.atomic(),
    ):
        load(WORKING, tickets=400)
        yield
        transaction.set_rollback(True)


def load(now: datetime = WORKING, tickets: int = 60, seed: str = "1") -> None:
    call_command("load_demo", now=now, tickets=tickets, seed=seed)
