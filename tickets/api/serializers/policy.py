"""Policies and what each version of them promised."""

from typing import Any

from rest_framework import serializers

from sla.models import Channel, Metric, PolicyVersion, Severity
from sla.terms import RECEIVERS, terms_of
from tickets.api.fields import NamedSerializer
from tickets.api.serializers.clock import TargetSerializer


class PolicyTargetSerializer(serializers.Serializer[Any]):
    """What one clock promises for one severity; where none is given there is no such clock."""

    severity = serializers.ChoiceField(Severity.choices)
    metric = serializers.ChoiceField(Metric.choices)
    target = TargetSerializer()


class PolicyPauseSerializer(serializers.Serializer[Any]):
    """The statuses in which a clock stands still."""

    metric = serializers.ChoiceField(Metric.choices)
    statuses = serializers.ListField(child=serializers.CharField(), help_text="Of a ticket.")


class PolicyStepSerializer(serializers.Serializer[Any]):
    """One alert: at a share of the target in percent, or so many open minutes after the deadline."""

    name = serializers.CharField()
    share = serializers.IntegerField(allow_null=True)
    after_minutes = serializers.IntegerField(allow_null=True)
    to = serializers.ListField(child=serializers.ChoiceField([(name, name) for name in RECEIVERS]))
    unless_acted = serializers.BooleanField()


class PolicyChannelSerializer(serializers.Serializer[Any]):
    """The opening hours in which what is filed by a channel is counted, instead of the version's own."""

    channel = serializers.ChoiceField(Channel.choices)
    calendar = NamedSerializer()


class PolicyVersionSerializer(serializers.Serializer[Any]):
    """One version; it never changes."""

    version = serializers.IntegerField(source="number")
    calendar = NamedSerializer()
    channels = PolicyChannelSerializer(many=True)
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField(allow_null=True)
    targets = PolicyTargetSerializer(many=True)
    pauses = PolicyPauseSerializer(many=True)
    steps = PolicyStepSerializer(many=True)


class PolicySerializer(serializers.Serializer[Any]):
    """A policy with the version that new tickets are counted with."""

    id = serializers.IntegerField(source="policy.pk")
    name = serializers.CharField(source="policy.name")
    is_default = serializers.BooleanField(
        source="policy.is_default", help_text="Counts where neither contract, customer nor product names one."
    )
    in_force = PolicyVersionSerializer()


def version_data(version: PolicyVersion) -> dict[str, Any]:
    """Give what PolicyVersionSerializer shows; the version comes with calendar, author and channels."""
    terms = terms_of(version)
    return {
        "number": version.number,
        "calendar": version.calendar,
        "channels": version.channels.all(),
        "created_at": version.created_at,
        "created_by": version.created_by.user.name if version.created_by else None,
        "targets": [
            {"severity": severity, "metric": metric, "target": target}
            for (severity, metric), target in terms.targets.items()
        ],
        "pauses": [{"metric": metric, "statuses": sorted(names)} for metric, names in sorted(terms.pauses.items())],
        "steps": terms.steps,
    }


def policy_data(version: PolicyVersion) -> dict[str, Any]:
    """Give what PolicySerializer shows, from the version in force."""
    return {"policy": version.policy, "in_force": version_data(version)}
