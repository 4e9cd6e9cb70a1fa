"""What is promised: the policies and every version of them, and every version of the opening hours."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.access import DESK
from sla.models import Calendar, CalendarVersion, Policy, PolicyVersion
from tickets.api.base import ApiRequest, ApiView
from tickets.api.openapi import errors
from tickets.api.paging import PageQuery, page_body, page_by_key, page_of, read_query
from tickets.api.serializers.calendar import CalendarVersionSerializer, calendar_version_data
from tickets.api.serializers.policy import PolicySerializer, PolicyVersionSerializer, policy_data, version_data
from tickets.selectors.policies import with_channels


class PoliciesView(ApiView):
    """All policies."""

    allowed = {"GET": DESK}

    @extend_schema(
        operation_id="policies_list",
        tags=["sla"],
        summary="List policies",
        parameters=[PageQuery],
        responses={200: page_of(PolicySerializer), **errors(400)},
    )
    def get(self, request: ApiRequest) -> Response:
        """Give the policies with the version in force."""
        rows, cursor = page_by_key(Policy.objects.all(), read_query(PageQuery, request), name="policies")
        versions = _in_force().filter(policy__in=rows).order_by("policy")
        results = PolicySerializer([policy_data(version) for version in versions], many=True).data
        return Response(page_body(request, results, cursor))


class PolicyView(ApiView):
    """One policy."""

    allowed = {"GET": DESK}

    @extend_schema(
        operation_id="policies_read",
        tags=["sla"],
        summary="Read a policy",
        responses={200: PolicySerializer, **errors()},
    )
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give the policy with the version in force."""
        version = _in_force().filter(policy=pk).first()
        if version is None:
            raise Http404
        return Response(PolicySerializer(policy_data(version)).data)


class PolicyVersionsView(ApiView):
    """Every version of a policy."""

    allowed = {"GET": DESK}

    @extend_schema(
        operation_id="policies_versions",
        tags=["sla"],
        summary="List a policy's versions, the newest first",
        parameters=[PageQuery],
        responses={200: page_of(PolicyVersionSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give the versions."""
        query = read_query(PageQuery, request)
        rows, cursor = page_by_key(
            _versions().filter(policy=pk), query, name=f"policy-{pk}", key="number", newest_first=True
        )
        if not rows and not Policy.objects.filter(pk=pk).exists():
            raise Http404
        results = PolicyVersionSerializer([version_data(version) for version in rows], many=True).data
        return Response(page_body(request, results, cursor))


class CalendarVersionsView(ApiView):
    """Every version of a calendar."""

    allowed = {"GET": DESK}

    @extend_schema(
        operation_id="calendars_versions",
        tags=["sla"],
        summary="List a calendar's versions, the newest first",
        parameters=[PageQuery],
        responses={200: page_of(CalendarVersionSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give the versions."""
        query = read_query(PageQuery, request)
        versions = CalendarVersion.objects.filter(calendar=pk).select_related("created_by__user")
        rows, cursor = page_by_key(versions, query, name=f"calendar-{pk}", key="number", newest_first=True)
        if not rows and not Calendar.objects.filter(pk=pk).exists():
            raise Http404
        results = CalendarVersionSerializer([calendar_version_data(version) for version in rows], many=True).data
        return Response(page_body(request, results, cursor))


def _versions() -> QuerySet[PolicyVersion, PolicyVersion]:
    return with_channels(PolicyVersion.objects.select_related("policy", "calendar", "created_by__user"))


def _in_force() -> QuerySet[PolicyVersion, PolicyVersion]:
    newest = PolicyVersion.objects.filter(policy=OuterRef("policy")).order_by("-number").values("pk")[:1]
    return _versions().filter(pk=Subquery(newest))
