"""The mails about a notice: published, changed, over, withdrawn; each can be ended by one press."""

from datetime import datetime

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.links import absolute_url
from accounts.mailwords.catalogue import LETTER
from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.drawing import Value
from accounts.mailwords.values import reader_values
from contracts.mailings.writing import Writer
from contracts.mailwords.notices import notice_values, ways_out
from contracts.models import Contact, Mailing, Notice
from contracts.notices.selectors import products_along, subscribers_of
from contracts.notices.tokens import unsubscribe_token
from contracts.notices.words import Worded, worded
from contracts.selectors import local_day
from outbox.addresses import one_click
from outbox.models import OutboxMessage
from outbox.services import write_mail

_Kind = Mailing.Kind


def receivers(mailing: Mailing) -> QuerySet[Contact]:
    """Give the subscribers; that it is over or withdrawn is told to those of them who were told of it."""
    notice = _notice(mailing)
    found = subscribers_of(notice, local_day(mailing.tenant, mailing.begun_at))
    if mailing.kind in (_Kind.NOTICE_OVER, _Kind.NOTICE_WITHDRAWN):
        return found.filter(mailing_receipts__mailing__notice=notice, mailing_receipts__mailing__kind=_Kind.NOTICE)
    return found


def writer(mailing: Mailing) -> Writer:
    """Give what writes a subscriber's mail, in their language; the notice is put into words once for each language."""
    notice, tenant = _notice(mailing), mailing.tenant
    prefetch_related_objects([notice], products_along())
    words: dict[str, tuple[Worded, dict[str, Value]]] = {}
    url = absolute_url(tenant, "portal:notices:notice", notice.pk)
    choices = absolute_url(tenant, "portal:notices:choices")
    own = ChosenWords.of([mailing.kind])

    def write(contact: Contact, *, dedupe_key: str, now: datetime) -> OutboxMessage:
        language = contact.language or tenant.language
        stop = absolute_url(tenant, "portal:notices:unsubscribe", unsubscribe_token(contact, notice.kind))
        with translation.override(language):
            if language not in words:
                told = worded(notice, tenant, language, now)
                words[language] = told, notice_values(told)
            told, said = words[language]
            values = reader_values(tenant, contact.name, link=url) | said
            context = own.letter(mailing.kind, values, language=language) | {
                "kind": told.kind,
                "why": _("%(recipient)s subscribes to notices of %(tenant)s: %(kind)s.")
                % {"recipient": contact.email, "tenant": tenant.name, "kind": told.kind},
                "ways": ways_out(stop, choices),
            }
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


def _notice(mailing: Mailing) -> Notice:
    if mailing.notice is None:
        raise AssertionError("a mailing about a notice names it")
    return mailing.notice
