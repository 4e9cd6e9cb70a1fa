"""What agents write and choose."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership
from accounts.models.membership import STAFF
from contracts.models import Contact, Customer, Product
from sla.models import Severity
from tickets.attachments.fields import FilesField
from tickets.models import Team, Ticket

LONGEST_TEXT = 50_000
MOST_COPIES = 10
LIMIT_MB = settings.ATTACHMENT_MAX_BYTES // 1024 // 1024
REPLY, NOTE = "reply", "note"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class VersionedForm(forms.Form):
    """A change of a ticket: `version` is the one that was read, `seen` when, in microseconds since 1970.

    `was` is what the form showed of the ticket, and `differences` what somebody else has changed of it since.
    """

    differences: Sequence[object] = ()

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False)


class AddressesField(forms.CharField):
    """E-mail addresses with commas between them."""

    def clean(self, value: Any) -> Any:
        """Give the addresses, each once. ValidationError names the one that is none."""
        text = str(super().clean(value) or "")
        found = list(dict.fromkeys(part.lower() for part in text.replace(";", ",").replace(",", " ").split()))
        for address in found:
            try:
                validate_email(address)
            except forms.ValidationError as error:
                wrong = _("%(address)s is no e-mail address.") % {"address": address[:80]}
                raise forms.ValidationError(wrong, code="email") from error
        if len(found) > MOST_COPIES:
            raise forms.ValidationError(_("At most 10 addresses."), code="many")
        return found


class MessageForm(VersionedForm):
    """An answer to the customer or a note, decided by `kind` alone."""

    kind = forms.ChoiceField(choices=[(REPLY, _("Reply")), (NOTE, _("Note"))])
    text = forms.CharField(label=_("Text"), max_length=LONGEST_TEXT, widget=_area(4))
    cc = AddressesField(label=_("Copy to"), required=False, max_length=2000)
    then = forms.ChoiceField(choices=[("", ""), ("wait", ""), ("next", "")], required=False)
    files = FilesField()  # type: ignore[assignment]


class ResolutionForm(VersionedForm):
    """The written solution."""

    # On an incident: which of its tickets are solved with it, by their keys.
    children = forms.TypedMultipleChoiceField(coerce=int, required=False)
    solution = forms.CharField(
        label=_("Solution"),
        help_text=_("Sent to the customer, and found by those who search later."),
        max_length=LONGEST_TEXT,
        widget=_area(5),
    )


class SeverityForm(VersionedForm):
    """The tenant's decision; the customer is told the reason."""

    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices)
    reason = forms.CharField(
        label=_("Reason"), help_text=_("The customer is told it."), max_length=2000, required=False, widget=_area(2)
    )


class AssignmentForm(VersionedForm):
    """Whose the ticket is."""

    assignee = forms.ChoiceField(label=_("Assignee"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)

    def __init__(self, *args: Any, staff: Iterable[tuple[int, str]], teams: Iterable[tuple[int, str]], **more: Any):
        super().__init__(*args, **more)
        _choose(self, "assignee", staff, pgettext_lazy("assignee", "Nobody"))
        _choose(self, "team", teams, _("As it is"))


class StatusForm(VersionedForm):
    """Another open status; solving is a change of its own."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(s.value, s.label) for s in Ticket.OPEN_STATUSES if s != Ticket.Status.NEW],
    )


class AnalysisForm(VersionedForm):
    """The first analysis with one of four outcomes."""

    category = forms.CharField(label=_("Category"), max_length=80, required=False)
    product = forms.ChoiceField(label=_("Product"), required=False)
    finding = forms.CharField(label=_("What was found"), max_length=LONGEST_TEXT, widget=_area(3))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Ticket.Outcome.choices, widget=forms.RadioSelect)
    consultant = forms.ChoiceField(label=_("Consultant"), required=False)
    covered = forms.CharField(
        label=_("Covered by the contract, because"),
        help_text=_("Empty: time from the hand-over to a consultant on is billable."),
        max_length=200,
        required=False,
    )
    notice = forms.CharField(
        label=_("What the customer is told"),
        help_text=_("Needed when somebody else takes over, or when the agreement does not cover it."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=_area(3),
    )

    def __init__(
        self, *args: Any, products: Iterable[tuple[int, str]], consultants: Iterable[tuple[int, str]], **more: Any
    ):
        super().__init__(*args, **more)
        _choose(self, "product", products, _("Not known"))
        _choose(self, "consultant", consultants, _("Choose"))


class FilingForm(forms.Form):
    """A ticket taken by telephone or mail for a customer."""

    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False, empty_label=_("Not known")
    )
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(c.value, c.label) for c in (Ticket.Channel.PHONE, Ticket.Channel.EMAIL, Ticket.Channel.OTHER)],
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=Severity.choices, initial=Severity.NORMAL, widget=forms.RadioSelect
    )
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False, empty_label=_("Not known")
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("What the customer says"), max_length=LONGEST_TEXT, widget=_area(6))
    files = FilesField()  # type: ignore[assignment]

    def __init__(self, *args: Any, customer: Customer, **more: Any):
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["contact"].queryset = Contact.objects.filter(customer=customer, left_at=None).order_by("name")
        fields["product"].queryset = Product.objects.all()


def _choose(form: forms.Form, name: str, choices: Iterable[tuple[int, str]], empty: object) -> None:
    field: Any = form.fields[name]
    field.choices = [("", empty), *((str(pk), text) for pk, text in choices)]


def numbers_of(texts: Iterable[str]) -> list[int]:
    """Give the ticket numbers among what a form sent."""
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]


def member_of(key: str) -> Membership | None:
    """Give the member of the desk behind a chosen key; None for nobody."""
    if not key.isdigit():
        return None
    return Membership.objects.select_related("user").filter(pk=int(key), role__in=STAFF, is_active=True).first()


def team_of(key: str) -> Team | None:
    """Give the team behind a chosen key; None leaves it as it is."""
    return Team.objects.filter(pk=int(key)).first() if key.isdigit() else None


def product_of(key: str) -> Product | None:
    """Give the product behind a chosen key."""
    is_key = key.isascii() and key.isdigit() and len(key) < 18
    return Product.objects.filter(pk=int(key)).first() if is_key else None
