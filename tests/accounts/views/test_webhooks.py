"""The admin's pages about who is told of events."""

import json
import re
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from accounts.services.webhook_notices import tell_admins
from outbox.models import OutboxMessage, WebhookAttempt, WebhookChange, WebhookEndpoint
from outbox.sealing import unseal
from outbox.webhooks.announcing import announce
from outbox.webhooks.endpoints import add_endpoint, send_test
from tests.budget import Budget
from tests.cast import MONDAY, Cast

URL = "https://hooks.example.com/in"
HOME = "/nordsoft/account/webhooks/"


@pytest.fixture
def admin(client: Client, nordsoft: Cast) -> Client:
    client.force_login(nordsoft.admin.user)
    return client


@pytest.fixture
def endpoint(nordsoft: Cast) -> WebhookEndpoint:
    made, _secret = add_endpoint(
        url=URL, kinds=["ticket.created"], description="Wallboard", actor=nordsoft.admin, now=timezone.now()
    )
    return made


def text(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def fail(endpoint: WebhookEndpoint, count: int = 1) -> OutboxMessage:
    for number in range(count):
        announce(kind="ticket.created", key=f"event:{number}", data={"name": "<b>Åsa</b>"}, now=MONDAY)
    rows = OutboxMessage.objects.filter(endpoint=endpoint)
    rows.update(state="failed", attempts=10, last_error="500 broken")
    for row in rows:
        WebhookAttempt.objects.create(message=row, at=Now(), status=500, milliseconds=12, answer="<i>broken</i>")
    return rows.latest("pk")


def test_the_secret_is_shown_once_and_kept_sealed(admin: Client, nordsoft: Cast) -> None:
    assert "Namnge" in text(admin, HOME) or "blank" in text(admin, HOME)
    page = admin.post(
        f"{HOME}new/", {"url": f" {URL} ", "description": "Wallboard", "kinds": ["ticket.created", "ticket.closed"]}
    )
    found = re.search(r"whsec_[A-Za-z0-9+/=]{44}", page.content.decode())
    assert found
    kept = WebhookEndpoint.objects.get()
    assert (kept.url, kept.kinds, kept.description) == (URL, ["ticket.created", "ticket.closed"], "Wallboard")
    assert kept.secret != found[0]
    assert unseal(kept.secret) == found[0]
    assert kept.created_by == nordsoft.admin
    assert "no-store" in page["Cache-Control"]
    shown = text(admin, f"{HOME}{kept.pk}/")
    assert found[0] not in shown
    assert "Astrid Vik" in shown


@pytest.mark.parametrize(
    "values",
    [
        {"url": "", "kinds": ["ticket.created"]},
        {"url": "http://hooks.example.com/", "kinds": ["ticket.created"]},
        {"url": "https://127.0.0.1/", "kinds": ["ticket.created"]},
        {"url": "https://user:pw@hooks.example.com/", "kinds": ["ticket.created"]},
        {"url": URL, "kinds": []},
        {"url": URL, "kinds": ["ticket.stolen"]},
        {"url": URL + "x" * 500, "kinds": ["ticket.created"]},
    ],
)
def test_what_cannot_be_told_is_refused_with_the_reason(admin: Client, values: dict[str, object]) -> None:
    page = admin.post(f"{HOME}new/", values)
    assert page.status_code == 422
    assert 'class="err' in page.content.decode() or "notice is-over" in page.content.decode()
    assert not WebhookEndpoint.objects.exists()


def test_changing_keeps_who_and_the_secret(admin: Client, endpoint: WebhookEndpoint, nordsoft: Cast) -> None:
    address = f"{HOME}{endpoint.pk}/edit/"
    assert 'value="ticket.created" id=' in text(admin, address)
    admin.post(address, {"url": "https://other.example.com/", "description": "", "kinds": ["survey.answered"]})
    kept = WebhookEndpoint.objects.get()
    assert (kept.url, kept.kinds, kept.secret) == ("https://other.example.com/", ["survey.answered"], endpoint.secret)
    change = WebhookChange.objects.first()
    assert change
    assert (change.kind, change.actor) == ("changed", nordsoft.admin)


def test_a_new_secret_leaves_the_old_one_for_a_day(admin: Client, endpoint: WebhookEndpoint) -> None:
    page = admin.post(f"{HOME}{endpoint.pk}/secret/").content.decode()
    kept = WebhookEndpoint.objects.get()
    assert unseal(kept.secret) in page
    assert kept.old_secret == endpoint.secret
    assert kept.old_secret_until
    assert timedelta(hours=23) < kept.old_secret_until - timezone.now() <= timedelta(hours=24)


def test_a_test_is_queued_whatever_was_chosen(admin: Client, endpoint: WebhookEndpoint) -> None:
    answer = admin.post(f"{HOME}{endpoint.pk}/test/")
    kept = OutboxMessage.objects.get(kind="webhook")
    assert answer["Location"] == f"{HOME}deliveries/{kept.pk}/"
    assert json.loads(kept.text)["type"] == "endpoint.test"
    assert kept.message_id in text(admin, answer["Location"])


def test_off_and_on_again(admin: Client, endpoint: WebhookEndpoint) -> None:
    OutboxMessage.objects.filter(pk=send_test(endpoint=endpoint, actor=endpoint.created_by, now=MONDAY).pk).update(
        attempts=7, next_at=Now() + timedelta(hours=9)
    )
    admin.post(f"{HOME}{endpoint.pk}/switch/", {"off": "1"})
    off = WebhookEndpoint.objects.get()
    assert (off.is_active, off.disabled_reason) == (False, "by_hand")
    WebhookEndpoint.objects.update(failures=12, failing_since=Now(), paused_until=Now())
    admin.post(f"{HOME}{endpoint.pk}/switch/", {"on": "1"})
    on = WebhookEndpoint.objects.get()
    assert (on.is_active, on.disabled_at, on.disabled_reason) == (True, None, "")
    assert (on.failures, on.failing_since, on.paused_until) == (0, None, None)
    waiting = OutboxMessage.objects.get(kind="webhook")
    assert (waiting.attempts, waiting.next_at <= timezone.now()) == (0, True)
    assert list(WebhookChange.objects.values_list("kind", flat=True)) == ["on", "off", "created"]


def test_what_failed_is_sent_again_one_or_all(admin: Client, endpoint: WebhookEndpoint) -> None:
    last = fail(endpoint, 3)
    admin.post(f"{HOME}deliveries/{last.pk}/sending/")
    again = OutboxMessage.objects.get(pk=last.pk)
    assert (again.state, again.attempts, again.message_id) == ("queued", 0, last.message_id)
    assert OutboxMessage.objects.filter(state="failed").count() == 2
    admin.post(f"{HOME}deliveries/{last.pk}/sending/")  # under way: nothing happens
    admin.post(f"{HOME}{endpoint.pk}/failed/")
    assert OutboxMessage.objects.filter(endpoint=endpoint, state="queued").count() == 3


def test_a_delivery_shows_what_was_sent_and_answered_harmlessly(admin: Client, endpoint: WebhookEndpoint) -> None:
    page = text(admin, f"{HOME}deliveries/{fail(endpoint).pk}/")
    assert "&lt;b&gt;Åsa&lt;/b&gt;" in page
    assert "&lt;i&gt;broken&lt;/i&gt;" in page
    assert "<i>broken" not in page


def test_what_is_forgotten_is_shown_as_such_and_not_sent_again(admin: Client, endpoint: WebhookEndpoint) -> None:
    old = fail(endpoint)
    OutboxMessage.objects.filter(pk=old.pk).update(text="")
    address = f"{HOME}deliveries/{old.pk}/"
    assert "sending" not in text(admin, address)
    admin.post(f"{address}sending/")
    assert OutboxMessage.objects.get(pk=old.pk).state == "failed"


def test_the_log_can_be_narrowed_and_turned(admin: Client, endpoint: WebhookEndpoint) -> None:
    fail(endpoint, 55)
    address = f"{HOME}{endpoint.pk}/"
    first = text(admin, f"{address}?state=failed")
    turn = re.search(r'rel="next" href="([^"]+)"', first)
    assert turn
    second = text(admin, turn[1].replace("&amp;", "&"))
    rows = [re.findall(r"deliveries/(\d+)/", page) for page in (first, second)]
    assert (len(rows[0]), len(rows[1])) == (50, 5)
    assert not set(rows[0]) & set(rows[1])
    assert "deliveries/" not in text(admin, f"{address}?state=sent")
    for nonsense in ("state=nonsense&before=x", "before=99999999999999999999999", "before=-1&state=%26"):
        assert "deliveries/" in text(admin, f"{address}?{nonsense}")


def test_the_pages_ask_little_however_much_there_is(admin: Client, endpoint: WebhookEndpoint, nordsoft: Cast) -> None:
    last = fail(endpoint, 30)
    for number in range(4):
        add_endpoint(
            url=f"{URL}/{number}", kinds=["ticket.closed"], description="", actor=nordsoft.admin, now=timezone.now()
        )
    admin.get(HOME)
    for address, most in ((HOME, 6), (f"{HOME}{endpoint.pk}/", 8), (f"{HOME}deliveries/{last.pk}/", 7)):
        with Budget(most):
            admin.get(address)


def test_another_tenant_s_endpoint_is_not_there(client: Client, endpoint: WebhookEndpoint, lonhuset: Cast) -> None:
    client.force_login(lonhuset.admin.user)
    assert client.get(f"/lonhuset/account/webhooks/{endpoint.pk}/").status_code == 404


def test_admins_are_told_that_it_went_off(endpoint: WebhookEndpoint, nordsoft: Cast) -> None:
    WebhookEndpoint.objects.update(is_active=False, disabled_reason="gone", disabled_at=MONDAY)
    endpoint.refresh_from_db()
    tell_admins(endpoint, MONDAY)
    tell_admins(endpoint, MONDAY)
    [mail] = OutboxMessage.objects.filter(kind="email")
    assert mail.recipient == "astrid@nordsoft.example"
    assert f"http://testserver{HOME}{endpoint.pk}/" in mail.text


def test_a_failed_delivery_is_no_undelivered_mail(admin: Client, endpoint: WebhookEndpoint) -> None:
    fail(endpoint)
    assert "ticket.created" not in text(admin, "/nordsoft/account/mail/")


def test_removing_asks_first_says_what_is_lost_and_leaves_a_log(admin: Client, endpoint: WebhookEndpoint) -> None:
    last = fail(endpoint, 2)
    asked = text(admin, f"{HOME}{endpoint.pk}/removal/")
    assert "2 " in asked
    assert WebhookEndpoint.objects.get().removed_at is None
    assert admin.post(f"{HOME}{endpoint.pk}/removal/")["Location"] == HOME
    assert "Wallboard" in text(admin, HOME)
    log = text(admin, f"{HOME}{endpoint.pk}/")
    assert f"{HOME}deliveries/{last.pk}/" in log
    assert f"{endpoint.pk}/test/" not in log
    assert f"deliveries/{last.pk}/" in text(admin, f"{HOME}{endpoint.pk}/?state=discarded")
    assert f"{endpoint.pk}/removal/" not in log
    assert "/sending/" not in text(admin, f"{HOME}deliveries/{last.pk}/")
    for act in ("edit", "secret", "test", "switch", "failed", "removal"):
        assert admin.post(f"{HOME}{endpoint.pk}/{act}/").status_code == 404
