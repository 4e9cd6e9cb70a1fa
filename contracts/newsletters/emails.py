"""The newsletter as a mail: to each subscriber what of it concerns their company."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.links import absolute_url
from accounts.mailwords.catalogue import LETTER
from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.drawing import Value
from accounts.mailwords.values import reader_values
from accounts.models import Membership, Tenant
from contracts.mailings.writing import Writer
from contracts.mailwords.notices import NEWSLETTER_MAIL, newsletter_values, ways_out
from contracts.models import Contact, Mailing, Newsletter, Notice
from contracts.models.subscription import NEWSLETTER
from contracts.newsletters.selectors import items_of
from contracts.newsletters.words import issue_words
from contracts.notices.cover import is_covered, with_cover
from contracts.notices.selectors import subscribers
from contracts.notices.tokens import unsubscribe_token
from contracts.selectors import local_day
from outbox.addresses import one_click
from outbox.emails import render_letter
from outbox.models import OutboxMessage
from outbox.services import queue_mail, write_mail


class _Issue(NamedTuple):
    """An issue in a language: what its placeholders stand for, where it is read, and where subscriptions are chosen."""

    values: dict[str, Value]
    url: str
    choices: str


def receivers(mailing: Mailing) -> QuerySet[Contact]:
    """Give the newsletter's subscribers, with the products of their contracts."""
    return with_cover(subscribers(NEWSLETTER), local_day(mailing.tenant, mailing.begun_at))


def writer(mailing: Mailing) -> Writer:
    """Give what writes a subscriber's mail, in their language; None where nothing of it concerns them."""
    newsletter, tenant = mailing.newsletter, mailing.tenant
    if newsletter is None:
        raise AssertionError("a mailing of a newsletter names it")
    told = items_of(newsletter)
    own = ChosenWords.of([NEWSLETTER_MAIL])
    # Most subscribers of a language are told the same.
    issues: dict[tuple[str, tuple[int, ...]], _Issue] = {}

    def write(contact: Contact, *, dedupe_key: str, now: datetime) -> OutboxMessage | None:
        notices = [notice for notice in told if is_covered(contact, notice)]
        if not notices:
            return None
        language = contact.language or tenant.language
        key = (language, tuple(notice.pk for notice in notices))
        if key not in issues:
            issues[key] = _issue(newsletter, notices, tenant, language, now)
        stop = absolute_url(tenant, "portal:notices:unsubscribe", unsubscribe_token(contact, NEWSLETTER))
        context = _letter(issues[key], own, tenant, language, name=contact.name, address=contact.email, stop=stop)
        return write_mail(
            dedupe_key=dedupe_key,
            recipient=contact.email,
            template=LETTER,
            context=context,
            language=language,
            headers=one_click(stop),
            now=now,
            tenant=tenant,
        )

    return write


def send_trial(newsletter: Newsletter, member: Membership, *, now: datetime) -> None:
    """Mail an issue as it stands to one of the desk, in their language: everything that stands in it."""
    tenant, language = newsletter.tenant, member.user.language or newsletter.tenant.language
    queue_mail(
        dedupe_key=f"newsletter:{newsletter.pk}:trial:{member.pk}:{now.isoformat()}",
        recipient=member.user.email,
        template=LETTER,
        context=_trial(newsletter, items_of(newsletter), tenant, language, now, member),
        language=language,
        now=now,
    )


def issue_text(newsletter: Newsletter, notices: list[Notice], reader: Membership, language: str, now: datetime) -> str:
    """Give an issue as the text of its mail to `reader`, for the preview."""
    tenant = newsletter.tenant
    context = _trial(newsletter, notices, tenant, language, now, reader)
    context |= {"tenant": tenant, "recipient": reader.user.email}
    letter = render_letter(template=LETTER, context=context, language=language)
    return f"{letter.subject}\n\n{letter.text}"


def _trial(
    newsletter: Newsletter, notices: list[Notice], tenant: Tenant, language: str, now: datetime, member: Membership
) -> dict[str, Any]:
    """Give an issue as a mail to one of the desk, whose subscription it cannot end."""
    issue, own = _issue(newsletter, notices, tenant, language, now), ChosenWords.of([NEWSLETTER_MAIL])
    return _letter(issue, own, tenant, language, name=member.user.name, address=member.user.email, stop=issue.choices)


def _issue(newsletter: Newsletter, notices: list[Notice], tenant: Tenant, language: str, now: datetime) -> _Issue:
    issue = issue_words(newsletter, notices, tenant, language, now)
    with translation.override(language):
        return _Issue(newsletter_values(issue), issue["url"], issue["choices_url"])


def _letter(
    issue: _Issue, own: ChosenWords, tenant: Tenant, language: str, *, name: str, address: str, stop: str
) -> dict[str, Any]:
    """Give a mail's context: the issue in the tenant's words, to one reader."""
    with translation.override(language):
        values = reader_values(tenant, name, link=issue.url) | issue.values
        return own.letter(NEWSLETTER_MAIL, values, language=language) | {
            "kind": pgettext("notice", "Newsletter"),
            "why": _("%(recipient)s subscribes to the newsletter of %(tenant)s.")
            % {"recipient": address, "tenant": tenant.name},
            "ways": ways_out(stop, issue.choices),
        }
