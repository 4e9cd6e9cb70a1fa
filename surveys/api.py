"""NPS for programs. The surveys stand above the tickets, so their part of the interface stands here."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import MANAGERS
from accounts.months import add_months
from surveys.selectors import ROLLING, MonthFigures, monthly_nps, rolling_12
from tickets.api.base import ApiRequest, ApiView
from tickets.api.openapi import errors
from tickets.api.paging import read_query

MOST_MONTHS = 60


def month_field() -> serializers.DateField:
    """Make a field for a month written as 2026-03."""
    return serializers.DateField(required=False, format="%Y-%m", input_formats=["%Y-%m"])


class NpsQuery(serializers.Serializer[Any]):
    """Which months, as 2026-03; the twelve up to now where none is named."""

    first = month_field()
    last = month_field()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Fill in what is not named, and refuse what is no span."""
        this_month = timezone.now().astimezone(self.context["zone"]).date().replace(day=1)
        for name in attrs:
            if not 2000 <= attrs[name].year <= 2100:
                raise serializers.ValidationError({name: [_("Only months of this century can be asked for.")]})
        last = attrs.setdefault("last", this_month)
        first = attrs.setdefault("first", add_months(last, 1 - ROLLING))
        if first > last:
            raise serializers.ValidationError({"first": [_("The first month is after the last.")]})
        if add_months(first, MOST_MONTHS) <= last:
            raise serializers.ValidationError({"first": [_("At most 60 months can be asked for at once.")]})
        return attrs


class FiguresSerializer(serializers.Serializer[Any]):
    """NPS from -100 to 100 with its 95 % interval; null without answers. `response_rate` is 0 to 1."""

    month = serializers.DateField(help_text="Its first day.")
    n = serializers.IntegerField(help_text="Answers.")
    sent = serializers.IntegerField()
    promoters = serializers.IntegerField()
    passives = serializers.IntegerField()
    detractors = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    response_rate = serializers.FloatField(allow_null=True)


class NpsSerializer(serializers.Serializer[Any]):
    """Each month, and for each the twelve that end with it taken together."""

    months = FiguresSerializer(many=True)
    rolling_12 = FiguresSerializer(many=True)


class NpsView(ApiView):
    """What customers think."""

    allowed = {"GET": MANAGERS}

    @extend_schema(
        operation_id="nps",
        tags=["nps"],
        summary="Read NPS by month",
        parameters=[NpsQuery],
        responses={200: NpsSerializer, **errors(400)},
    )
    def get(self, request: ApiRequest) -> Response:
        """Give the figures. An answer counts in the month in which its survey was sent."""
        zone = ZoneInfo(request.tenant.zone)
        span = read_query(NpsQuery, request, zone=zone)
        months = monthly_nps(add_months(span["first"], 1 - ROLLING), span["last"], zone)
        shown = {
            "months": [_figures(month) for month in months[ROLLING - 1 :]],
            "rolling_12": [_figures(year) for year in rolling_12(months)],
        }
        return Response(NpsSerializer(shown).data)


def _figures(figures: MonthFigures) -> dict[str, Any]:
    has_any = figures.answers > 0
    return {
        "month": figures.month,
        "n": figures.answers,
        "sent": figures.sent,
        "promoters": figures.tally.promoters,
        "passives": figures.tally.passives,
        "detractors": figures.tally.detractors,
        "score": figures.score,
        "low": figures.interval.low if has_any else None,
        "high": figures.interval.high if has_any else None,
        "response_rate": figures.response_rate,
    }
