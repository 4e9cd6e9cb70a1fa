"""What the deadlines' pages ask. Read from the address."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms_period import PeriodForm
from sla.models import Metric


class SlaForm(PeriodForm):
    """One clock as well, the start's where none is asked for."""

    clock = forms.ChoiceField(label=_("Clock"), required=False)

    def __init__(self, data: Mapping[str, Any], *, now: datetime, zone: tzinfo) -> None:
        """As PeriodForm."""
        super().__init__(data, now=now, zone=zone)
        fields: Any = self.fields
        fields["clock"].choices = [(metric.value, metric.label) for metric in Metric]

    @property
    def metric(self) -> Metric:
        """Give the clock. The form is valid."""
        return Metric(self.cleaned_data["clock"] or Metric.START)

    def query(self, **other: str) -> str:
        """As PeriodForm, and always with the clock."""
        return super().query(**({"clock": self.metric.value} | other))
