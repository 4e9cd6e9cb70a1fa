"""A question whose SQL is kept gives what the ORM gives."""

import threading

import pytest
from django.db import connection, models, transaction

from accounts.models import Membership
from accounts.tenancy.context import TenantMissingError, current_tenant, tenant_context
from accounts.tenancy.prepared import Prepared
from tests.budget import Budget
from tests.cast import Cast

built: list[object] = []


def _members(role: object, user: int) -> models.QuerySet[Membership]:
    built.append(role)
    found = Membership.objects.filter(user=user).select_related("user")
    return found.filter(role=role) if role else found


def test_rows_are_the_orms_and_the_sql_is_written_once_for_each_shape(nordsoft: Cast) -> None:
    built.clear()
    prepared = Prepared(_members)
    for one in (nordsoft.agent, nordsoft.colleague):
        with Budget(1) as budget:
            rows = prepared.rows(one.user_id)
            assert [(row.pk, row.role, row.user.name, row.user.email) for row in rows] == [
                (one.pk, one.role, one.user.name, one.user.email)
            ]
        assert len(budget.asked) == 1
    assert prepared.first(nordsoft.agent.user_id, shape="agent") == nordsoft.agent
    assert prepared.first(nordsoft.agent.user_id, shape="manager") is None
    assert built == [None, "agent", "manager"]


def test_a_tenant_is_never_anothers(nordsoft: Cast, lonhuset: Cast) -> None:
    prepared = Prepared(_members)
    assert prepared.first(nordsoft.agent.user_id) == nordsoft.agent
    with tenant_context(lonhuset.tenant.pk):
        assert prepared.first(nordsoft.agent.user_id) is None
        assert prepared.first(lonhuset.agent.user_id) == lonhuset.agent
    assert prepared.first(lonhuset.agent.user_id) is None


def test_without_a_tenant_nothing_is_asked(nordsoft: Cast) -> None:
    prepared = Prepared(_members)
    token = current_tenant.set(None)
    try:
        with pytest.raises(TenantMissingError):
            prepared.rows(nordsoft.agent.user_id)
    finally:
        current_tenant.reset(token)


def test_values_and_unions_work_as_well(nordsoft: Cast) -> None:
    def names(_shape: None, one: int, other: int) -> models.QuerySet[Membership, tuple[str]]:
        rows = Membership.objects.order_by().values_list("user__name")
        return rows.filter(pk=one).union(rows.filter(pk=other), all=True)

    rows = Prepared(names).rows(nordsoft.agent.pk, nordsoft.colleague.pk)
    assert sorted(rows) == sorted([(nordsoft.agent.user.name,), (nordsoft.colleague.user.name,)])


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection(nordsoft: Cast) -> None:
    prepared = Prepared(_members)
    found: list[tuple[Membership | None, object]] = []

    def ask() -> None:
        with transaction.atomic(), tenant_context(nordsoft.tenant.pk):
            found.append((prepared.first(nordsoft.agent.user_id), connection.connection))

    ask()

    def ask_and_leave() -> None:
        ask()
        connection.close()

    thread = threading.Thread(target=ask_and_leave)
    thread.start()
    thread.join()
    assert [member for member, _connection in found] == [nordsoft.agent] * 2
    assert found[0][1] is not found[1][1]
