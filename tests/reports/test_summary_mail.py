"""Who is mailed a month's or week's figures, when, and what the mail carries."""

import html
import re
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from accounts.models import Membership
from accounts.tenancy.context import tenant_context
from embedded.mailsink import MailSink
from outbox.models import OutboxFile, OutboxMessage
from outbox.relay import drain
from outbox.smtp import SmtpCarrier
from reports.models import SentSummary
from reports.summaries.sending import LATEST, mail_all
from tests.cast import Cast
from tests.reports.summary_rows import NOW, at, two_months
from tickets.models import NotificationChoice

# Monday 2 November: support opens at 08:00 in Stockholm, and closes at 17:00.
OPENS = at(11, 2, 7)


@pytest.fixture
def months(nordsoft: Cast) -> Cast:
    two_months(nordsoft)
    OutboxMessage.objects.all().delete()  # of filing the tickets
    return nordsoft


def mailed() -> list[tuple[str, str]]:
    """Give period and receiver of each, in the order of writing."""
    rows = OutboxMessage.objects.filter(dedupe_key__startswith="summary:").order_by("pk")
    return [(row.dedupe_key.split(":")[1], row.recipient.split("@")[0]) for row in rows]


def choose(member: Membership, **choices: bool) -> None:
    NotificationChoice.objects.update_or_create(membership=member, defaults=choices)


def test_managers_and_admins_have_the_month_unless_they_choose_otherwise(months: Cast) -> None:
    mail_all(now=NOW)
    assert mailed() == [("2026-10", "henrik"), ("2026-10", "astrid")]


def test_each_has_it_once_however_often_it_is_looked(months: Cast) -> None:
    for minutes in (0, 0, 15, 180):
        mail_all(now=NOW + timedelta(minutes=minutes))
    assert len(mailed()) == 2
    SentSummary.objects.all().delete()  # as if two rounds ran at once
    mail_all(now=NOW)
    assert len(mailed()) == 2
    mail_all(now=at(12, 1, 9))
    assert [period for period, _who in mailed()[2:]] == ["2026-11", "2026-11"]


def test_the_week_is_for_who_wants_it(months: Cast) -> None:
    choose(months.manager, weekly_figures=True, monthly_figures=False)
    mail_all(now=at(10, 19, 9))  # Monday after week 42; the month is over for longer
    assert mailed() == [("2026-W42", "henrik")]


@pytest.mark.parametrize(
    ("now", "count"),
    [
        (at(11, 1, 9), 0),  # Sunday
        (OPENS - timedelta(seconds=1), 0),
        (OPENS, 2),
        (at(11, 2, 15, 59), 2),
        (at(11, 2, 16), 0),  # closed for the day
        (at(11, 4, 9), 2),  # nothing ran on Monday and Tuesday
        (OPENS + LATEST, 0),
    ],
)
def test_it_comes_when_support_is_open_on_the_first_days(months: Cast, now: datetime, count: int) -> None:
    mail_all(now=now)
    assert len(mailed()) == count


def test_who_lost_the_role_or_the_account_gets_none(months: Cast) -> None:
    Membership.objects.filter(pk=months.manager.pk).update(role="agent")
    choose(months.manager, monthly_figures=True, weekly_figures=True)
    Membership.objects.filter(pk=months.admin.pk).update(is_active=False)
    mail_all(now=NOW)
    assert mailed() == []


def test_a_tenant_with_nothing_to_tell_is_passed_over(months: Cast, lonhuset: Cast) -> None:
    mail_all(now=NOW)
    with tenant_context(lonhuset.tenant.pk):
        assert mailed() == []
        assert SentSummary.objects.count() == 2
    with tenant_context(months.tenant.pk):
        assert len(mailed()) == 2


