"""Customers; products, teams and members, which the changes of a ticket name."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.access import DESK, EVERYBODY
from accounts.models import Membership
from accounts.models.membership import STAFF
from contracts.models import Product
from tickets.api.base import ApiRequest, ApiView
from tickets.api.companies import contacts_seen_by, customers_seen_by
from tickets.api.fields import NamedSerializer
from tickets.api.openapi import errors
from tickets.api.paging import PageQuery, page_body, page_by_key, page_of, read_query
from tickets.api.serializers.company import (
    ContactSerializer,
    CustomerSerializer,
    MemberSerializer,
    MeSerializer,
)
from tickets.models import Team

F = TypeVar("F", bound=Callable[..., Response])


def listed(operation: str, tag: str, summary: str, shape: type[Serializer[Any]]) -> Callable[[F], F]:
    """Describe a list without filters."""
    return extend_schema(
        operation_id=operation,
        tags=[tag],
        summary=summary,
        parameters=[PageQuery],
        responses={200: page_of(shape), **errors(400)},
    )


def read(operation: str, tag: str, summary: str, shape: type[Serializer[Any]]) -> Callable[[F], F]:
    """Describe one thing."""
    return extend_schema(operation_id=operation, tags=[tag], summary=summary, responses={200: shape, **errors()})


class ListView(ApiView):
    """Rows by their key, a page at a time."""

    shape: ClassVar[type[Serializer[Any]]]

    def page(self, request: ApiRequest, rows: QuerySet[Any, Any], name: str) -> Response:
        """Answer with one page."""
        found, cursor = page_by_key(rows, read_query(PageQuery, request), name=name)
        return Response(page_body(request, self.shape(found, many=True).data, cursor))


class CustomersView(ListView):
    """The customers that the caller sees."""

    allowed = {"GET": EVERYBODY}
    shape = CustomerSerializer

    @listed("customers_list", "customers", "List customers", CustomerSerializer)
    def get(self, request: ApiRequest) -> Response:
        """Give the customers; to a customer their own company."""
        return self.page(request, customers_seen_by(request.membership), "customers")


class CustomerView(ApiView):
    """One customer."""

    @read("customers_read", "customers", "Read a customer", CustomerSerializer)
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give the customer."""
        return Response(CustomerSerializer(one(customers_seen_by(request.membership), pk)).data)


class ContactsView(ListView):
    """A customer's contacts."""

    shape = ContactSerializer

    @listed("customers_contacts", "customers", "List a customer's contacts", ContactSerializer)
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give the contacts; to a contact who does not see the whole company only themselves."""
        customer = one(customers_seen_by(request.membership), pk)
        return self.page(request, contacts_seen_by(request.membership, customer), f"contacts-{pk}")


class ProductsView(ListView):
    """What tickets are about."""

    shape = NamedSerializer

    @listed("products_list", "desk", "List products", NamedSerializer)
    def get(self, request: ApiRequest) -> Response:
        """Give the products."""
        return self.page(request, Product.objects.all(), "products")


class TeamsView(ListView):
    """Who works together."""

    allowed = {"GET": DESK}
    shape = NamedSerializer

    @listed("teams_list", "desk", "List teams", NamedSerializer)
    def get(self, request: ApiRequest) -> Response:
        """Give the teams."""
        return self.page(request, Team.objects.all(), "teams")


class MembersView(ListView):
    """Who works at the desk."""

    allowed = {"GET": DESK}
    shape = MemberSerializer

    @listed("members_list", "desk", "List the desk's members", MemberSerializer)
    def get(self, request: ApiRequest) -> Response:
        """Give the active members of the desk."""
        members = Membership.objects.filter(role__in=STAFF, is_active=True).select_related("user")
        return self.page(request, members, "members")


class MeView(ApiView):
    """Who is calling."""

    @read("me", "desk", "See who the token stands for", MeSerializer)
    def get(self, request: ApiRequest) -> Response:
        """Give the caller."""
        return Response(MeSerializer(request.membership).data)


def one(rows: QuerySet[Any, Any], pk: int) -> Any:
    """Give the row; 404 where the caller sees none."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
