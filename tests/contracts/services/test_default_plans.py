"""The four plans are the domain's table (Contracts and plans)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from contracts.models import Contract, PlanService
from contracts.selectors.plans import newest_version, newest_versions, smallest_with_support
from tests.cast import Cast

EVERYBODY = ["updates", "newsletter", "portal", "help_centre", "certification"]
PROFESSIONAL = {
    "support": None,
    "fast_track": None,
    "courses": None,
    "webinars": None,
    "service_check": 1,
    "consultancy_discount": 15,
    "personal_consultant": None,
    "legal": 2,
    "sparring": 2,
    "strategic_adviser": None,
}
PREMIUM = PROFESSIONAL | {"legal": 4, "sparring": 4, "data_processing_appendix": None, "test_environment": None}


@pytest.mark.parametrize(
    ("name", "more", "answers"),
    [
        ("basic", {}, (False, False, 0)),
        ("standard", {"support": None}, (True, False, 0)),
        ("professional", PROFESSIONAL, (True, True, 15)),
        ("premium", PREMIUM, (True, True, 15)),
    ],
)
def test_the_four_plans_have_the_services_of_the_table(
    nordsoft: Cast, name: str, more: dict[str, int | None], answers: tuple[bool, bool, int]
) -> None:
    version = newest_version(nordsoft.plans[name])
    services = list(version.services.all())
    assert {service.code: service.quantity for service in services} == dict.fromkeys(EVERYBODY) | more
    assert (version.has_support, version.has_fast_track, version.consultancy_discount) == answers
    assert all(service.name_sv and service.name_da and service.name_en for service in services)
    assert version.number == 1
    assert version.contact_limit is None


def test_a_text_missing_in_one_language_is_said_in_another(nordsoft: Cast) -> None:
    service = PlanService(name_sv="Kurser", name_da="Kurser", name_en="Courses")
    with translation.override("sv"):
        assert service.name == "Kurser"
    with translation.override("en"):
        assert service.name == "Courses"
        assert PlanService(name_sv="Rådgivare").name == "Rådgivare"


def test_the_newest_of_each_plan_smallest_first(nordsoft: Cast) -> None:
    assert [version.plan.name for version in newest_versions()] == ["Basic", "Standard", "Professional", "Premium"]
    smallest = smallest_with_support()
    assert smallest
    assert smallest.plan == nordsoft.plans["standard"]


def test_a_contracts_plan_is_that_of_its_version(nordsoft: Cast) -> None:
    contract = nordsoft.contract
    contract.plan_version = newest_version(nordsoft.plans["premium"])
    contract.save()
    assert Contract.objects.get().plan == nordsoft.plans["premium"]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.update(plan=nordsoft.plans["basic"])


def test_the_currency_is_the_tenants(nordsoft: Cast, lonhuset: Cast) -> None:
    assert (nordsoft.contract.currency, lonhuset.contract.currency) == ("SEK", "DKK")


def test_the_discount_is_kept_to_the_hundredth(nordsoft: Cast) -> None:
    assert newest_version(nordsoft.plans["premium"]).consultancy_discount == Decimal("15.00")
