"""Demo mode, as the demo's settings have it."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
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


def load(now: datetime = WORKING, tickets: int = 60, seed: str = "1") -> None:
    call_command("load_demo", now=now, tickets=tickets, seed=seed)
