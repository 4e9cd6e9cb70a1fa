"""Whoever gets mails about a ticket that is not theirs, or a summary, ends them by one press in any of these mails."""

from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from contracts.models import Contact
from tickets.models import NotificationChoice, TicketWatcher
from tickets.services.watching import unwatch
from tickets.stopping import COMPANY, FIGURES, read_stop


@transaction.atomic
def stop_mails(*, token: str, now: datetime) -> str:
    """End what the token of a mail names, and give its kind; pressed again, it stays ended.

    BadSignature for a token that is forged or another tenant's.
    """
    stop = read_stop(token)
    if stop.kind == COMPANY:
        Contact.objects.filter(pk=stop.key).update(mail_company=False)
        return stop.kind
    if stop.kind in FIGURES:
        for member in Membership.objects.filter(pk=stop.key):
            NotificationChoice.objects.update_or_create(membership=member, defaults={f"{stop.kind}_figures": False})
        return stop.kind
    watchers = TicketWatcher.objects.select_related("ticket", "contact", "membership__user")
    if watcher := watchers.filter(pk=stop.key).first():
        unwatch(watcher=watcher, actor=None, now=now)
    return stop.kind
