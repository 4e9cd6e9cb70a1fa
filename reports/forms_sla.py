"""What the deadlines' pages ask. Read from the address."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.forms_period import NONE, PeriodForm
from sla.models import Metric
from tickets.models import Ticket


class SlaForm(PeriodForm):
    """One clock, the start's where none is asked for, and tickets by how they came as well."""

    filtering = (*PeriodForm.filtering, "channel")
    field_order = ("clock", "since", "until", "severity", "plan", "product", "team", "channel", "customer")

    clock = forms.ChoiceField(label=_("Clock"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)

    def __init__(self, data: Mapping[str, Any], *, now: datetime, zone: tzinfo) -> None:
        """As PeriodForm."""
        super().__init__(data, now=now, zone=zone)
        fields: Any = self.fields
        fields["clock"].choices = [(metric.value, metric.label) for metric in Metric]
        fields["channel"].choices = [("", gettext("All")), *Ticket.Channel.choices]

    @property
    def metric(self) -> Metric:
        """Give the clock. The form is valid."""
        return Metric(self.cleaned_data["clock"] or Metric.START)

    def names(self, field: str) -> dict[str, str]:
        """Give what a field's keys are called, those for all and none aside; of customers, the one asked for."""
        fields: Any = self.fields
        return {key: str(name) for key, name in fields[field].choices if key not in ("", NONE)}

    def query(self, **other: str) -> str:
        """As PeriodForm, and always with the clock."""
        return super().query(**({"clock": self.metric.value} | other))
