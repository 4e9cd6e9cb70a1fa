"""Plans with their versions, and contracts with their timelines."""

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import AGENTS, CUSTOMERS, DESK
from contracts.models import Contract, Plan
from contracts.selectors.plans import newest_versions
from tickets.api.base import ApiRequest, ApiView
from tickets.api.companies import customers_seen_by
from tickets.api.openapi import errors
from tickets.api.paging import PageQuery, page_body, page_by_key, page_of, read_query
from tickets.api.serializers.agreement import (
    ContractEventSerializer,
    ContractSerializer,
    PlanSerializer,
    PlanVersionSerializer,
)
from tickets.api.views.companies import ListView, one, read

LOADED = ("customer", "plan", "plan_version", "policy")


class ContractQuery(PageQuery):
    """Which contracts."""

    status = serializers.ChoiceField(Contract.Status.choices, required=False)
    ends_before = serializers.DateField(required=False, help_text="last day before this one")


class ContractsView(ListView):
    """The contracts that the caller sees."""

    shape = ContractSerializer

    @extend_schema(
        operation_id="contracts_list",
        tags=["contracts"],
        summary="List contracts",
        parameters=[ContractQuery],
        responses={200: page_of(ContractSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest) -> Response:
        """Give the contracts of the customers that the caller sees; drafts are the desk's."""
        query = read_query(ContractQuery, request)
        rows = _contracts(request)
        if status := query.get("status"):
            rows = rows.filter(status=status)
        if ends_before := query.get("ends_before"):
            rows = rows.filter(ends_on__lt=ends_before)
        found, cursor = page_by_key(rows, query, name=f"contracts-{status or ''}-{ends_before or ''}")
        return Response(page_body(request, ContractSerializer(found, many=True).data, cursor))


class ContractView(ApiView):
    """One contract."""

    @read("contracts_read", "contracts", "Read a contract", ContractSerializer)
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give the contract."""
        return Response(ContractSerializer(one(_contracts(request), pk)).data)


class ContractEventsView(ListView):
    """What happened to a contract."""

    allowed = {"GET": AGENTS}
    shape = ContractEventSerializer

    @extend_schema(
        operation_id="contracts_events",
        tags=["contracts"],
        summary="List what happened to a contract",
        parameters=[PageQuery],
        responses={200: page_of(ContractEventSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give the timeline, the oldest first."""
        contract = one(_contracts(request), pk)
        return self.page(request, contract.events.select_related("actor__user"), f"contract-events-{pk}")


class PlansView(ApiView):
    """All plans."""

    allowed = {"GET": DESK}

    @extend_schema(
        operation_id="plans_list",
        tags=["contracts"],
        summary="List plans",
        parameters=[PageQuery],
        responses={200: page_of(PlanSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest) -> Response:
        """Give the plans with their newest version."""
        rows, cursor = page_by_key(Plan.objects.all(), read_query(PageQuery, request), name="plans")
        versions = newest_versions().filter(plan__in=rows).order_by("plan").prefetch_related("services")
        return Response(page_body(request, PlanSerializer(versions, many=True).data, cursor))


class PlanView(ApiView):
    """One plan."""

    allowed = {"GET": DESK}

    @read("plans_read", "contracts", "Read a plan", PlanSerializer)
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give the plan with its newest version."""
        version = newest_versions().filter(plan=pk).first()
        if version is None:
            raise Http404
        return Response(PlanSerializer(version).data)


class PlanVersionsView(ApiView):
    """Every version of a plan."""

    allowed = {"GET": DESK}

    @extend_schema(
        operation_id="plans_versions",
        tags=["contracts"],
        summary="List a plan's versions, the newest first",
        parameters=[PageQuery],
        responses={200: page_of(PlanVersionSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give the versions."""
        plan = one(Plan.objects.all(), pk)
        rows, cursor = page_by_key(
            plan.versions.prefetch_related("services"),
            read_query(PageQuery, request),
            name=f"plan-{pk}",
            key="number",
            newest_first=True,
        )
        return Response(page_body(request, PlanVersionSerializer(rows, many=True).data, cursor))


def _contracts(request: ApiRequest) -> QuerySet[Contract, Contract]:
    seen = customers_seen_by(request.membership)
    contracts = Contract.objects.filter(customer__in=seen.values("pk")).select_related(*LOADED)
    if request.membership.role in CUSTOMERS:
        contracts = contracts.exclude(status=Contract.Status.DRAFT)
    return contracts.prefetch_related(
        "contract_products__product", "contract_contacts__contact", "plan_version__services"
    )
