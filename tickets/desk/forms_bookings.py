"""What agents enter about sessions with customers. Services hold the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import formats
from accounts.models import Membership
from contracts.models import Contact, Contract, PlanService, Product
from tickets.desk.forms_beside import MinutesField
from tickets.desk.forms_register import staff
from tickets.models import Booking
from tickets.services.attachments import check_files
from tickets.services.bookings import Slot


class SlotForm(forms.Form):
    """When a session is, and with whom. Times are wall clock in the tenant's zone."""

    starts_at = forms.DateTimeField(
        label=_("Begins"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    minutes = MinutesField(label=_("How long"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    consultant = forms.ModelChoiceField(
        label=_("Who holds it"), queryset=Membership.objects.none(), empty_label=_("Choose")
    )
    contact = forms.ModelChoiceField(label=_("Contact"), queryset=Contact.objects.none(), empty_label=_("Choose"))
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False, empty_label=_("None of them")
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For us alone."),
    )  # fmt: skip

    def __init__(self, *args: Any, contract: Contract, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["consultant"].queryset = staff().select_related("user").order_by("user__name")
        fields["contact"].queryset = Contact.objects.filter(customer=contract.customer_id, left_at=None).order_by(
            "name"
        )
        fields["product"].queryset = Product.objects.order_by("name")

    @property
    def slot(self) -> Slot:
        """Give what was entered."""
        named = {name: value for name, value in self.cleaned_data.items() if name != "service"}
        return Slot(**named)


class BookingForm(SlotForm):
    """A new session, under one of the plan's quotas."""

    service = forms.ChoiceField(label=_("Service"))
    field_order = ["service"]

    def __init__(self, *args: Any, contract: Contract, **more: Any) -> None:
        super().__init__(*args, contract=contract, **more)
        services = contract.plan_version.services.filter(kind__in=PlanService.QUOTAS)
        fields: Any = self.fields
        fields["service"].choices = [(service.code, service.name) for service in services]


class HeldForm(forms.Form):
    """What came of a session."""

    minutes = MinutesField(label=_("How long"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    notes = forms.CharField(
        label=_("Notes"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For us alone."),
    )  # fmt: skip


class ResultForm(forms.Form):
    """The document a customer gets after a session."""

    file = forms.FileField(label=_("Document"), allow_empty_file=True)

    def clean_file(self) -> Any:
        """Give the file; refused are kinds and sizes that attachments may not have."""
        file = self.cleaned_data["file"]
        check_files([file])
        return file


def quota_choices(contract: Contract | None) -> list[tuple[str, str]]:
    """Give the quotas in hours that time can be logged against; none without contract. One query."""
    if contract is None:
        return []
    services = contract.plan_version.services.filter(kind=PlanService.Kind.QUOTA_HOURS)
    return [(service.code, service.name) for service in services]


def slot_of(booking: Booking) -> dict[str, Any]:
    """Give a session as the form shows it."""
    return {
        "starts_at": booking.starts_at,
        "minutes": formats.duration(booking.minutes * 60),
        "consultant": booking.consultant_id,
        "contact": booking.contact_id,
        "product": booking.product_id,
        "notes": booking.notes,
    }
