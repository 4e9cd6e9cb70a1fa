"""Policies, and the versions of policies and calendars."""

from sla.country import starting_point
from sla.models import ChannelHours
from sla.services.calendars import save_calendar
from sla.services.channels import create_channel_hours
from sla.services.defaults import create_policy
from sla.services.policies import PolicyDraft, change_policy
from tests.cast import MONDAY, Cast
from tests.tickets.api.caller import Caller, assert_problem
from tests.tickets.services.test_channels import draft

DAYS = {"seconds": None, "business_days": 10, "text": "10 arbetsdagar"}


def test_the_policies_of_this_desk(nordsoft: Cast, lonhuset: Cast, agent: Caller, karin: Caller) -> None:
    (shown,) = agent.get("policies/").json()["results"]
    assert (shown["id"], shown["name"], shown["is_default"]) == (nordsoft.policy.pk, "Standard", True)
    version = shown["in_force"]
    assert (version["version"], version["calendar"]["name"], version["created_by"]) == (1, "Support", None)
    targets = {(row["severity"], row["metric"]): row["target"] for row in version["targets"]}
    assert targets["normal", "start"] == {"seconds": 14400, "business_days": None, "text": "4 h"}
    assert targets["normal", "resolution"] == DAYS
    assert version["pauses"] == [{"metric": "resolution", "statuses": ["waiting_customer"]}]
    assert version["steps"][0] == {
        "name": "warning",
        "share": 75,
        "after_minutes": None,
        "to": ["assignee_or_team"],
        "unless_acted": False,
    }
    assert agent.get(f"policies/{nordsoft.policy.pk}/").json() == shown
    for path in ("policies/", f"policies/{nordsoft.policy.pk}/", f"policies/{nordsoft.policy.pk}/versions/"):
        assert_problem(karin.get(path), 404, "not_found")
    for path in (f"policies/{lonhuset.policy.pk}/", f"policies/{lonhuset.policy.pk}/versions/"):
        assert_problem(agent.get(path), 404, "not_found")


def test_a_version_names_the_hours_of_channels(nordsoft: Cast, agent: Caller) -> None:
    create_channel_hours(country="SE", now=MONDAY)
    phone = ChannelHours.objects.get(channel="phone").calendar
    change_policy(policy=nordsoft.policy, actor=nordsoft.manager, draft=draft(nordsoft, phone=phone), now=MONDAY)
    shown = agent.get(f"policies/{nordsoft.policy.pk}/versions/").json()["results"]
    assert [version["channels"] for version in shown] == [
        [{"channel": "phone", "calendar": {"id": phone.pk, "name": "Telephone"}}],
        [],
    ]


def test_every_version_stays_readable(nordsoft: Cast, agent: Caller) -> None:
    draft = PolicyDraft("Standard", nordsoft.calendar, targets={("high", "start"): {"minutes": 60}}, pauses={})
    change_policy(policy=nordsoft.policy, actor=nordsoft.manager, draft=draft, now=MONDAY)
    path = f"policies/{nordsoft.policy.pk}/versions/"
    newest, first = agent.get(path).json()["results"]
    assert (newest["version"], newest["created_by"]) == (2, nordsoft.manager.user.name)
    assert [row["target"]["seconds"] for row in newest["targets"]] == [3600]
    assert (first["version"], len(first["targets"])) == (1, 9)
    page = agent.get(f"{path}?limit=1").json()
    assert [row["version"] for row in agent.get(page["next"]).json()["results"]] == [1]
    assert agent.get(f"policies/{nordsoft.policy.pk}/").json()["in_force"] == newest
    assert_problem(agent.get(f"{path}?version=1"), 400, "invalid")


def test_every_version_of_the_hours_stays_readable(nordsoft: Cast, agent: Caller, karin: Caller) -> None:
    closed = {**starting_point("SE"), "exceptions": {"2026-05-04": {"openings": [], "note": "Kick-off"}}}
    save_calendar(
        calendar=nordsoft.calendar, name="Support", definition=closed, seen=1, actor=nordsoft.manager, now=MONDAY
    )
    path = f"calendars/{nordsoft.calendar.pk}/versions/"
    newest, first = agent.get(path).json()["results"]
    assert (newest["version"], newest["exceptions"]) == (2, {"2026-05-04": "Kick-off"})
    assert (first["version"], first["zone"], first["exceptions"]) == (1, "Europe/Stockholm", {})
    assert first["week"]["0"] == [["08:00", "12:00"], ["13:00", "17:00"]]
    assert_problem(karin.get(path), 404, "not_found")
    assert_problem(agent.get("calendars/999999/versions/"), 404, "not_found")


def test_they_are_on_budget(nordsoft: Cast, agent: Caller) -> None:
    for number in range(5):
        create_policy(name=f"Policy {number}", calendar=nordsoft.calendar, now=MONDAY)
    assert agent.queries("policies/") <= 8
    assert agent.queries(f"policies/{nordsoft.policy.pk}/versions/") <= 8
    assert agent.queries(f"calendars/{nordsoft.calendar.pk}/versions/") <= 8
