"""Tickets that become one, two, or belong together: each change is a page of its own, reached by keyboard."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import DESK, roles
from accounts.requests import MemberRequest
from tickets.desk.forms_relations import LinkForm, MergeForm, SplitForm
from tickets.desk.views.ticket import visible
from tickets.models import Message, Ticket, TicketLink
from tickets.services.links import link, unlink
from tickets.services.merging import merge, unmerge
from tickets.services.splitting import split

BOTH = ("GET", "HEAD", "POST")


@roles(DESK)
@require_http_methods(BOTH)
def merging(request: MemberRequest, number: int) -> HttpResponse:
    """Merge this ticket into another of the same customer."""
    ticket = visible(request, number)
    form = MergeForm(request.POST or None)
    form.fields["into"].member = request.membership  # type: ignore[attr-defined]

    def change(data: dict[str, Any]) -> int:
        into: Ticket = data["into"]
        merge(ticket=ticket, into=into, actor=request.membership, now=timezone.now())
        toasts.success(request, _("Ticket %(number)s goes on here. You can undo it there.") % {"number": number})
        return into.number

    lead = _("Its messages are shown in the other ticket, it is closed, and the contact is told the new number.")
    words = {"heading": _("Merge ticket %(number)s") % {"number": number}, "lead": lead, "submit": _("Merge")}
    return act(request, ticket, form, change, words, others=_others(ticket))


def _others(ticket: Ticket) -> list[tuple[int, str]]:
    """Give the customer's other open tickets, to choose from."""
    mine = Ticket.objects.open().filter(customer=ticket.customer_id).exclude(pk=ticket.pk).order_by("-number")[:20]
    return list(mine.values_list("number", "subject"))


@roles(DESK)
@require_POST
def unmerging(request: MemberRequest, number: int) -> HttpResponse:
    """Take a merged ticket apart again."""
    try:
        unmerge(ticket=visible(request, number), actor=request.membership, now=timezone.now())
    except ValidationError as error:
        toasts.error(request, error.messages[0])
    else:
        toasts.success(request, _("The merge is undone. The ticket stands as it did before."))
    return redirect("desk:ticket", number)


@roles(DESK)
@require_http_methods(BOTH)
def splitting(request: MemberRequest, number: int) -> HttpResponse:
    """Make a new ticket from some messages; the one of the menu is ticked."""
    ticket = visible(request, number)
    written = ticket.messages.select_related("author__user", "contact").order_by("at", "pk")
    choices = [(message.pk, _line(message)) for message in written]
    ticked = [key for key, _text in choices if str(key) == request.GET.get("message")]
    initial = {"subject": ticket.subject, "messages": ticked}
    form = SplitForm(request.POST or None, choices=choices, initial=initial)

    def change(data: dict[str, Any]) -> int:
        new = split(ticket=ticket, actor=request.membership, now=timezone.now(), **data)
        toasts.success(request, _("Ticket %(number)s is filed.") % {"number": new.number})
        return new.number

    lead = _("The messages stay here with a pointer. The new ticket has its own clocks, from now on.")
    words = {"heading": _("Split ticket %(number)s") % {"number": number}, "lead": lead, "submit": _("Split")}
    return act(request, ticket, form, change, words)


def _line(message: Message) -> str:
    return f"{message.author_name}: {Truncator(' '.join(message.text.split())).chars(120)}"


@roles(DESK)
@require_http_methods(BOTH)
def linking(request: MemberRequest, number: int) -> HttpResponse:
    """Say what this ticket is to another."""
    ticket = visible(request, number)
    form = LinkForm(request.POST or None, initial={"kind": TicketLink.Kind.RELATED})
    form.fields["other"].member = request.membership  # type: ignore[attr-defined]

    def change(data: dict[str, Any]) -> int:
        link(ticket=ticket, actor=request.membership, now=timezone.now(), **data)
        toasts.success(request, _("The tickets are linked."))
        return number

    lead = _("Seen at the desk alone, on both tickets.")
    words = {"heading": _("Link ticket %(number)s") % {"number": number}, "lead": lead, "submit": _("Link")}
    return act(request, ticket, form, change, words)


@roles(DESK)
@require_POST
def unlinking(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """Remove a link, from either side."""
    ticket = visible(request, number)
    found = get_object_or_404(TicketLink.objects.filter(Q(ticket=ticket) | Q(other=ticket)), pk=pk)
    unlink(link=found, actor=request.membership, now=timezone.now())
    toasts.success(request, _("The link is removed."))
    return redirect("desk:ticket", number)


def act(
    request: MemberRequest,
    ticket: Ticket,
    form: forms.Form,
    change: Callable[[dict[str, Any]], int],
    words: dict[str, str],
    **context: Any,
) -> HttpResponse:
    """Show a form about a ticket, or make the change and go to the ticket whose number it gives. What is refused shows
    the form again with the reason: 422.
    """
    if request.method == "POST" and form.is_valid():
        try:
            number = change(form.cleaned_data)
        except ValidationError as error:
            # A refusal that names no field of this form is about the form as a whole.
            known = hasattr(error, "error_dict") and set(error.error_dict) <= set(form.fields)
            form.add_error(None, error if known or not hasattr(error, "error_dict") else error.messages)
        else:
            return redirect("desk:ticket", number)
    back = reverse("desk:ticket", args=[ticket.number])
    values = {"ticket": ticket, "form": form, "back": back, **words, **context}
    return render(request, "desk/ticket_action.html", values, status=422 if request.method == "POST" else 200)
