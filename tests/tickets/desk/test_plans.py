"""Plans are entered, put in order and retired on screen, with no script."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from contracts.models import Contract, Plan
from contracts.selectors.plans import newest_version
from contracts.services.plans import PlanDraft, change_plan, kept_services
from tests.cast import MONDAY, Cast
from tests.tickets.desk.pages import QUEUE, count_queries, text_of
from tests.windows import signed_in

PLANS = f"{QUEUE}plans/"
NAMES = ("acts", "code", "name_sv", "name_da", "name_en", "kind", "quantity")


@pytest.fixture
def manager(nordsoft: Cast) -> Client:
    """Henrik, who keeps plans."""
    return signed_in(nordsoft.manager.user)


def rows(*services: dict[str, str], **more: str) -> dict[str, str]:
    """Give what the form sends for these services."""
    data = {"name": "Gold", "contact_limit": "", "rows": str(len(services))} | more
    for number, service in enumerate(services):
        data |= {f"s{number}-{name}": service.get(name, "") for name in NAMES}
    return data


SUPPORT = {"acts": "support", "name_en": "Support"}
LEGAL = {"acts": "legal", "name_en": "Legal", "quantity": "2.5"}
VISIT = {"name_sv": "Besök på plats", "kind": "quota_times", "quantity": "2"}


def test_a_plan_is_entered(manager: Client, nordsoft: Cast) -> None:
    answer = manager.post(f"{PLANS}new/", rows(SUPPORT, LEGAL, VISIT, {}, contact_limit="3"))
    plan = Plan.objects.get(name="Gold")
    assert answer["Location"] == f"{PLANS}{plan.pk}/"
    version = newest_version(plan)
    assert (version.contact_limit, version.has_support) == (3, True)
    assert [(one.code, one.kind, one.quantity) for one in version.services.all()] == [
        ("support", "included", None),
        ("legal", "quota_hours", Decimal("2.50")),
        ("besok_pa_plats", "quota_times", Decimal(2)),
    ]
    text = text_of(manager.get(answer["Location"]).content)
    assert "Gold is saved." in text
    assert "2.5 hours a year" in text
    assert "Gold" in text_of(manager.get(PLANS).content)


def test_rows_are_added_moved_and_removed_and_nothing_typed_is_lost(manager: Client, nordsoft: Cast) -> None:
    path = f"{PLANS}new/"
    page = manager.post(path, rows(SUPPORT, LEGAL) | {"do": "add"})
    assert page.status_code == 200
    assert 'name="rows" value="3"' in page.content.decode()
    page = manager.post(path, rows(SUPPORT, LEGAL, VISIT) | {"do": "up-2"})
    assert [row["name_sv"].value() or row["name_en"].value() for row in page.context["form"].rows] == [
        "Support",
        "Besök på plats",
        "Legal",
    ]
    page = manager.post(path, rows(SUPPORT, LEGAL, VISIT) | {"do": "drop-0"})
    assert [row["acts"].value() for row in page.context["form"].rows] == ["legal", ""]
    assert page.content.decode().count("autofocus") == 1
    assert Plan.objects.count() == 4
    manager.post(path, rows(SUPPORT) | {"do": "down-99"})
    assert manager.post(path, rows(SUPPORT) | {"do": "what"}).status_code == 200


def test_what_is_refused_is_said_at_its_row_and_stays_typed(manager: Client, nordsoft: Cast) -> None:
    answer = manager.post(f"{PLANS}new/", rows(SUPPORT, {}, LEGAL | {"quantity": ""}, name="basic"))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert [bool(row.non_field_errors()) for row in form.rows] == [False, False, True]
    assert 'value="Legal"' in answer.content.decode()
    answer = manager.post(f"{PLANS}new/", rows(SUPPORT, name="basic"))
    assert "There is a plan with this name already." in text_of(answer.content)


def test_a_changed_plan_shows_its_versions_and_who_is_behind(manager: Client, nordsoft: Cast) -> None:
    plan = nordsoft.plans["professional"]
    path = f"{PLANS}{plan.pk}/"
    answer = manager.post(path, rows(SUPPORT, LEGAL, name="Professional"))
    assert answer["Location"] == path
    text = text_of(manager.get(path).content)
    assert "Professional is saved as version 2." in text
    assert "Contracts on an earlier version Bergs Bygg AB version 1" in text
    assert "Legal and security assistance 2 hours a year" in text
    assert "Version 2" in text
    assert "Version 1" in text


def test_the_page_sends_back_what_it_shows(manager: Client, nordsoft: Cast) -> None:
    plan = nordsoft.plans["premium"]
    form = manager.get(f"{PLANS}{plan.pk}/").context["form"]
    sent = {f"s{number}-{name}": row[name].value() or "" for number, row in enumerate(form.rows) for name in NAMES}
    manager.post(f"{PLANS}{plan.pk}/", {"name": "Premium", "contact_limit": "", "rows": len(form.rows), **sent})
    assert plan.versions.count() == 1


def test_a_plan_is_retired_offered_again_and_removed(manager: Client, nordsoft: Cast) -> None:
    plan = nordsoft.plans["basic"]
    manager.post(f"{PLANS}{plan.pk}/offer/")
    assert not Plan.objects.get(pk=plan.pk).is_offered
    new = f"{QUEUE}customers/{nordsoft.stranger.pk}/contracts/new/"
    manager.get(f"{PLANS}{plan.pk}/")  # says what was done
    assert "Basic" not in text_of(manager.get(new).content)
    manager.post(f"{PLANS}{plan.pk}/offer/", {"offered": "1"})
    assert Plan.objects.get(pk=plan.pk).is_offered
    manager.post(f"{PLANS}{plan.pk}/removal/")
    assert not Plan.objects.filter(pk=plan.pk).exists()
    kept = nordsoft.plans["professional"]
    answer = manager.post(f"{PLANS}{kept.pk}/removal/", follow=True)
    assert "Retire it instead." in text_of(answer.content)


def test_plans_change_places(manager: Client, nordsoft: Cast) -> None:
    manager.post(f"{PLANS}{nordsoft.plans['basic'].pk}/place/", {"to": "larger"})
    assert [plan.name for plan in Plan.objects.all()][:2] == ["Standard", "Basic"]


def test_few_questions_to_the_database(manager: Client, nordsoft: Cast) -> None:
    plan = nordsoft.plans["professional"]
    services = kept_services(newest_version(plan))
    for number in range(6):
        draft = PlanDraft(plan.name, services[number:], None)
        change_plan(plan=plan, actor=nordsoft.manager, draft=draft, now=MONDAY + timedelta(days=number))
    assert Contract.objects.count() == 1
    assert len(count_queries(manager, PLANS)) <= 8
    assert len(count_queries(manager, f"{PLANS}new/")) <= 6
    assert len(count_queries(manager, f"{PLANS}{plan.pk}/")) <= 13
