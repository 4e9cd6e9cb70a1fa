"""Opening hours: which there are, a year's days, and what counts between two instants."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from sla.calendars import compiled
from sla.engine import BusinessCalendar
from sla.models import Calendar, CalendarVersion
from sla.selectors import shown_channels
from tickets.api.base import ApiRequest, ApiView
from tickets.api.openapi import errors
from tickets.api.paging import PageQuery, page_body, page_by_key, page_of, read_query
from tickets.api.serializers.calendar import CalendarSerializer, DaysSerializer, SpanQuery, YearQuery
from tickets.api.serializers.clock import LedgerSerializer
from tickets.ledger_words import reason_text

LONGEST = timedelta(days=366)


class CalendarsView(ApiView):
    """All calendars."""

    @extend_schema(
        operation_id="calendars_list",
        tags=["sla"],
        summary="List calendars",
        parameters=[PageQuery],
        responses={200: page_of(CalendarSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest) -> Response:
        """Give the calendars with the version in force."""
        query = read_query(PageQuery, request)
        rows, cursor = page_by_key(Calendar.objects.all(), query, name="calendars")
        latest = CalendarVersion.objects.filter(calendar=OuterRef("calendar")).order_by("-number").values("pk")[:1]
        versions = CalendarVersion.objects.filter(calendar__in=rows, pk=Subquery(latest)).select_related("calendar")
        channels = shown_channels()
        shown = [_shown(version, channels) for version in versions.order_by("calendar")]
        results = CalendarSerializer(shown, many=True).data
        return Response(page_body(request, results, cursor))


class CalendarView(ApiView):
    """One calendar."""

    @extend_schema(
        operation_id="calendars_read",
        tags=["sla"],
        summary="Read a calendar",
        responses={200: CalendarSerializer, **errors()},
    )
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give the calendar with the version in force."""
        return Response(CalendarSerializer(_shown(_version(pk), shown_channels())).data)


class DaysView(ApiView):
    """A year of a calendar."""

    @extend_schema(
        operation_id="calendars_days",
        tags=["sla"],
        summary="Read a year's opening hours",
        parameters=[YearQuery],
        responses={200: DaysSerializer, **errors(400)},
    )
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give every local day of the year with its openings, and why it is closed or shortened."""
        version, year = _version(pk), read_query(YearQuery, request)["year"]
        calendar = compiled(version)
        first = date(year, 1, 1)
        count = (date(year + 1, 1, 1) - first).days
        days = [_day(calendar, first + timedelta(days=index)) for index in range(count)]
        return Response(
            DaysSerializer({"calendar": _shown(version, shown_channels()), "year": year, "days": days}).data
        )


class LedgerView(ApiView):
    """What counts between two instants."""

    @extend_schema(
        operation_id="calendars_ledger",
        tags=["sla"],
        summary="Explain what counts between two instants",
        parameters=[SpanQuery],
        responses={200: LedgerSerializer, **errors(400)},
    )
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give every interval with its reason, and the sum of what counts."""
        calendar, span = compiled(_version(pk)), read_query(SpanQuery, request)
        if span["end"] - span["start"] > LONGEST:
            raise ValidationError({"end": [_("At most 366 days can be explained at once.")]})
        return Response(LedgerSerializer(calendar.explain(span["start"], span["end"])).data)


def _version(pk: int) -> CalendarVersion:
    """Give the version in force; 404 where there is no such calendar."""
    version = CalendarVersion.objects.filter(calendar=pk).select_related("calendar").order_by("-number").first()
    if version is None:
        raise Http404
    return version


def _shown(version: CalendarVersion, channels: dict[int, list[str]]) -> dict[str, Any]:
    calendar = version.calendar
    return {
        "pk": calendar.pk,
        "slug": calendar.slug,
        "name": calendar.name,
        "version": version.number,
        "zone": compiled(version).definition.zone,
        "channels": channels.get(calendar.pk, []),
    }


def _day(calendar: BusinessCalendar, day: date) -> dict[str, Any]:
    zone = ZoneInfo(calendar.definition.zone)
    begin, end = (int(datetime.combine(d, time(0), zone).timestamp()) for d in (day, day + timedelta(days=1)))
    reason = calendar.day(day).reason
    return {
        "date": day,
        "openings": [
            {"open": datetime.fromtimestamp(opened, UTC), "close": datetime.fromtimestamp(closed, UTC)}
            for opened, closed in calendar.spans_at(begin, end)
        ],
        "reason": reason.code if reason else None,
        "text": reason_text(reason) if reason else "",
    }
