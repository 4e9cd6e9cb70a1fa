"""What stands beside the demo's tickets."""

import pytest

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from tickets.field_values import read_value
from tickets.models import FieldValue, Team, TeamProduct, TicketTag, TicketWatcher, TimeEntry

pytestmark = [pytest.mark.usefixtures("year"), pytest.mark.django_db, pytest.mark.xdist_group("year")]


def test_time_tags_fields_and_watchers() -> None:
    with tenant_context(Tenant.objects.get(slug="nordsoft").pk):
        assert TicketTag.objects.count() > 20
        assert TimeEntry.objects.filter(kind="covered").exists()
        assert TicketWatcher.objects.exists()
        assert TeamProduct.objects.exists()
        assert Team.objects.get(is_default=True).rule == Team.Rule.ROUND_ROBIN
        values = list(FieldValue.objects.select_related("field"))
        assert {value.field.kind for value in values} == {"number", "choice"}
        assert all(read_value(value.field, value.text) == value.text for value in values)
