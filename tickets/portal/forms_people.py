"""Colleagues, oneself, and who is copied."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import LANGUAGES, THEMES
from contracts.models import Contact
from tickets.models import Ticket, TicketWatcher


class ColleagueForm(forms.Form):
    """Whom to invite."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    title = forms.CharField(label=_("Title"), max_length=80, required=False)
    is_company_wide = forms.BooleanField(
        label=_("Sees all the company’s tickets, and looks after this list"), required=False
    )


class OwnForm(forms.Form):
    """What a contact decides about themselves."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    telephone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    theme = forms.ChoiceField(label=_("Colour theme"), choices=THEMES, required=False)
    mail_replies = forms.BooleanField(label=_("Answers and solutions by mail"), required=False)
    mail_started = forms.BooleanField(label=_("A mail when work on my ticket starts"), required=False)
    mail_company = forms.BooleanField(label=_("A mail each working day about my colleagues’ tickets"), required=False)
    surveys = forms.BooleanField(label=_("Ask me now and then how satisfied I am"), required=False)

    PERSON = ("name", "telephone", "language", "theme")

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not contact.is_company_wide:
            del self.fields["mail_company"]

    def person(self) -> list[forms.BoundField]:
        """Give the fields about the person."""
        return [self[name] for name in self.PERSON]

    def choices(self) -> list[forms.BoundField]:
        """Give what is mailed."""
        return [self[name] for name in self.fields if name not in self.PERSON]


class CopyForm(forms.Form):
    """A colleague who is told of a ticket from now on."""

    contact: "forms.ModelChoiceField[Contact]" = forms.ModelChoiceField(
        label=_("Colleague"), queryset=None, empty_label=_("Choose")
    )

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = TicketWatcher.objects.filter(ticket=ticket).exclude(contact=None).values("contact")
        colleagues = Contact.objects.filter(customer=ticket.customer_id, left_at=None)
        people: Any = self.fields["contact"]
        people.queryset = colleagues.exclude(pk__in=told).exclude(pk=ticket.contact_id or 0).order_by("name", "pk")
