"""What the public price page asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.services.payslips import MOST


class CalculatorForm(forms.Form):
    """How many payslips a month, which plan, in which currency; everything has a first answer."""

    payslips = forms.IntegerField(
        label=_("Employees with a payslip each month"),
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    plan = forms.ChoiceField(label=_("Plan"))
    currency = forms.ChoiceField(label=_("Currency"))

    def __init__(self, *args: Any, plans: list[tuple[str, str]], currencies: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        chooser: Any = self.fields["plan"]
        chooser.choices = plans
        money: Any = self.fields["currency"]
        money.choices = [(code, code) for code in currencies]
        if len(currencies) == 1:
            money.widget = forms.HiddenInput()
