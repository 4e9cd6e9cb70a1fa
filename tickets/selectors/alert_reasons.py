"""Why somebody is told of an alert, and what became of a mail that did not arrive, in sentences."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tickets.models import Alert

Why, Failure = Alert.Why, Alert.Failure


def why_words(alert: Alert) -> str:
    """Say why its receiver is told; the alert comes with `handed_from__receiver__user`. Nothing for alerts of old."""
    if alert.why == Why.HANDED_ON:
        name = alert.handed_from.receiver.user.name if alert.handed_from else ""
        return _("The mail to %(name)s did not arrive, so this comes to you.") % {"name": name}
    words = {
        Why.ASSIGNEE: _("You have the ticket."),
        Why.TEAM: _("It is your team’s ticket."),
        Why.AGENTS: _("Nobody has the ticket."),
        Why.MANAGERS: _("Managers are told at this step."),
        Why.ON_CALL: _("You are on call."),
        Why.QUIET: _("The others have quiet hours, so this comes to you."),
    }
    return words[Why(alert.why)] if alert.why else ""


def failure_words(failed_by: str, failure: str, name: str) -> str:
    """Say that the mail to `name` did not arrive, with the server's answer where there is one."""
    words = {
        Failure.REFUSED: _("The mail to %(name)s was refused."),
        Failure.LATE: _("The mail to %(name)s was not sent within 5 minutes."),
        Failure.BOUNCED: _("The mail to %(name)s came back."),
        Failure.GONE: _("%(name)s can no longer sign in and was not mailed."),
    }
    said = words[Failure(failed_by)] % {"name": name}
    return f"{said} {failure.rstrip('.')}." if failure else said


def went_on_words(names: Iterable[str]) -> str:
    """Say who was told next."""
    return _("It went on to %(names)s.") % {"names": ", ".join(names)}
