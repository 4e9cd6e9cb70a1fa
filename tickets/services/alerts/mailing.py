"""Turns raised alerts into mails: one each, or one digest where many came at once for one person."""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from tickets import emails
from tickets.clocks import CountingBook
from tickets.models import Alert
from tickets.services.alerts.facts import alert_facts

# Up to this many alerts at once are mailed one by one.
MOST_SINGLE = 2


@transaction.atomic
def mail_one_receiver(*, now: datetime) -> bool:
    """Queue the mails of one receiver's alerts that were not mailed yet; False when there are none.

    The mails and the alerts' marks commit together. Two sweeps at once: the second finds the rows locked and goes on.
    """
    unmailed = Alert.objects.filter(mailed_at__isnull=True)
    first = unmailed.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if first is None:
        return False
    alerts = list(
        Alert.objects.filter(mailed_at__isnull=True, receiver_id=first.receiver_id)
        .select_related("ticket__customer", "ticket__assignee__user", "clock", "receiver__user", "receiver__tenant")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("due_at", "pk")
    )
    _mail(_last_steps(alerts), now)
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(mailed_at=now)
    return True


def _last_steps(alerts: list[Alert]) -> list[Alert]:
    """Keep the last step of each clock: after a sweep that came late, a warning says nothing beside its breach."""
    return list({alert.clock_id: alert for alert in alerts}.values())


def _mail(alerts: list[Alert], now: datetime) -> None:
    language = emails.language_of(alerts[0].receiver)
    book = CountingBook()
    with translation.override(language):
        facts = [alert_facts(alert, language, now, book) for alert in alerts]
    if len(alerts) > MOST_SINGLE:
        emails.alert_digest(alerts, facts, now=now)
    else:
        for alert, said in zip(alerts, facts, strict=True):
            emails.alert(alert, said, now=now)
