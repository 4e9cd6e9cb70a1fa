"""The newsletter as a mail: to each subscriber what of it concerns their company."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.links import absolute_url
from accounts.models import Membership, Tenant
from contracts.mailings.writing import Writer
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


def receivers(mailing: Mailing) -> QuerySet[Contact]:
    """Give the newsletter's subscribers, with the products of their contracts."""
    return with_cover(subscribers(NEWSLETTER), local_day(mailing.tenant, mailing.begun_at))


def writer(mailing: Mailing) -> Writer:
    """Give what writes a subscriber's mail, in their language; None where nothing of it concerns them."""
    newsletter, tenant = mailing.newsletter, mailing.tenant
    if newsletter is None:
        raise AssertionError("a mailing of a newsletter names it")
    told = items_of(newsletter)
    # Most subscribers of a language are told the same.
    words: dict[tuple[str, tuple[int, ...]], dict[str, Any]] = {}

    def write(contact: Contact, *, dedupe_key: str, now: datetime) -> OutboxMessage | None:
        notices = [notice for notice in told if is_covered(contact, notice)]
        if not notices:
            return None
        language = contact.language or tenant.language
        key = (language, tuple(notice.pk for notice in notices))
        if key not in words:
            words[key] = issue_words(newsletter, notices, tenant, language, now)
        stop = absolute_url(tenant, "portal:notices:unsubscribe", unsubscribe_token(contact, NEWSLETTER))
        return write_mail(
            dedupe_key=dedupe_key,
            recipient=contact.email,
            template="contracts/newsletter",
            context=words[key] | {"stop_url": stop},
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
        template="contracts/newsletter",
        context=_trial_words(newsletter, items_of(newsletter), tenant, language, now),
        language=language,
        now=now,
    )


def issue_text(newsletter: Newsletter, notices: list[Notice], tenant: Tenant, language: str, now: datetime) -> str:
    """Give an issue as the text of its mail, for the preview."""
    context = _trial_words(newsletter, notices, tenant, language, now)
    letter = render_letter(
        template="contracts/newsletter", context=context | {"tenant": tenant, "recipient": ""}, language=language
    )
    return f"{letter.subject}\n\n{letter.text}"


def _trial_words(
    newsletter: Newsletter, notices: list[Notice], tenant: Tenant, language: str, now: datetime
) -> dict[str, Any]:
    """Give an issue's words where nobody's subscription can be ended."""
    words = issue_words(newsletter, notices, tenant, language, now)
    return words | {"stop_url": words["choices_url"]}
