"""What the pages of a period's satisfaction ask. Read from the address."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from reports.forms_period import NONE, PeriodForm
from reports.raw.surveys import BREACHED, MET


def promise_name(key: str) -> str:
    """Give the name of how a ticket's deadlines went: all kept, one broken, or none to keep."""
    if key == BREACHED:
        return gettext("A deadline breached")
    return gettext("Deadlines met") if key == MET else pgettext("deadline", "None")


class NpsForm(PeriodForm):
    """Tickets by how their deadlines went as well."""

    filtering = (*PeriodForm.filtering, "promise")

    promise = forms.ChoiceField(label=_("Deadlines"), required=False)

    def __init__(self, data: Mapping[str, Any], *, now: datetime, zone: tzinfo) -> None:
        """As PeriodForm."""
        super().__init__(data, now=now, zone=zone)
        promises = [(key or NONE, promise_name(key)) for key in (MET, BREACHED, "")]
        fields: Any = self.fields
        fields["promise"].choices = [("", gettext("All")), *promises]
