"""The admin's page about mail that goes out."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from accounts.tenancy.context import tenant_context
from accounts.views import outgoing
from outbox.models import OutboxMessage, OutboxRate
from tests.budget import Budget
from tests.cast import Cast

State = OutboxMessage.State
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PAGE = "/nordsoft/account/mail/"


def message(number: int, state: str, **values: Any) -> OutboxMessage:
    given: dict[str, Any] = {
        "dedupe_key": str(number),
        "message_id": f"<{number}@nordsoft.example>",
        "sender": "support@nordsoft.example",
        "recipient": f"person{number}@bergs.example",
        "subject": f"Subject {number}",
        "text": "https://nordsoft.example/secret-link",
        "html": "<p>secret-link",
        "headers": {"X-Secret": "secret-link"},
        "state": state,
        "next_at": NOW,
        "queued_at": NOW,
        "sent_at": NOW if state == State.SENT else None,
        "attempts": 1,
        "last_error": f"550 no mailbox {number}" if state == State.FAILED else "",
    }
    return OutboxMessage.objects.create(**given | values)


@pytest.fixture
def admin(client: Client, nordsoft: Cast) -> Client:
    nordsoft.admin.user.language = "en"
    nordsoft.admin.user.save()
    client.force_login(nordsoft.admin.user)
    return client


def page(client: Client, **asked: Any) -> str:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def states() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("state", flat=True))


def test_it_shows_each_mail_s_state_and_the_server_s_answer_and_not_the_letter(admin: Client) -> None:
    message(1, State.FAILED)
    message(2, State.QUEUED, attempts=3, last_error="451 come back later")
    message(3, State.SENT)
    text = page(admin)
    for word in ("person1@bergs.example", "550 no mailbox 1", "3 attempts", "451 come back later", "Subject 3"):
        assert word in text
    assert "secret-link" not in text


def test_it_counts_what_waits_what_went_out_and_what_did_not(admin: Client) -> None:
    for number in range(3):
        message(number, State.QUEUED, next_at=Now() - timedelta(minutes=7, seconds=30))
    message(3, State.SENDING, next_at=Now() - timedelta(minutes=9, seconds=30))
    message(4, State.SENT, sent_at=Now() - timedelta(hours=2))
    message(5, State.SENT, sent_at=Now() - timedelta(hours=25))
    for number in (6, 7):
        message(number, State.FAILED)
    message(8, State.DISCARDED)
    message(9, State.FAILED, kind="webhook")
    figures = admin.get(PAGE).context["figures"]
    assert [figure.value for figure in figures] == [4, 1, 2, 1]
    assert "due for 9 min" in figures[0].past  # the one in a relay's hands: the server may hang
    assert [figure.url for figure in figures] == ["", "", "?state=failed", "?state=discarded"]


@pytest.mark.parametrize(
    ("rate", "own", "said"),
    [
        (10, None, "At most 10 go out in a minute: the last one in about 3 min."),  # a fifth is for urgent mail
        (600, 5, "At most 5 go out in a minute: the last one in about 5 min."),
        (25, None, ""),
        (10, 0, ""),
    ],
)
def test_it_says_how_long_mass_mail_waits_for_the_rate(
    admin: Client, settings: Any, rate: int, own: int | None, said: str
) -> None:
    settings.OUTBOX_PER_MINUTE = rate
    if own is not None:
        OutboxRate.objects.create(per_minute=own)
    for number in range(20):
        message(number, State.QUEUED, priority=2, next_at=Now() - timedelta(seconds=30))
    for number in range(20, 25):
        message(number, State.QUEUED, priority=0, next_at=Now() - timedelta(seconds=30))
    for number in range(25, 30):
        message(number, State.QUEUED, next_at=Now() + timedelta(hours=1))
    waiting = admin.get(PAGE).context["figures"][0]
    assert waiting.value == 30
    assert waiting.past.partition(". ")[2] == said


def test_times_are_the_tenants(admin: Client) -> None:
    sent = timezone.now() - timedelta(minutes=1)
    message(1, State.SENT, sent_at=sent)
    there = sent.astimezone(ZoneInfo("Europe/Stockholm"))
    assert f"{there:%H:%M}" in admin.get(PAGE).context["figures"][1].past


def test_it_says_so_when_there_is_none(admin: Client) -> None:
    assert "No mail yet" in page(admin)


def test_it_is_narrowed_by_state_and_receiver(admin: Client) -> None:
    message(1, State.FAILED)
    message(2, State.SENT)
    for asked in ({"state": "sent"}, {"recipient": "Person2@Bergs.example "}, {"state": "sent", "recipient": "x@x.se"}):
        text = page(admin, **asked)
        assert "person1@bergs.example" not in text
        assert ("Subject 2" in text) == (asked.get("recipient") != "x@x.se")
    assert "No mail matches." in page(admin, recipient="x@x.se")


@pytest.mark.parametrize("asked", [{"state": "nonsense"}, {"before": "-1"}, {"before": "9" * 40}, {"state": "\0"}])
def test_what_is_not_understood_narrows_nothing(admin: Client, asked: dict[str, str]) -> None:
    message(1, State.SENT)
    assert "Subject 1" in page(admin, **asked)


def test_it_has_pages(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "SHOWN", 2)
    for number in range(5):
        message(number, State.SENT)
    seen, url, pages = [], "?state=sent", 0
    while url:
        answer = admin.get(PAGE + url)
        seen += [row.subject for row in answer.context["rows"]]
        url, pages = answer.context["next_url"], pages + 1
    assert (seen, pages) == ([f"Subject {number}" for number in (4, 3, 2, 1, 0)], 3)


@pytest.mark.parametrize("many", [1, 40])
def test_it_asks_the_same_however_many_there_are(admin: Client, many: int) -> None:
    for number in range(many):
        message(number, State.FAILED)
    page(admin)
    with Budget(10):
        page(admin)


def test_one_is_sent_again_whatever_is_ticked(admin: Client) -> None:
    failed, other = message(1, State.FAILED, attempts=9), message(2, State.FAILED)
    answer = admin.post(f"{PAGE}sending/", {"one": failed.pk, "ids": [other.pk]})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.message_id) == (State.QUEUED, 0, "<1@nordsoft.example>")
    assert states() == ["queued", "failed"]


def test_the_ticked_ones_or_all_failed_ones_are_sent_again(admin: Client) -> None:
    rows = [message(number, State.FAILED) for number in range(4)]
    message(9, State.SENT)
    admin.post(f"{PAGE}sending/", {"ids": [rows[0].pk, rows[2].pk]})
    assert states() == ["queued", "failed", "queued", "failed", "sent"]
    admin.post(f"{PAGE}sending/", {"all": "1"})
    assert states() == ["queued"] * 4 + ["sent"]


def test_what_is_out_is_neither_sent_twice_nor_given_up(admin: Client) -> None:
    sent = message(1, State.SENT)
    for action in ("sending", "giving-up"):
        answer = admin.post(f"{PAGE}{action}/", {"one": sent.pk}, follow=True)
        assert "None of these mails has failed" in answer.content.decode()
    assert states() == ["sent"]


def test_the_ticked_ones_are_given_up(admin: Client) -> None:
    rows = [message(1, State.FAILED), message(2, State.QUEUED), message(3, State.FAILED)]
    answer = admin.post(f"{PAGE}giving-up/", {"ids": [rows[0].pk, rows[1].pk]}, follow=True)
    assert "2 mails are given up." in answer.content.decode()
    assert states() == ["discarded", "discarded", "failed"]
    assert set(OutboxMessage.objects.filter(state=State.DISCARDED).values_list("text", "html")) == {("", "")}


@pytest.mark.parametrize("given", [{}, {"ids": "x"}, {"one": ""}, {"ids": ["-1", "1e3", "9" * 30]}])
def test_nothing_ticked_changes_nothing(admin: Client, given: dict[str, Any]) -> None:
    message(1, State.FAILED)
    for action in ("sending", "giving-up"):
        assert admin.post(f"{PAGE}{action}/", given).status_code == 302
    assert states() == ["failed"]


def test_another_tenants_message_is_not_there(admin: Client, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        theirs = message(1, State.FAILED)
    assert "Subject 1" not in page(admin)
    for action in ("sending", "giving-up"):
        admin.post(f"{PAGE}{action}/", {"one": theirs.pk, "all": "1"})
    with tenant_context(lonhuset.tenant.pk):
        assert states() == ["failed"]


@pytest.mark.parametrize("role", ["customer", "agent", "consultant", "manager"])
def test_it_is_the_admins_alone(client: Client, nordsoft: Cast, role: str) -> None:
    failed = message(1, State.FAILED)
    client.force_login(nordsoft.member(role).user)
    assert client.get(PAGE).status_code == 404
    for action in ("sending", "giving-up"):
        assert client.post(f"{PAGE}{action}/", {"one": failed.pk}).status_code == 404
    assert states() == ["failed"]
