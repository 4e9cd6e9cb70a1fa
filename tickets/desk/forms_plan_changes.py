"""What managers enter about changes of plan and campaigns. Services hold the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import Campaign, Contract, Plan, PlanVersion
from contracts.selectors.campaigns import offered
from contracts.selectors.plans import newest_versions
from contracts.services.campaigns import Asked
from tickets.desk.forms_register import day_field


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A plan as it is now, by its name."""

    def label_from_instance(self, version: Any) -> str:
        """Name the plan."""
        return str(version.plan.name)


class VersionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several plans as they are now."""

    def label_from_instance(self, version: Any) -> str:
        """Name the plan."""
        return str(version.plan.name)


class PlanRequestForm(forms.Form):
    """Another plan for a contract."""

    to = VersionField(label=_("New plan"), queryset=None, empty_label=_("Choose"))

    def __init__(self, *args: Any, contract: Contract, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["to"].queryset = _on_offer().exclude(pk=contract.plan_version_id)


class ReceiptForm(forms.Form):
    """The signed addendum has come."""

    received_on = day_field(_("Received on"), help_text=_("The day it reached us: the plan counts by it."))
    file = forms.FileField(
        label=_("Signed addendum"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class RefusalForm(forms.Form):
    """Why a change is refused."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        help_text=_("The customer reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CampaignForm(forms.Form):
    """A campaign, before its letters are made."""

    name = forms.CharField(label=_("Heading of the letter"), max_length=120)
    text = forms.CharField(
        label=_("Text of the letter"),
        max_length=5000,
        help_text=_("Why you ask. The choices, their dates and the plan without an answer are added."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    plans = forms.ModelMultipleChoiceField(
        label=_("Customers who now have"), queryset=Plan.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    offered = VersionsField(
        label=_("They may choose"), queryset=PlanVersion.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    default = VersionField(
        label=_("Without an answer"),
        queryset=PlanVersion.objects.none(),
        empty_label=_("Choose"),
        help_text=_("For all; it can be another for each customer, before the letters are sent."),
    )
    deadline = day_field(_("To be answered by"), help_text=_("The whole of this day still counts."))
    remind_days = forms.IntegerField(
        label=_("Remind, days before"), required=False, min_value=1, max_value=90, help_text=_("Empty: no reminder.")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["plans"].queryset = Plan.objects.all()
        fields["offered"].queryset = fields["default"].queryset = _on_offer()

    @property
    def asked(self) -> Asked:
        """Give what was entered."""
        return Asked(**{key: value for key, value in self.cleaned_data.items() if key != "plans"})


class LetterForm(forms.Form):
    """The plan that one customer gets without an answer; or the answer that they gave by telephone."""

    version = VersionField(label=_("Plan"), queryset=PlanVersion.objects.none(), empty_label=None)

    def __init__(self, *args: Any, campaign: Campaign, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["version"].queryset = offered(campaign)


def _on_offer() -> Any:
    return newest_versions().filter(plan__is_offered=True)
