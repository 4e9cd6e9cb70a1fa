"""Files that members take: each is noted, few a minute, and a question about one writes none."""

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import Export
from accounts.tables import Table, taken
from accounts.tables.answer import table_response
from tests.budget import Budget
from tests.cast import Cast
from tests.factories import make_ticket

FILE = "/nordsoft/dashboards/export/?what=tickets&severity=high&file=csv"
PAGE = "/nordsoft/account/exports/"


@pytest.fixture
def manager(client: Client, nordsoft: Cast) -> Client:
    """Sign the manager in; one ticket is High."""
    make_ticket(nordsoft, severity="high")
    make_ticket(nordsoft)
    client.force_login(nordsoft.manager.user)
    return client


@pytest.fixture
def admin(client: Client, nordsoft: Cast) -> Client:
    """Sign the admin in, who reads English."""
    nordsoft.admin.user.language = "en"
    nordsoft.admin.user.save()
    client.force_login(nordsoft.admin.user)
    return client


def note(cast: Cast, count: int = 1, **values: Any) -> None:
    at = datetime(2026, 5, 4, 8, tzinfo=UTC)
    first: dict[str, Any] = {"member": cast.manager, "at": at, "name": "a.csv", "path": "/x", "rows": 3}
    for _ in range(count):
        Export.objects.create(**first | values)


def test_who_took_what_is_noted_with_what_was_asked_and_how_many_rows(manager: Client, nordsoft: Cast) -> None:
    name = manager.get(FILE)["Content-Disposition"]
    (row,) = Export.objects.all()
    assert (row.member, row.rows) == (nordsoft.manager, 1)
    assert quote(row.name) in name
    assert row.path == "/dashboards/export/"
    assert row.question == "what=tickets&severity=high&file=csv"


def test_a_question_about_a_file_writes_none(manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.tables.answer._csv", lambda *_: pytest.fail("the file was written"))
    answer = manager.head(FILE)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert not Export.objects.exists()


def test_too_many_a_minute_are_refused_and_a_colleague_goes_on(
    manager: Client, nordsoft: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taken, "MOST_A_MINUTE", 2)
    assert [manager.get(FILE).status_code for _ in range(3)] == [200, 200, 429]
    assert Export.objects.count() == 2
    manager.force_login(nordsoft.agent.user)
    assert manager.get(FILE).status_code == 200


def test_what_is_wrong_and_what_fails_is_not_noted(manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert manager.get("/nordsoft/dashboards/export/?file=pdf").status_code == 404
    assert manager.get("/nordsoft/dashboards/export/?file=csv&what=nothing").status_code == 422
    manager.raise_request_exception = False
    monkeypatch.setattr("accounts.tables.answer._csv", lambda *_: 1 / 0)
    assert manager.get(FILE).status_code == 500
    assert not Export.objects.exists()


def test_a_closed_months_own_file_is_noted(manager: Client) -> None:
    assert manager.get("/nordsoft/desk/billing/2026-03/export.json").status_code == 200
    assert Export.objects.get().name == "billing-2026-03-preliminary.json"


def test_without_roles_no_empty_file_is_sent() -> None:
    with pytest.raises(RuntimeError, match="not written"):
        table_response(Table("t", ["a"], []), "csv").getvalue()


def test_an_admin_reads_who_took_what(admin: Client, nordsoft: Cast) -> None:
    note(nordsoft, name="tickets.csv", path="/dashboards/export/", question="what=tickets&company=A%26B", rows=1234)
    text = admin.get(PAGE).content.decode()
    for part in ("tickets.csv", nordsoft.manager.user.name, "/dashboards/export/", "company: <b>A&amp;B</b>", "1,234"):
        assert part in text
    admin.force_login(nordsoft.manager.user)
    assert admin.get(PAGE).status_code == 404


def test_the_list_is_turned_and_kept_to_one_member(admin: Client, nordsoft: Cast) -> None:
    note(nordsoft, 51)
    note(nordsoft, member=nordsoft.agent, name="agents.csv")
    first = admin.get(PAGE)
    assert len(first.context["rows"]) == 50
    assert len(admin.get(f"{PAGE}{first.context['next_url']}").context["rows"]) == 2
    mine = f"{PAGE}?member={nordsoft.agent.pk}"
    assert [row.name for row, _asked in admin.get(mine).context["rows"]] == ["agents.csv"]
    lines = list(csv.reader(StringIO(admin.get(f"{mine}&file=csv").getvalue().decode("utf-8-sig"))))
    agent = nordsoft.agent.user
    assert lines[1] == ["2026-05-04 10:00:00", agent.name, agent.email, "agents.csv", "3", "/x", ""]
    assert f"?member={nordsoft.agent.pk}&amp;file=xlsx" in admin.get(mine).content.decode()


def test_what_customers_took_is_kept_apart_with_their_address(admin: Client, nordsoft: Cast) -> None:
    karin = nordsoft.karin.membership
    assert karin
    note(nordsoft)
    note(nordsoft, member=karin, name="mine.csv")
    answer = admin.get(f"{PAGE}?member=customers")
    assert [row.name for row, _asked in answer.context["rows"]] == ["mine.csv"]
    assert karin.user.email in answer.content.decode()


def test_the_list_asks_little(admin: Client, nordsoft: Cast) -> None:
    note(nordsoft, 51)
    with Budget(12):
        assert admin.get(PAGE).status_code == 200
