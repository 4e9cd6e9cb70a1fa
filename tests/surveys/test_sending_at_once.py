"""Two workers send at once: one person is asked once, whatever contacts have the address. Two real connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction

from accounts.tenancy.context import tenant_context
from contracts.models import Contact
from surveys.models import Invitation
from surveys.services.planning import plan_invitations
from surveys.services.sending import send_next
from tests.cast import MONDAY, make_cast
from tests.surveys.test_invitations import solved

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "relay"])


def test_while_one_is_asked_nobody_else_asks_the_same_person_as_another_contact() -> None:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        Contact.objects.filter(pk=cast.lars.pk).update(email=cast.karin.email.upper())
        solved(cast, contact=cast.karin)
        plan_invitations(now=MONDAY)

    def free() -> list[int]:
        try:
            with tenant_context(cast.tenant.pk), transaction.atomic():
                unlocked = Contact.objects.select_for_update(skip_locked=True).filter(
                    pk__in=[cast.karin.pk, cast.lars.pk]
                )
                return [contact.pk for contact in unlocked]
        finally:
            connections.close_all()

    with tenant_context(cast.tenant.pk), transaction.atomic(), ThreadPoolExecutor(1) as pool:
        assert len(pool.submit(free).result()) == 2
        assert send_next(now=MONDAY + timedelta(days=1))
        assert Invitation.objects.get().state == Invitation.State.SENT
        assert pool.submit(free).result() == []
