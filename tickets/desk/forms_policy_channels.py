"""The calendar of each channel, as a part of the policy's form."""

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy

from sla.models import Calendar, Channel, PolicyVersion
from sla.services.policy_channels import kept_channels


class ChannelFields:
    """One field for each channel, added to `form`: the policy's own calendar unless another is chosen."""

    def __init__(self, form: forms.Form, version: PolicyVersion | None) -> None:
        self.form = form
        kept = kept_channels(version) if version else {}
        for channel in Channel:
            form.fields[_name(channel)] = forms.ModelChoiceField(
                label=channel.label,
                queryset=Calendar.objects.order_by("name"),
                required=False,
                empty_label=gettext_lazy("The policy’s calendar"),
                initial=kept.get(channel.value),
            )

    @property
    def fields(self) -> list[BoundField]:
        """Give the fields to draw."""
        return [self.form[_name(channel)] for channel in Channel]

    @property
    def chosen(self) -> dict[str, Calendar]:
        """Give the calendars chosen, by channel."""
        values = self.form.cleaned_data
        return {channel.value: values[_name(channel)] for channel in Channel if values[_name(channel)]}


def _name(channel: Channel) -> str:
    return f"channel-{channel.value}"
