"""What the page of satisfaction asks. Read from the address."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.access import MANAGERS
from accounts.models import Membership
from reports.figures import Filters
from reports.forms_period import NONE, PeriodForm
from reports.selectors.filtering import BREACHED, MET


class NpsForm(PeriodForm):
    """Tickets by how their deadlines went as well; of an agent's question, only what they may see."""

    filtering = (*PeriodForm.filtering, "promise")

    promise = forms.ChoiceField(label=_("Deadlines"), required=False)

    def __init__(self, data: Mapping[str, Any], *, member: Membership, now: datetime, zone: tzinfo) -> None:
        """As PeriodForm."""
        super().__init__(data, now=now, zone=zone)
        self._seen_by = None if member.role in MANAGERS else str(member.pk)
        fields: Any = self.fields
        fields["promise"].choices = [
            ("", gettext("All")),
            (MET, gettext("Deadlines met")),
            (BREACHED, gettext("A deadline breached")),
            (NONE, pgettext("deadline", "None")),
        ]

    @property
    def filters(self) -> Filters:
        """As PeriodForm; agents count their teams' tickets and their own."""
        return replace(super().filters, seen_by=self._seen_by)
