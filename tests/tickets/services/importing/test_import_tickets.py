"""manage.py import_tickets: every rule, and every kind of bad input."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from contracts.models import Contact, Contract, Customer
from outbox.models import OutboxMessage
from tests.cast import Cast
from tickets.models import Message, SlaClock, Team, Ticket, TicketEvent
from tickets.services.importing.servicenow import SERVICENOW

COLUMNS = sorted(SERVICENOW.columns)
ROW = {
    "number": "INC1", "incident_state": "New", "caller_id": "Caller 7", "opened_at": "07-03-2016 09:00",
    "sys_updated_at": "07-03-2016 09:05", "sys_updated_by": "Updated by 1", "contact_type": "Phone",
    "location": "Location 5", "category": "Category 9", "subcategory": "Subcategory 4", "u_symptom": "?",
    "priority": "3 - Moderate", "assignment_group": "Group 2", "assigned_to": "?", "closed_code": "code 5",
    "resolved_at": "08-03-2016 10:00", "closed_at": "13-03-2016 12:00",
}  # fmt: skip
STORY = [
    ROW,
    ROW | {"incident_state": "Active", "sys_updated_at": "07-03-2016 10:00", "assigned_to": "Resolver 3"},
    ROW | {"incident_state": "Awaiting User Info", "sys_updated_at": "07-03-2016 11:00", "assigned_to": "Resolver 3"},
    ROW | {"incident_state": "Awaiting Vendor", "sys_updated_at": "07-03-2016 15:00", "assigned_to": "Resolver 3"},
    ROW | {"incident_state": "Resolved", "sys_updated_at": "08-03-2016 10:00", "assigned_to": "Resolver 3"},
    ROW | {"incident_state": "Closed", "sys_updated_at": "13-03-2016 12:00", "assigned_to": "Resolver 3"},
]
Result = dict[str, Any]
Capture = pytest.CaptureFixture[str]


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(path: Path, *more: str, form: str = "servicenow", tenant: str = "nordsoft") -> None:
    call_command("import_tickets", str(path), "--tenant", tenant, "--format", form, *more)


def imported(path: Path, capsys: Capture, *more: str, form: str = "servicenow") -> tuple[Result, str]:
    capsys.readouterr()
    run(path, *more, form=form)
    out = capsys.readouterr()
    return json.loads(out.out.splitlines()[-1]), out.err


def story(tmp_path: Path, capsys: Capture, **changes: str) -> Ticket:
    imported(write(tmp_path / "log.csv", [row | changes for row in STORY]), capsys)
    return Ticket.objects.get(external_id="INC1")


def test_an_incident_becomes_a_ticket_with_all_its_events(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    ticket = story(tmp_path, capsys)
    assert (ticket.status, ticket.severity, ticket.channel) == ("closed", "normal", "phone")
    assert ticket.opened_at == datetime(2016, 3, 7, 8, 0, tzinfo=UTC)  # day first, Swedish winter time
    assert ticket.started_at == datetime(2016, 3, 7, 9, 0, tzinfo=UTC)
    assert ticket.resolved_at == datetime(2016, 3, 8, 9, 0, tzinfo=UTC)
    assert ticket.closed_at == datetime(2016, 3, 13, 11, 0, tzinfo=UTC)
    assert ticket.subject == "Category 9 · Subcategory 4"
    assert "code 5" in ticket.solution
    assert ticket.is_imported
    assert ticket.customer.name == "Location 5"
    assert ticket.contact is not None
    assert ticket.contact.name == "Caller 7"
    assert ticket.team == Team.objects.get(name="Group 2")
    told = [(event.kind, event.data.get("status", "")) for event in ticket.events.all()]
    assert told == [
        ("filed", ""), ("updated", ""), ("assigned", ""), ("started", ""), ("status", "in_progress"),
        ("status", "waiting_customer"), ("status", "waiting_third_party"), ("resolved", ""), ("closed", ""),
    ]  # fmt: skip


def test_its_clocks_are_counted_as_those_of_live_tickets(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    ticket = story(tmp_path, capsys)
    start, resolution = ticket.clocks.get(metric="start"), ticket.clocks.get(metric="resolution")
    assert (start.state, start.used_seconds) == ("met", 3600)
    assert start.due_at == datetime(2016, 3, 7, 13, 0, tzinfo=UTC)  # 09:00 + 4 h over lunch
    assert resolution.state == "met"
    assert [pause[2] for pause in resolution.pauses] == ["waiting_customer"]
    assert resolution.check_at is None


def test_an_open_incident_of_long_ago_raises_no_alert(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    result, _ = imported(write(tmp_path / "log.csv", [ROW]), capsys)
    assert result["clocks"]["start"] == {"met": 0, "breached": 0, "open": 1}
    clock = SlaClock.objects.get(metric="start")
    assert clock.check_at is None
    assert clock.steps_done == ["warning", "breach", "escalation"]
    assert not OutboxMessage.objects.exists()


def test_agents_of_the_past_cannot_sign_in(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    ticket = story(tmp_path, capsys)
    assert ticket.assignee is not None
    user = User.objects.get(pk=ticket.assignee.user_id)
    assert (user.name, user.is_active, user.has_usable_password()) == ("Resolver 3", False, False)
    assert user.email.endswith("@nordsoft.invalid")
    assert not ticket.assignee.is_active


def test_running_it_again_changes_nothing(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "log.csv", STORY)
    first, _ = imported(path, capsys)
    rows = [model.objects.count() for model in (Ticket, TicketEvent, Message, SlaClock, Customer, Contact, Contract)]
    second, _ = imported(path, capsys)
    assert first == {
        "imported": 1, "unchanged": 0, "rejected": 0, "events": 6,
        "clocks": {"start": {"met": 1, "breached": 0, "open": 0}},
    }  # fmt: skip
    assert second == first | {"imported": 0, "unchanged": 1, "events": 0}
    again = [model.objects.count() for model in (Ticket, TicketEvent, Message, SlaClock, Customer, Contact, Contract)]
    assert again == rows


def test_a_dry_run_says_the_same_and_writes_nothing(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "log.csv", STORY)
    dry, _ = imported(path, capsys, "--dry-run")
    assert not Ticket.objects.exists()
    assert not Customer.objects.filter(name="Location 5").exists()
    assert imported(path, capsys)[0] == dry


@pytest.mark.parametrize(
    ("priority", "severity"),
    [("1 - Critical", "critical"), ("2 - High", "high"), ("3 - Moderate", "normal"), ("4 - Low", "normal"),
     ("?", "normal")],
)  # fmt: skip
def test_priorities(nordsoft: Cast, tmp_path: Path, capsys: Capture, priority: str, severity: str) -> None:
    assert story(tmp_path, capsys, priority=priority).severity == severity


def test_a_priority_that_changes_is_a_decision(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    rows = [STORY[0], *[row | {"priority": "2 - High"} for row in STORY[1:]]]
    imported(write(tmp_path / "log.csv", rows), capsys)
    ticket = Ticket.objects.get()
    assert (ticket.severity_asked, ticket.severity) == ("normal", "high")
    assert ticket.severity_reason
    assert ticket.clocks.get(metric="start").target_seconds == 7200


def test_unknown_values_are_not_invented(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    names = dict.fromkeys(("caller_id", "location", "assignment_group", "assigned_to", "closed_code"), "?")
    ticket = story(tmp_path, capsys, resolved_at="?", closed_at="?", **names)
    assert (ticket.contact, ticket.team, ticket.assignee) == (None, None, None)
    assert ticket.customer.external_id == "import:"
    assert ticket.resolved_at == datetime(2016, 3, 8, 9, 0, tzinfo=UTC)
    assert ticket.solution


def test_solved_again_counts_from_the_last_time(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    solved = STORY[4] | {"sys_updated_at": "07-03-2016 16:00"}
    rows = [*STORY[:3], solved, STORY[3] | {"sys_updated_at": "07-03-2016 16:30"}, *STORY[4:]]
    imported(write(tmp_path / "log.csv", rows), capsys)
    ticket = Ticket.objects.get()
    kinds = [event.kind for event in ticket.events.all()]
    assert kinds.count("resolved") == 2
    assert kinds.count("reopened") == 1
    assert ticket.resolved_at == datetime(2016, 3, 8, 9, 0, tzinfo=UTC)


def test_without_contracts_there_are_no_clocks(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    result, _ = imported(write(tmp_path / "log.csv", STORY), capsys, "--no-contracts")
    assert result["imported"] == 1
    assert not SlaClock.objects.exists()


def test_the_contract_reaches_back_to_a_ticket_that_comes_later(
    nordsoft: Cast, tmp_path: Path, capsys: Capture
) -> None:
    earlier = {"number": "INC2", "opened_at": "07-03-2014 09:00", "sys_updated_at": "07-03-2014 09:05"}
    result, _ = imported(write(tmp_path / "log.csv", [ROW, ROW | earlier]), capsys)
    assert result["clocks"]["start"]["open"] == 2


def test_the_hour_that_spring_leaves_out_and_the_one_autumn_repeats(
    nordsoft: Cast, tmp_path: Path, capsys: Capture
) -> None:
    rows = [
        ROW | {"number": "GAP", "opened_at": "27-03-2016 02:30", "sys_updated_at": "27-03-2016 12:00"},
        ROW | {"number": "FOLD", "opened_at": "30-10-2016 02:30", "sys_updated_at": "30-10-2016 12:00"},
    ]
    imported(write(tmp_path / "log.csv", rows), capsys)
    assert Ticket.objects.get(external_id="GAP").opened_at == datetime(2016, 3, 27, 1, 30, tzinfo=UTC)
    assert Ticket.objects.get(external_id="FOLD").opened_at == datetime(2016, 10, 30, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"number": "?"}, "has no number"),
        ({"number": "9" * 81}, "longer than 80"),
        ({"opened_at": "2016-03-07"}, "opened_at “2016-03-07” is not a time"),
        ({"opened_at": "31-02-2016 09:00"}, "is not a time"),
        ({"sys_updated_at": "?"}, "has no sys_updated_at"),
        ({"sys_updated_at": "07-03-2090 09:00"}, "lies in the future"),
        ({"opened_at": "07-03-1066 09:00"}, "is outside"),
        ({"priority": "9 - Whatever"}, "unknown priority “9 - Whatever”"),
        ({"incident_state": "-100"}, "unknown incident_state “-100”"),
        ({"location": "a\0b"}, "is not text"),
    ],
)
def test_a_bad_row_is_rejected_by_its_line_and_the_rest_is_kept(
    nordsoft: Cast, tmp_path: Path, capsys: Capture, changes: dict[str, str], reason: str
) -> None:
    rows = [*STORY, ROW | {"number": "INC2"} | changes, ROW | {"number": "INC3"}]
    result, said = imported(write(tmp_path / "log.csv", rows), capsys)
    assert (result["imported"], result["rejected"]) == (2, 1)
    assert "line 8: " in said
    assert reason in said


def test_a_row_of_another_width_or_encoding_is_rejected(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "log.csv", [ROW])
    latin = ",".join((ROW | {"number": "INC2", "location": "Malmö"})[column] for column in COLUMNS)
    with path.open("ab") as file:
        file.write(b"INC4,only,three\r\n\r\n" + latin.encode("latin-1") + b"\r\n")
    result, said = imported(path, capsys)
    assert (result["imported"], result["rejected"]) == (1, 2)
    assert f"line 3: 3 cells where the header has {len(COLUMNS)}" in said
    assert "line 5: is not text in utf-8-sig" in said


def test_rows_of_a_ticket_that_come_apart_are_rejected(nordsoft: Cast, tmp_path: Path, capsys: Capture) -> None:
    rows = [STORY[0], ROW | {"number": "INC2"}, STORY[1]]
    result, said = imported(write(tmp_path / "log.csv", rows), capsys)
    assert (result["imported"], result["rejected"]) == (2, 1)
    assert "line 4: INC1 is there already, with another history" in said


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"number,opened_at\r\n", "lacks the columns assigned_to"),
        (b"\x7fELF\x02\x01\x00\x00", "is not a CSV file"),
        ("number,opened_at".encode("utf-16"), "is not a CSV file"),
    ],
)
def test_a_file_of_another_kind_is_refused(nordsoft: Cast, tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        run(path)


def test_a_tenant_or_file_that_is_not_there_is_said(nordsoft: Cast, tmp_path: Path) -> None:
    path = write(tmp_path / "log.csv", [ROW])
    with pytest.raises(CommandError, match="There is no tenant “nobody”"):
        run(path, tenant="nobody")
    with pytest.raises(CommandError, match=r"nothing\.csv cannot be read: No such file"):
        run(tmp_path / "nothing.csv")
    with pytest.raises(CommandError, match="needs --mapping"):
        run(path, form="csv")
