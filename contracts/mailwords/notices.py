"""The mails about notices, and the newsletter."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts import formats
from accounts.links import absolute_url
from accounts.mailwords.catalogue import READER, Group, Letter
from accounts.mailwords.drawing import Block, Value, written
from accounts.mailwords.sample import ADDRESS
from accounts.mailwords.sample import READER as KARIN
from accounts.mailwords.values import Fact, drawn, facts, reader_values
from accounts.models import Tenant
from contracts.models import Notice
from contracts.notices.words import Worded
from contracts.texts import Words

NEWSLETTER_MAIL = "newsletter"
NOTICE = (*READER, "notice.kind", "notice.title", "notice.when", "notice.products", "facts")


def notice_values(told: Worded) -> dict[str, Value]:
    """Give what the mails about a notice know, in the active language."""
    html = format_html('<div lang="{}">{}</div>', told.text.language, told.html)
    return {
        "notice.kind": told.kind,
        "notice.title": told.title.text,
        "notice.when": told.when,
        "notice.products": told.products,
        "facts": facts([Fact(gettext("When"), told.when), Fact(gettext("Products"), told.products)]),
        "message": Block(told.text.text, html),
    }


def newsletter_values(issue: dict[str, Any]) -> dict[str, Value]:
    """Give what an issue (newsletters/words.py) is as a mail, in the active language."""
    intro: Words = issue["intro"]
    html = format_html('<div lang="{}">{}</div>', intro.language, issue["intro_html"])
    return {
        "newsletter.day": issue["day"],
        "intro": Block(intro.text, html),
        "notices": Block(
            "\n\n".join(_line(line, link) for line, link in issue["lines"]),
            drawn("emails/contracts/notices.html", {"lines": issue["lines"]}),
        ),
    }


def ways_out(stop: str, choices: str) -> list[tuple[str, str]]:
    """Give how a subscription is ended and changed, for the mail's foot, in the active language."""
    return [(gettext("No more of these"), stop), (gettext("Choose what you are mailed"), choices)]


def _line(told: Worded, link: str) -> str:
    about = " · ".join(part for part in (told.kind, told.when, told.products) if part)
    return f"* {told.title.text}\n{about}\n\n{told.text.text}\n\n{link}"


def _told(tenant: Tenant, now: datetime) -> Worded:
    zone = ZoneInfo(tenant.zone)
    words = [gettext("Payroll is not to be reached"), gettext("We change its database. Nothing is lost.")]
    title, text = (Words(each, tenant.language) for each in words)
    begins = now + timedelta(days=3)
    return Worded(
        notice=Notice(),
        kind=str(Notice.Kind.OPERATION.label),
        title=title,
        text=text,
        when=formats.weekday_time(begins, zone),
        products=gettext("Payroll"),
        state="",
        state_word="",
    )


def _sample(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    told, link = _told(tenant, now), absolute_url(tenant, "portal:notices:list")
    why = gettext("%(recipient)s subscribes to notices of %(tenant)s: %(kind)s.")
    names = {"recipient": ADDRESS, "tenant": tenant.name, "kind": told.kind}
    around = {"kind": told.kind, "why": why % names, "ways": ways_out(link, link)}
    return reader_values(tenant, KARIN, link=link) | notice_values(told), around


def _sample_issue(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    told, link = _told(tenant, now), absolute_url(tenant, "portal:notices:list")
    intro = written(gettext("A short letter this time."))
    issue = {
        "day": formats.full_day(now.date()),
        "intro": Words(intro.text, tenant.language),
        "intro_html": intro.html,
        "lines": [(told, link)],
    }
    why = gettext("%(recipient)s subscribes to the newsletter of %(tenant)s.")
    around = {"why": why % {"recipient": ADDRESS, "tenant": tenant.name}, "ways": ways_out(link, link)}
    return reader_values(tenant, KARIN, link=link) | newsletter_values(issue), around


_READ = _("Read it in the portal")
LETTERS = (
    Letter(
        "notice",
        Group.NEWS,
        pgettext_lazy("mailing", "Notice"),
        _("When a notice is published, for those who subscribe"),
        "{{ notice.kind }}: {{ notice.title }}",
        "{{ facts }}\n\n{{ message }}",
        _READ,
        knows=(*NOTICE, "message"),
        sample=_sample,
        needs=("message",),
    ),
    Letter(
        "notice_changed",
        Group.NEWS,
        pgettext_lazy("mailing", "Notice changed"),
        _("When a published notice is corrected and mailed again"),
        _("Changed: {{ notice.title }}"),
        _("This was changed.\n\n{{ facts }}\n\n{{ message }}"),
        _READ,
        knows=(*NOTICE, "message"),
        sample=_sample,
        needs=("message",),
    ),
    Letter(
        "notice_over",
        Group.NEWS,
        _("Notice over"),
        _("When an operation is over, for those who were told of it"),
        _("Over: {{ notice.title }}"),
        _("{{ facts }}\n\nThis is over. Thank you for your patience."),
        _READ,
        knows=NOTICE,
        sample=_sample,
    ),
    Letter(
        "notice_withdrawn",
        Group.NEWS,
        pgettext_lazy("mailing", "Notice withdrawn"),
        _("When a notice is taken back, for those who were told of it"),
        _("Withdrawn: {{ notice.title }}"),
        _("{{ facts }}\n\nThis no longer applies."),
        _READ,
        knows=NOTICE,
        sample=_sample,
    ),
    Letter(
        NEWSLETTER_MAIL,
        Group.NEWS,
        pgettext_lazy("mailing", "Newsletter"),
        _("Each issue, for those who subscribe"),
        _("Newsletter of {{ tenant.name }}, {{ newsletter.day }}"),
        "{{ intro }}\n\n{{ notices }}",
        _READ,
        knows=(*READER, "newsletter.day", "intro", "notices"),
        sample=_sample_issue,
        needs=("notices",),
    ),
)
