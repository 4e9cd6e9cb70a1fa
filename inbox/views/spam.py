"""Spam: a stranger's ticket is put away, and brought back."""

from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import AGENTS, roles
from accounts.requests import MemberRequest
from inbox.services.spam import bring_back, patterns_of, put_away
from tickets.desk.views.relations import BOTH, act
from tickets.desk.views.ticket import visible

NOBODY = "nobody"


class SpamForm(forms.Form):
    """Whose further mail is left."""

    leave = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, patterns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave: Any = self.fields["leave"]
        leave.label = _("What else comes from this sender")
        leave.choices = [(NOBODY, _("Comes in as before")), *((one, _named(one)) for one in patterns)]


@roles(AGENTS)
@require_http_methods(BOTH)
def ticket_spam(request: MemberRequest, number: int) -> HttpResponse:
    """Put a ticket away as spam, and leave its sender's mail if asked for."""
    ticket = visible(request, number)
    patterns = patterns_of(ticket)
    form = SpamForm(request.POST or None, patterns=patterns, initial={"leave": next(iter(patterns), NOBODY)})

    def change(data: dict[str, Any]) -> int:
        leave = "" if data["leave"] == NOBODY else data["leave"]
        put_away(ticket=ticket, actor=request.membership, leave=leave, now=timezone.now())
        toasts.success(request, _("Put away as spam. Nobody was told."))
        return number

    lead = _("It is closed without a mail or a survey, and figures leave it out. You can undo it there.")
    words = {"heading": _("Put ticket %(number)s away as spam") % {"number": number}, "lead": lead, "submit": _("Spam")}
    return act(request, ticket, form, change, words)


@roles(AGENTS)
@require_POST
def ticket_not_spam(request: MemberRequest, number: int) -> HttpResponse:
    """Bring it back as it was."""
    try:
        bring_back(ticket=visible(request, number), actor=request.membership, now=timezone.now())
    except ValidationError as error:
        toasts.error(request, error.messages[0])
    else:
        toasts.success(request, _("The ticket stands as it did before, and its sender’s mail comes in."))
    return redirect("desk:ticket", number)


def _named(pattern: str) -> str:
    if pattern.startswith("@"):
        return _("Everything from %(domain)s is left") % {"domain": pattern[1:]}
    return _("Mail from %(address)s is left") % {"address": pattern}
