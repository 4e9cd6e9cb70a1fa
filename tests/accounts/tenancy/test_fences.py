"""Three fences: each is tried on its own."""

import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.tenancy.context import TenantMissingError, current_tenant, tenant_context
from accounts.tenancy.roles import refuse_privileged_role
from contracts.models import Contact, Customer
from tests.cast import Cast


def test_a_query_without_tenant_raises(db: None) -> None:
    with pytest.raises(TenantMissingError):
        Customer.objects.count()


def test_a_row_without_tenant_raises(db: None) -> None:
    with pytest.raises(TenantMissingError):
        Customer.objects.create(name="Nobody's")


def test_each_tenant_sees_its_own_rows(nordsoft: Cast, lonhuset: Cast) -> None:
    assert list(Customer.objects.values_list("name", flat=True)) == ["Bergs Bygg AB", "Furuviks Bageri"]
    with tenant_context(lonhuset.tenant.pk):
        assert list(Customer.objects.values_list("name", flat=True)) == ["Bergs Byg ApS", "Furuviks Bageri"]


def test_raw_sql_sees_its_own_tenant_only(nordsoft: Cast, lonhuset: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tenant_id FROM contracts_customer")
        assert cursor.fetchall() == [(nordsoft.tenant.pk,)]


def test_raw_sql_cannot_write_for_another_tenant(nordsoft: Cast, lonhuset: Cast) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contracts_customer (tenant_id, name, external_id, created_at) VALUES (%s, 'X', '', now())",
            [lonhuset.tenant.pk],
        )


def test_raw_sql_without_tenant_is_an_error_and_not_an_empty_page(transactional_db: None, lonhuset: Cast) -> None:
    assert current_tenant.get() is None
    assert lonhuset.customer.pk  # a row to look at: an empty table asks no policy
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM contracts_customer")


def test_a_row_cannot_point_at_another_tenants_row(nordsoft: Cast, lonhuset: Cast) -> None:
    @transaction.atomic
    def smuggle() -> None:
        Contact.objects.create(customer_id=lonhuset.customer.pk, name="Smuggler")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError):
        smuggle()


def test_every_tenant_table_has_its_fences(db: None) -> None:
    errors = checks.run_checks(databases=["default"])
    assert [error for error in errors if str(error.id).startswith("tenancy")] == []


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_the_owner_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="owns the tables"):
        refuse_privileged_role("owner")


def test_the_unprivileged_role_is_accepted(db: None) -> None:
    refuse_privileged_role("default")