def test_each_tenant_is_told_its_own(months: Cast, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        two_months(lonhuset)
    mail_all(now=NOW)
    with tenant_context(lonhuset.tenant.pk):
        mail = OutboxMessage.objects.filter(dedupe_key__startswith="summary:").earliest("pk")
        assert "/lonhuset/" in mail.html
        assert "/nordsoft/" not in mail.html
        assert "Bergs Byg ApS" in mail.html


@pytest.mark.parametrize(
    ("language", "month"), [("sv", "oktober 2026"), ("da", "oktober 2026"), ("en", "October 2026")]
)
def test_it_is_in_the_receivers_language(months: Cast, language: str, month: str) -> None:
    months.manager.user.language = language
    months.manager.user.save()
    mail_all(now=NOW)
    mail = OutboxMessage.objects.get(dedupe_key__endswith=f":{months.manager.pk}", dedupe_key__startswith="summary:")
    assert month.casefold() in mail.subject.casefold()
    assert f'<html lang="{language}">' in mail.html
    share = "20.0 %" if language == "en" else "20,0 %"
    assert share in mail.text.replace("\u00a0", " ")


def test_readers_of_two_languages_have_other_pictures(months: Cast) -> None:
    months.manager.user.language = "en"
    months.manager.user.save()
    mail_all(now=NOW)
    pictures = OutboxFile.objects.values_list("content", flat=True)
    assert len({bytes(content) for content in pictures}) == 6


def test_its_links_lead_to_the_figures(months: Cast) -> None:
    mail_all(now=NOW)
    mail = OutboxMessage.objects.filter(dedupe_key__startswith="summary:").earliest("pk")
    links = re.findall(r'href="([^"]+)"', html.unescape(mail.html))
    assert all(link.startswith("http") for link in links)
    ends = [link.partition("/nordsoft/")[2] for link in links]
    assert "dashboards/summary/?period=2026-10" in ends
    assert "dashboards/sla/?since=2026-10&until=2026-10&clock=start" in ends
    assert "dashboards/sla/?since=2026-10&until=2026-10&clock=resolution" in ends
    assert "dashboards/nps/?since=2026-10&until=2026-10" in ends
    assert "desk/notifications/settings/" in ends
    for path in ends:
        if path.startswith("dashboards/"):
            assert path in mail.text or "clock=" in path


@time_machine.travel(NOW, tick=False)
def test_one_press_ends_it_without_signing_in(months: Cast, client: Client) -> None:
    mail_all(now=NOW)
    mail = OutboxMessage.objects.get(dedupe_key=f"summary:2026-10:{months.manager.pk}")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail.headers["List-Unsubscribe"].strip("<>")
    path = "/nordsoft/" + link.partition("/nordsoft/")[2]
    assert client.get(path).status_code == 200
    assert not NotificationChoice.objects.filter(membership=months.manager).exists()
    assert client.post(path).status_code == 200
    choice = NotificationChoice.objects.get(membership=months.manager)
    assert (choice.monthly_figures, choice.weekly_figures) == (False, False)
    mail_all(now=at(12, 1, 9))
    assert [who for period, who in mailed() if period == "2026-11"] == ["astrid"]


@pytest.mark.parametrize("who", ["manager", "agent"])
def test_it_is_chosen_in_ones_own_settings(nordsoft: Cast, client: Client, who: str) -> None:
    client.force_login(nordsoft.member(who).user)
    page = "/nordsoft/desk/notifications/settings/"
    fields = client.get(page).context["form"].initial
    shown = b'name="weekly_figures"' in client.get(page).content
    assert shown == (who == "manager")
    form = client.get(page).context["form"]
    data = {name: fields[name] for name in form.fields if fields.get(name) is not None and not name.endswith("figures")}
    answer = client.post(page, data | {"weekly_figures": "on", "digest_at": "08:00"})
    assert answer.status_code == 302
    choice = NotificationChoice.objects.get(membership=nordsoft.member(who))
    assert (choice.monthly_figures, choice.weekly_figures) == ((False, True) if who == "manager" else (True, False))


@pytest.fixture
def sink(tmp_path: Path, settings: Any) -> Iterator[MailSink]:
    with MailSink(tmp_path / "mail") as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield sink


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_what_arrives_is_whole_with_its_pictures_and_without(nordsoft: Cast, sink: MailSink) -> None:
    with transaction.atomic():
        two_months(nordsoft)
        OutboxMessage.objects.all().delete()
        choose(nordsoft.admin, monthly_figures=False)
        nordsoft.manager.user.language = "en"
        nordsoft.manager.user.save()
    mail_all(now=NOW)
    assert drain(SmtpCarrier()) == 1
    (path,) = sink.folder.glob("*.eml")
    mail: Any = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["Subject"] == "October 2026 in figures: Nordsoft"
    shown = mail.get_body(["html"]).get_content()
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    named = [part["Content-ID"].strip("<>") for part in pictures]
    assert re.findall(r'src="cid:([^"]+)"', shown) == named
    assert len(set(named)) == 3
    assert not re.findall(r'src="(?!cid:)', shown)  # nothing is fetched
    for part in pictures:
        content = part.get_content()
        assert content.startswith(b"\x89PNG")
        assert struct.unpack(">I", content[16:20]) == (1160,)
    text = mail.get_body(["plain"]).get_content().replace("\u00a0", " ")
    for said in ("Opened: 4 (September: 1)", "Sep: Opened 1, Solved 1; Oct: Opened 4, Solved 2.", "Oct: +57 (n = 23)"):
        assert said in text
        assert said in html.unescape(shown) or ": 4 (" in said
