"""Any CSV, with a file that says which column means what: the example of docs/importing.md."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.cast import Cast
from tickets.models import Ticket

DOC = (settings.BASE_DIR / "docs" / "importing.md").read_text("utf-8")


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", DOC, re.DOTALL)
    assert found
    return found.group(1)


def run(tmp_path: Path, mapping: Any, data: str = "") -> None:
    path, said = tmp_path / "tickets.csv", tmp_path / "mapping.json"
    path.write_text(data or block("csv"), "utf-8")
    said.write_text(mapping if isinstance(mapping, str) else json.dumps(mapping), "utf-8")
    call_command("import_tickets", str(path), "--tenant", "nordsoft", "--format", "csv", "--mapping", str(said))


def test_the_example_of_the_docs_imports(nordsoft: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, block("json"))
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (result["imported"], result["rejected"], result["events"]) == (2, 0, 4)
    ticket = Ticket.objects.get(external_id="T-17")
    assert ticket.subject == "Printer prints blank pages"
    assert (ticket.status, ticket.severity, ticket.channel) == ("resolved", "high", "email")
    assert ticket.opened_at == datetime(2025, 5, 12, 7, 30, tzinfo=UTC)  # Oslo, summer time
    assert "new toner" in ticket.solution


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"fields": {"number": "Id"}}, "opened_at, updated_at, state is missing"),
        ({"fields": {"colour": "Id"}}, "colour is not known"),
        ({"values": {"state": {"Open": "opened"}}}, "opened is not one of new"),
        ({"values": {"mood": {}}}, "mood is not one of"),
        ({"zone": "Oslo"}, "“Oslo” is not a time zone"),
        ({"encoding": "utf-99"}, "“utf-99” is not known"),
        ({"delimiter": ";;"}, "one character"),
        ({"unknown": "none"}, "list of texts"),
    ],
)
def test_a_wrong_mapping_is_explained(nordsoft: Cast, tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(CommandError, match=re.escape(reason)):
        run(tmp_path, json.loads(block("json")) | change)


def test_a_mapping_that_is_not_json_is_explained(nordsoft: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not JSON"):
        run(tmp_path, "{")
    with pytest.raises(CommandError, match="must be an object with “fields”"):
        run(tmp_path, "[]")


def test_a_column_that_the_mapping_names_must_be_there(nordsoft: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="lacks the columns"):
        run(tmp_path, block("json"), "Id;Title\n1;a\n")
