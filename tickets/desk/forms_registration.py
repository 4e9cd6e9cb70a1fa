"""What agents decide about people who want in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models import Customer
from tickets.selectors.registrations import Suggestions

OTHER = "other"


class ApprovalForm(forms.Form):
    """Whose contact they become."""

    customer = forms.ChoiceField(label=gettext_lazy("Customer"), widget=forms.RadioSelect)
    other = forms.CharField(
        label=gettext_lazy("Whole name or number of another customer"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_company_wide = forms.BooleanField(label=gettext_lazy("Sees the whole company’s tickets"), required=False)
    on_contract = forms.BooleanField(
        label=gettext_lazy("Name them on the contract, if it is for named contacts"), required=False, initial=True
    )

    def __init__(self, *args: Any, suggested: Suggestions, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        choices = [(str(customer.pk), customer.name) for customer in suggested.customers]
        if suggested.known:
            # The address is somebody's: they stay who they are.
            choices = [(str(suggested.known.customer_id), suggested.known.customer.name)]
            del fields["other"], fields["is_company_wide"]
        else:
            choices.append((OTHER, _("Another customer")))
        fields["customer"].choices = choices
        fields["customer"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        """Find the customer."""
        values = super().clean() or {}
        if "customer" not in values:
            return values
        if values["customer"] != OTHER:
            values["customer"] = Customer.objects.filter(pk=int(values["customer"])).first()
            return values
        text = " ".join(values.get("other", "").split())
        found = Customer.objects.filter(name__iexact=text) | Customer.objects.filter(external_id=text)
        values["customer"] = found.first() if text else None
        if values["customer"] is None:
            self.add_error("other", _("No customer has this name or number."))
        return values


class RefusalForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        help_text=gettext_lazy("They are told it by mail, in these words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DomainsForm(forms.Form):
    """A customer's mail domains."""

    domains = forms.CharField(
        label=gettext_lazy("Mail domains"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy("One a line, such as bergsbygg.se. Not those where anybody can have an address."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    approves = forms.BooleanField(
        label=gettext_lazy("Let people with a confirmed address there in by themselves"),
        required=False,
        help_text=gettext_lazy("Only if the customer wants it. They see their own tickets alone."),
    )
