"""Payslip counts."""

from typing import Any

from rest_framework import serializers

from contracts.models import PayslipCount
from contracts.services.payslips import MOST


class CountSerializer(serializers.Serializer[Any]):
    """How many payslips the ordinary payroll run of a month had."""

    count = serializers.IntegerField(min_value=0, max_value=MOST)


class PayslipsSerializer(serializers.Serializer[Any]):
    """A count in force; it is charged in the month after."""

    month = serializers.DateField(format="%Y-%m", help_text="As 2026-03.")
    count = serializers.IntegerField()
    source = serializers.ChoiceField(  # type: ignore[assignment]  # fields are taken off the class
        PayslipCount.Source.choices
    )
    entered_at = serializers.DateTimeField()
