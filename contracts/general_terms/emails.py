"""The mails about terms: a new version, and that it does not come after all."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import translation

from accounts import formats
from accounts.links import absolute_url
from accounts.mailwords.catalogue import LETTER
from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.values import plain, reader_values
from contracts.general_terms.selectors import to_be_told
from contracts.mailings.writing import Writer
from contracts.models import Contact, Mailing
from contracts.selectors import local_day
from contracts.texts import words_of
from outbox.models import OutboxMessage
from outbox.services import write_mail


def receivers(mailing: Mailing) -> QuerySet[Contact]:
    """Give who is told: of new terms the customers' contacts, of a withdrawal whoever was told of the terms."""
    if mailing.kind == Mailing.Kind.TERMS_WITHDRAWN:
        told = Mailing.objects.filter(kind=Mailing.Kind.TERMS, terms=mailing.terms)
        return Contact.objects.filter(mailing_receipts__mailing__in=told).exclude(email="").distinct()
    return to_be_told(local_day(mailing.tenant, mailing.begun_at))


def writer(mailing: Mailing) -> Writer:
    """Give what writes a contact's mail, in their language."""
    terms, tenant = mailing.terms, mailing.tenant
    if terms is None:
        raise AssertionError("a mailing about terms names them")
    is_withdrawn = mailing.kind == Mailing.Kind.TERMS_WITHDRAWN
    mail = "terms_withdrawn" if is_withdrawn else "terms"
    url = absolute_url(tenant, "portal:terms:version", terms.number)
    own = ChosenWords.of([mail])

    def write(contact: Contact, *, dedupe_key: str, now: datetime) -> OutboxMessage:
        language = contact.language or tenant.language
        with translation.override(language):
            values = reader_values(tenant, contact.name, link=url) | {
                "terms.number": str(terms.number),
                "terms.day": formats.full_day(terms.valid_from),
                "summary": plain(words_of(terms, "summary", language, tenant.language).text),
            }
            context = own.letter(mail, values, language=language)
        return write_mail(
            dedupe_key=dedupe_key,
            recipient=contact.email,
            template=LETTER,
            context=context,
            language=language,
            now=now,
            tenant=tenant,
        )

    return write
