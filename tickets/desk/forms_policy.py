"""What managers enter about policies. sla/services/policies.py holds the rules."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sla.models import POLICY_METRICS, Calendar, Metric, Policy, PolicyVersion, Severity
from sla.services.policies import PolicyDraft, StepDraft
from tickets.desk.forms_policy_channels import ChannelFields
from tickets.models import Ticket

STEPS = 6
UNITS = [
    ("minutes", pgettext_lazy("unit", "minutes")),
    ("hours", pgettext_lazy("unit", "hours")),
    ("days", pgettext_lazy("unit", "working days")),
]
WHEN = [
    ("share", pgettext_lazy("alert", "percent of the target")),
    ("after", pgettext_lazy("alert", "minutes after the breach")),
]
RECEIVERS = [
    ("assignee_or_team", gettext_lazy("The assignee, or the team")),
    ("assignee", gettext_lazy("The assignee")),
    ("team", gettext_lazy("The team")),
    ("on_call", gettext_lazy("Who is on call, by day too")),
    ("managers", gettext_lazy("The managers")),
]
# A clock stands still while somebody else has the word; start never does (domain: Severity and the promise).
PAUSING = [Ticket.Status.WAITING_CUSTOMER, Ticket.Status.WAITING_THIRD_PARTY]
PAUSED = [Metric.NEXT_REPLY, Metric.RESOLUTION]


def _amount() -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"min": 1, "max": 999_999, "inputmode": "numeric"})
    return forms.IntegerField(required=False, max_value=999_999, widget=widget)


class PolicyForm(forms.Form):
    """A policy as a whole: who, when, how fast. Empty targets have no clock; empty steps are left out."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=Policy._meta.get_field("name").max_length)
    calendar = forms.ModelChoiceField(
        label=gettext_lazy("Calendar"),
        queryset=Calendar.objects.none(),
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("Where the contract has round-the-clock cover, Critical is counted around the clock."),
    )
    applies_to_open = forms.BooleanField(
        label=gettext_lazy("Count open tickets again"),
        required=False,
        help_text=gettext_lazy(
            "From when they were reported. What is met or breached stays. Otherwise only new tickets follow."
        ),
    )

    def __init__(self, *args: Any, version: PolicyVersion | None = None, **more: Any) -> None:
        super().__init__(*args, **{"initial": _initial(version), **more})
        fields: Any = self.fields
        fields["calendar"].queryset = Calendar.objects.order_by("name")
        self.channels = ChannelFields(self, version)
        if version is None:
            del fields["applies_to_open"]
        for severity in Severity:
            for metric in POLICY_METRICS:
                self._add_pair(f"{severity}-{metric}", f"{severity.label}, {metric.label}", UNITS)
        for metric in PAUSED:
            fields[f"pause-{metric}"] = forms.MultipleChoiceField(
                label=metric.label,
                choices=[(status.value, status.label) for status in PAUSING],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for number in range(STEPS):
            label = _("Alert %(number)s") % {"number": number + 1}
            self._add_pair(f"step-{number}", label, WHEN)
            fields[f"step-{number}-to"] = forms.MultipleChoiceField(
                label=_("Receivers"), choices=RECEIVERS, required=False, widget=forms.CheckboxSelectMultiple
            )
            fields[f"step-{number}-unless"] = forms.BooleanField(label=_("Unless somebody has acted"), required=False)

    def _add_pair(self, name: str, label: str, units: list[Any]) -> None:
        """A number with its unit; both are named to those who listen."""
        self.fields[name] = _amount()
        self.fields[name].label = label
        self.fields[name].widget.attrs["aria-label"] = label
        unit = forms.ChoiceField(label=_("%(name)s, unit") % {"name": label}, choices=units)
        unit.widget.attrs["aria-label"] = unit.label
        unit.required = False
        self.fields[f"{name}-unit"] = unit

    @property
    def target_rows(self) -> list[tuple[str, list[tuple[str, Any, Any]]]]:
        """Give the severities, each with its clocks: (name, number, unit)."""
        return [
            (
                str(severity.label),
                [
                    (str(metric.label), self[f"{severity}-{metric}"], self[f"{severity}-{metric}-unit"])
                    for metric in POLICY_METRICS
                ],
            )
            for severity in Severity
        ]

    @property
    def pause_fields(self) -> list[Any]:
        """Give the choices of pausing statuses."""
        return [self[f"pause-{metric}"] for metric in PAUSED]

    @property
    def step_rows(self) -> list[dict[str, Any]]:
        """Give the alert steps, those to fill in after those that are."""
        return [
            {
                "number": number + 1,
                "amount": self[f"step-{number}"],
                "unit": self[f"step-{number}-unit"],
                "to": self[f"step-{number}-to"],
                "unless": self[f"step-{number}-unless"],
            }
            for number in range(STEPS)
        ]

    def clean(self) -> dict[str, Any]:
        """A step with receivers and no moment is not left out in silence."""
        values = super().clean() or {}
        for number in range(STEPS):
            name = f"step-{number}"
            if values.get(name) is None and name not in self.errors and values.get(f"{name}-to"):
                self.add_error(name, ValidationError(_("Enter when they are told."), code="required"))
        return values

    def add_errors(self, error: ValidationError) -> None:
        """Put what the service refuses at its field; a step's number there counts filled ones only."""
        filled = self._filled()
        for field, reasons in error.message_dict.items():
            name = f"step-{filled[int(field.removeprefix('step-'))]}" if field.startswith("step-") else field
            self.add_error(name if name in self.fields else None, reasons)

    def _filled(self) -> list[int]:
        return [number for number in range(STEPS) if self.cleaned_data.get(f"step-{number}") is not None]

    @property
    def draft(self) -> PolicyDraft:
        """Give what was entered."""
        values = self.cleaned_data
        targets = {
            (severity.value, metric.value): _target(values[name], values[f"{name}-unit"])
            for severity in Severity
            for metric in POLICY_METRICS
            if values[name := f"{severity}-{metric}"] is not None
        }
        return PolicyDraft(
            name=values["name"],
            calendar=values["calendar"],
            targets=targets,
            pauses={metric.value: tuple(values[f"pause-{metric}"]) for metric in PAUSED},
            steps=tuple(_step(values, f"step-{number}") for number in self._filled()),
            channels=self.channels.chosen,
        )


def _target(amount: int, unit: str) -> dict[str, int]:
    if unit == "days":
        return {"business_days": amount}
    return {"minutes": amount * 60 if unit == "hours" else amount}


def _step(values: dict[str, Any], name: str) -> StepDraft:
    is_after = values[f"{name}-unit"] == "after"
    return StepDraft(
        to=tuple(values[f"{name}-to"]),
        share=None if is_after else values[name],
        after_minutes=values[name] if is_after else None,
        unless_acted=values[f"{name}-unless"],
    )


def _initial(version: PolicyVersion | None) -> dict[str, Any]:
    if version is None:
        return {}
    values: dict[str, Any] = {"name": version.policy.name, "calendar": version.calendar_id}
    for severity, metrics in version.targets.items():
        for metric, target in metrics.items():
            name = f"{severity}-{metric}"
            values[name], values[f"{name}-unit"] = _as_entered(target)
    values |= {f"pause-{metric}": statuses for metric, statuses in version.pauses.items()}
    for number, step in enumerate(version.steps):
        name = f"step-{number}"
        is_after = "after_minutes" in step
        values |= {
            name: step["after_minutes" if is_after else "share"],
            f"{name}-unit": "after" if is_after else "share",
            f"{name}-to": step["to"],
            f"{name}-unless": step.get("unless_acted", False),
        }
    return values


def _as_entered(target: dict[str, int]) -> tuple[int, str]:
    if "business_days" in target:
        return target["business_days"], "days"
    minutes = target["minutes"]
    return (minutes // 60, "hours") if minutes % 60 == 0 else (minutes, "minutes")


class PolicyChoiceForm(forms.Form):
    """The policy of a customer or a product."""

    policy = forms.ModelChoiceField(
        label=gettext_lazy("Policy"),
        queryset=Policy.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of its own"),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["policy"].queryset = Policy.objects.order_by("name")
