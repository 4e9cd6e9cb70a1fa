"""Which opening hours customers are shown for each channel."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sla.models import Calendar, Channel, ChannelHours


class ChannelsForm(forms.Form):
    """One calendar for each channel; none: the support function's hours."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kept = dict(ChannelHours.objects.values_list("channel", "calendar_id"))
        for channel in Channel:
            self.fields[channel.value] = forms.ModelChoiceField(
                label=channel.label,
                queryset=Calendar.objects.order_by("name"),
                required=False,
                empty_label=gettext_lazy("The hours of support"),
                initial=kept.get(channel.value),
            )
