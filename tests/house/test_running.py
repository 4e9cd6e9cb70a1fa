"""docs/running.md names what really is: log lines, commands and figures."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from supportdesk.metrics import MEANINGS

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "running.md").read_text()
EVENTS = sorted(set(re.findall(r"`([a-z_]+\.[a-z_]+)`", PAGE)))
COMMANDS = sorted(set(re.findall(r"manage\.py ([a-z_]+)", PAGE)))
OPERATING = (ROOT / "docs" / "operating.md").read_text()
METRICS = sorted(set(re.findall(r"supportdesk_[a-z_]+", PAGE + OPERATING)))
CODE = "\n".join(
    path.read_text()
    for package in ("accounts", "contracts", "inbox", "outbox", "reports", "supportdesk", "surveys", "tickets")
    for path in sorted((ROOT / package).rglob("*.py"))
)


ERRORS = sorted(set(re.findall(r'log\.(?:error|exception)\(\s*"([a-z_]+\.[a-z_]+)"', CODE)))


@pytest.mark.parametrize("event", EVENTS)
def test_a_log_line_that_is_named_is_written(event: str) -> None:
    assert f'"{event}"' in CODE


@pytest.mark.parametrize("event", ERRORS)
def test_every_error_that_the_log_can_have_is_on_the_page(event: str) -> None:
    assert f"`{event}`" in PAGE


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_named_is_there(command: str) -> None:
    assert command in get_commands()


@pytest.mark.parametrize("metric", METRICS)
def test_a_figure_that_is_named_is_given(metric: str) -> None:
    assert metric in MEANINGS


@pytest.mark.parametrize("metric", MEANINGS)
def test_a_figure_that_is_given_is_named_where_figures_are(metric: str) -> None:
    assert f"| `{metric}" in OPERATING


def test_the_page_names_both() -> None:
    assert len(EVENTS) > 40
    assert len(ERRORS) > 30
    assert len(COMMANDS) > 3
    assert len(METRICS) > 10
