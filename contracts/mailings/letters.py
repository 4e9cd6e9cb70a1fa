"""Which letters each kind of mailing consists of."""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import QuerySet

from contracts.general_terms import emails as terms
from contracts.mailings.writing import Writer
from contracts.models import Contact, Mailing
from contracts.newsletters import emails as newsletters
from contracts.notices import emails as notices


class Letters(NamedTuple):
    """Who gets a mailing, and what writes the mails of it: prepared once for a batch."""

    receivers: Callable[[Mailing], QuerySet[Contact]]
    writer: Callable[[Mailing], Writer]


LETTERS: dict[str, Letters] = {
    Mailing.Kind.TERMS: Letters(terms.receivers, terms.writer),
    Mailing.Kind.TERMS_WITHDRAWN: Letters(terms.receivers, terms.writer),
    Mailing.Kind.NOTICE: Letters(notices.receivers, notices.writer),
    Mailing.Kind.NOTICE_CHANGED: Letters(notices.receivers, notices.writer),
    Mailing.Kind.NOTICE_OVER: Letters(notices.receivers, notices.writer),
    Mailing.Kind.NOTICE_WITHDRAWN: Letters(notices.receivers, notices.writer),
    Mailing.Kind.NEWSLETTER: Letters(newsletters.receivers, newsletters.writer),
}
