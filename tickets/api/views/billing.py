"""Payslip counts sent by payroll systems, and months as they are billed."""

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.response import Response

from accounts.access import MANAGERS
from contracts.models import Customer, PayslipCount
from contracts.services.payslips import enter_payslips
from tickets.api.base import ApiRequest, ApiView
from tickets.api.openapi import errors
from tickets.api.paging import PageQuery, page_body, page_by_key, page_of, read_query
from tickets.api.serializers.billing import CountSerializer, PayslipsSerializer
from tickets.api.views.changes import read_body
from tickets.api.views.companies import one
from tickets.bills import to_json
from tickets.selectors.billing_pages import bill_of


class PayslipsView(ApiView):
    """A customer's counts."""

    allowed = {"GET": MANAGERS}

    @extend_schema(
        operation_id="payslips_list",
        tags=["billing"],
        summary="List a customer's payslip counts",
        parameters=[PageQuery],
        responses={200: page_of(PayslipsSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give those in force, in the order in which they were entered."""
        customer = one(Customer.objects.all(), pk)
        found = PayslipCount.objects.filter(customer=customer, replaced_at=None)
        rows, cursor = page_by_key(found, read_query(PageQuery, request), name=f"payslips-{pk}")
        return Response(page_body(request, PayslipsSerializer(rows, many=True).data, cursor))


class PayslipView(ApiView):
    """A customer's count of one month."""

    allowed = {"PUT": MANAGERS}

    @extend_schema(
        operation_id="payslips_set",
        tags=["billing"],
        summary="Say how many payslips a customer had in a month",
        request=CountSerializer,
        responses={200: PayslipsSerializer, **errors(400, 409, 415)},
    )
    def put(self, request: ApiRequest, pk: int, month: date) -> Response:
        """Enter or correct the count; 409 where the month after, in which it is charged, is closed."""
        customer = one(Customer.objects.all(), pk)
        count = read_body(CountSerializer, request)["count"]
        enter_payslips(
            customer=customer,
            month=month,
            count=count,
            source=PayslipCount.Source.API,
            actor=request.membership,
            now=timezone.now(),
        )
        standing = PayslipCount.objects.get(customer=customer, month=month, replaced_at=None)
        return Response(PayslipsSerializer(standing).data)


class BillingView(ApiView):
    """What all customers are billed for a month."""

    allowed = {"GET": MANAGERS}

    @extend_schema(
        operation_id="billing_read",
        tags=["billing"],
        summary="Read what customers are billed for a month",
        responses={200: OpenApiResponse(dict, description="The file that the desk's page offers."), **errors()},
    )
    def get(self, request: ApiRequest, month: date) -> HttpResponse:
        """Give what a closed month was closed with, letter by letter; of an open one what stands now."""
        bill, closing = bill_of(request.tenant, month)
        text = closing.json if closing else to_json(bill)
        return HttpResponse(text, content_type="application/json; charset=utf-8")
