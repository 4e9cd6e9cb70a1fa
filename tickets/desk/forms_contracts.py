"""What managers enter about contracts. contracts/services/agreements.py holds the rules."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership
from contracts.models import Contact, Contract, Customer, Plan, Product
from contracts.models.currency import CURRENCIES, home_currency
from contracts.services.agreed import Agreed
from sla.models import Policy
from tickets.desk.forms_register import day_field, staff


class ContractForm(forms.Form):
    """What a customer has bought."""

    plan = forms.ModelChoiceField(label=_("Plan"), queryset=Plan.objects.none(), empty_label=_("Choose"))
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), required=False, help_text=_("Empty: until somebody gives notice."))
    renews = forms.BooleanField(
        label=_("Renews by itself"),
        required=False,
        help_text=_("From the day after the last day, unless notice is given."),
    )
    renewal_months = forms.IntegerField(label=_("Renewed for, months"), initial=12, required=False)
    notice_months = forms.IntegerField(label=_("Notice, months"), initial=3, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    products = forms.ModelMultipleChoiceField(
        label=_("Products"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the contract covers all of them."),
    )
    contacts = forms.ModelMultipleChoiceField(
        label=_("Named contacts"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: everybody at the customer. Others file as if there were no contract."),
    )
    policy = forms.ModelChoiceField(
        label=_("Policy"), queryset=Policy.objects.none(), required=False, empty_label=_("None of its own")
    )
    covers_critical = forms.BooleanField(label=_("Round-the-clock cover for Critical"), required=False)
    mails_report = forms.BooleanField(
        label=_("Monthly report by mail"),
        required=False,
        help_text=_("To the contacts who see the whole company, on the first working day of each month."),
    )
    personal_consultant = forms.ModelChoiceField(
        label=_("Personal consultant"),
        queryset=Membership.objects.none(),
        required=False,
        empty_label=pgettext_lazy("assignee", "Nobody"),
    )

    def __init__(self, *args: Any, customer: Customer, contract: Contract | None = None, **more: Any) -> None:
        super().__init__(*args, **{"initial": _agreed_now(customer, contract), **more})
        fields: Any = self.fields
        # A plan that is no longer offered stays until another one is chosen.
        kept_plan = contract.plan_id if contract else 0
        fields["plan"].queryset = Plan.objects.filter(Q(is_offered=True) | Q(pk=kept_plan))
        fields["products"].queryset = Product.objects.all()
        fields["contacts"].queryset = Contact.objects.filter(customer=customer).order_by("name")
        fields["policy"].queryset = Policy.objects.order_by("name")
        # Who has left since stays until somebody else is chosen.
        kept = Membership.objects.filter(pk__in=[contract.personal_consultant_id or 0] if contract else [])
        fields["personal_consultant"].queryset = (staff() | kept).select_related("user").order_by("user__name")
        for name in ("products", "contacts"):
            if not fields[name].queryset.exists():
                del fields[name]

    @property
    def agreed(self) -> Agreed:
        """Give what was entered; numbers left empty are the usual ones."""
        values: dict[str, Any] = dict(self.cleaned_data)
        for name, usual in (("notice_months", 3), ("renewal_months", 12)):
            if values[name] is None:
                values[name] = usual
        return Agreed(**values)


class LastDayForm(forms.Form):
    """The last day of a contract that is ended."""

    ends_on = day_field(_("Last day"))


_AS_KEPT = (
    "starts_on", "ends_on", "renews", "renewal_months", "notice_months", "currency", "covers_critical", "mails_report",
)  # fmt: skip


def _agreed_now(customer: Customer, contract: Contract | None) -> dict[str, Any]:
    if contract is None:
        return {"currency": home_currency(customer.tenant.zone)}
    return {name: getattr(contract, name) for name in _AS_KEPT} | {
        "plan": contract.plan_id,
        "products": list(contract.contract_products.values_list("product_id", flat=True)),
        "contacts": list(contract.contract_contacts.values_list("contact_id", flat=True)),
        "policy": contract.policy_id,
        "personal_consultant": contract.personal_consultant_id,
    }
