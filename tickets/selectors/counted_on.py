"""Which opening hours a clock is counted in, and why those."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sla.models import CalendarVersion, Channel
from tickets.models import SlaClock, Ticket

FILED = {
    Channel.PHONE.value: gettext_lazy("filed by telephone"),
    Channel.EMAIL.value: gettext_lazy("filed by e-mail"),
    Channel.PORTAL.value: gettext_lazy("filed in the portal"),
}


def counted_on(clock: SlaClock, version: CalendarVersion, ticket: Ticket) -> str:
    """Say in which hours a clock of the ticket is counted: the policy's, the channel's, or round the clock.

    `version` is the clock's, its calendar loaded; the clock comes with its policy version.
    """
    if clock.is_covered:
        return _("Counted round the clock: the contract covers Critical.")
    name = version.calendar.name
    if version.calendar_id == clock.policy_version.calendar_id:
        return _("Counted in the policy’s opening hours: %(calendar)s.") % {"calendar": name}
    reason = FILED.get(ticket.channel, ticket.get_channel_display())
    return _("Counted in %(calendar)s: %(reason)s.") % {"calendar": name, "reason": reason}
