"""What managers enter about prices, payslips and months. Services hold the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import formats
from contracts.models import Plan
from contracts.models.currency import CURRENCIES
from contracts.pricing import PriceTable, Tier, plain
from contracts.selectors.payslips import PayslipRow
from contracts.services.payslip_files import read_count

TIERS = 6


def month_field(label: Any, **more: Any) -> forms.DateField:
    """Make a field for a month; typed as 2026-03 where the browser offers none to choose. It gives the first day."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m"],
        error_messages={"invalid": _("Give a month like 2026-03.")},
        widget=forms.DateInput(attrs={"type": "month", "autocomplete": "off"}, format="%Y-%m"),
        **more,
    )


class PriceListForm(forms.Form):
    """A base price and up to six tiers; a tier without price is left out."""

    plan = forms.ModelChoiceField(label=_("Plan"), queryset=Plan.objects.none(), empty_label=_("Choose"))
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    valid_from = month_field(label=_("From the first of"))
    base = forms.DecimalField(label=_("Base price a month"), max_digits=12, decimal_places=2, min_value=0)

    def __init__(self, *args: Any, table: PriceTable | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        plans: Any = self.fields["plan"]
        plans.queryset = Plan.objects.all()
        tiers = table.tiers if table else ()
        if table:
            self.initial["base"] = table.base
        for number in range(TIERS):
            tier = tiers[number] if number < len(tiers) else None
            self.fields[f"up_to_{number}"] = forms.IntegerField(
                label=_("Up to payslip"), required=False, min_value=1, max_value=1_000_000_000
            )
            self.fields[f"price_{number}"] = forms.DecimalField(
                label=_("Price each"), required=False, max_digits=12, decimal_places=4, min_value=0
            )
            if tier:
                self.initial[f"up_to_{number}"] = tier.up_to
                self.initial[f"price_{number}"] = plain(tier.unit_price)

    @property
    def tier_fields(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Give the fields of each tier with its number."""
        return [(number + 1, [self[f"up_to_{number}"], self[f"price_{number}"]]) for number in range(TIERS)]

    @property
    def tiers(self) -> list[Tier]:
        """Give the tiers entered."""
        rows = [(self.cleaned_data[f"up_to_{n}"], self.cleaned_data[f"price_{n}"]) for n in range(TIERS)]
        return [Tier(up_to, price) for up_to, price in rows if price is not None]

    def clean(self) -> dict[str, Any]:
        """Refuse an upper end without price."""
        for number in range(TIERS):
            if self.cleaned_data.get(f"up_to_{number}") and self.cleaned_data.get(f"price_{number}") is None:
                self.add_error(f"price_{number}", gettext("Give the price of this tier."))
        return self.cleaned_data


class PayslipsForm(forms.Form):
    """One number for each customer; an empty one changes nothing. The last count of a row is the month's."""

    def __init__(self, *args: Any, rows: list[PayslipRow], **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = rows
        for row in rows:
            self.fields[f"count-{row.customer.pk}"] = forms.CharField(
                label=row.customer.name,
                required=False,
                max_length=12,
                initial="" if row.counts[-1] is None else str(row.counts[-1]),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "8"}),
            )

    def clean(self) -> dict[str, Any]:
        """Read every number as people write it."""
        read: dict[str, Any] = {}
        for name, text in list(self.cleaned_data.items()):
            read[name] = read_count(text) if text else None
            if text and read[name] is None:
                self.add_error(name, gettext("Give a whole number."))
        return read

    @property
    def drawn(self) -> list[tuple[PayslipRow, list[str], forms.BoundField]]:
        """Give each row with its earlier counts as texts, and its field."""
        return [
            (
                row,
                ["–" if count is None else formats.decimal(count, 0) for count in row.counts[:-1]],
                self[f"count-{row.customer.pk}"],
            )
            for row in self.rows
        ]


class PayslipFileForm(forms.Form):
    """A file, or the text of one looked at before; and the month of files that name none."""

    file = forms.FileField(label=_("CSV file"), required=False)
    month = month_field(label=_("Month"), required=False, help_text=_("For files without a column for it."))
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)


class ReopeningForm(forms.Form):
    """Why a month is opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}))
