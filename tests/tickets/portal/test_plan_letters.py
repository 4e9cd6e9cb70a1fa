"""A campaign's letter, as the customer sees it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from contracts.models import Campaign, CampaignLetter, Contact
from contracts.selectors.plans import newest_version
from contracts.services.campaigns import Asked, create_campaign, send_campaign, settle_letter
from tests.budget import Budget
from tests.cast import Cast

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 15, 23, 0, tzinfo=UTC)


@pytest.fixture
def letter(nordsoft: Cast) -> Iterator[CampaignLetter]:
    member = nordsoft.karin.membership
    assert member
    member.user.language = "en"
    member.user.save()
    offered = [newest_version(nordsoft.plans[plan]) for plan in ("standard", "professional", "premium")]
    asked = Asked(
        "New plans", "We have made our plans simpler.\n\nChoose one.", date(2026, 12, 15), offered, offered[2]
    )
    plans = [nordsoft.plans["professional"]]
    with time_machine.travel(NOW, tick=False):
        campaign = create_campaign(asked=asked, plans=plans, actor=nordsoft.manager, now=NOW)
        yield send_campaign(campaign=campaign, actor=nordsoft.manager, now=NOW).letters.get()


def address(letter: CampaignLetter) -> str:
    return f"/nordsoft/portal/plan-letters/{letter.pk}/"


def test_the_letter_names_its_choices_their_dates_and_the_default(letter: CampaignLetter, karin: Client) -> None:
    with Budget(8):
        answer = karin.get(address(letter))
    said = " ".join(answer.content.decode().split())
    assert "Choose your plan by 15 Dec 2026" in said
    assert "If you choose nothing, Premium applies." in said
    starts = {
        row["version"].plan.name: (row["starts"], row["is_default"], row["is_chosen"]) for row in answer.context["rows"]
    }
    assert starts == {
        "Standard": ("1 Apr 2027", False, False),
        "Professional": ("as now", False, False),
        "Premium": ("1 Jan 2027", True, False),
    }
    with Budget(8):
        paper = karin.get(f"{address(letter)}letter.pdf")
    said = " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages).split())
    assert "Choose by 15 Dec 2026. If you choose nothing, Premium applies." in said
    assert "We have made our plans simpler." in said


def test_chosen_and_chosen_again(letter: CampaignLetter, karin: Client) -> None:
    for plan in ("Standard", "Professional"):
        rows = karin.get(address(letter)).context["rows"]
        version = next(row["version"] for row in rows if row["version"].plan.name == plan)
        done = karin.post(address(letter), {"version": version.pk}, follow=True)
        assert f"You have chosen {plan}. You may change it until 15 Dec 2026." in done.content.decode()
    letter.refresh_from_db()
    assert letter.chosen_version
    assert letter.chosen_version.plan.name == "Professional"


@pytest.mark.parametrize("wrong", ["", "none", "999999"])
def test_none_cannot_be_chosen(letter: CampaignLetter, karin: Client, wrong: str) -> None:
    assert "Choose a plan." in karin.post(address(letter), {"version": wrong}, follow=True).content.decode()
    letter.refresh_from_db()
    assert letter.chosen_version is None


def test_after_the_deadline_it_says_what_came_of_it(letter: CampaignLetter, karin: Client) -> None:
    version = letter.default_version_id
    with time_machine.travel(MIDNIGHT, tick=False):
        late = karin.post(address(letter), {"version": version}, follow=True)
        assert "The day to answer by has passed." in late.content.decode()
    settle_letter(letter=letter, now=MIDNIGHT)
    Campaign.objects.update(status="closed")
    answer = karin.get(address(letter)).content.decode()
    assert "Premium from 1 Jan 2027" in answer
    assert 'name="version"' not in answer


def test_the_change_page_leads_to_the_letter(nordsoft: Cast, letter: CampaignLetter, karin: Client) -> None:
    with Budget(8):
        page = karin.get(f"/nordsoft/portal/contract/{nordsoft.contract.pk}/plan/")
    assert address(letter) in page.content.decode()
    assert page.context["choices"] == []


def test_other_companies_colleagues_and_drafts_are_not_there(
    nordsoft: Cast, letter: CampaignLetter, karin: Client, lars: Client
) -> None:
    assert lars.get(address(letter)).status_code == 404
    Contact.objects.filter(pk=nordsoft.lars.pk).update(customer=nordsoft.stranger, is_company_wide=True)
    assert lars.get(address(letter)).status_code == 404
    assert lars.post(address(letter), {"version": letter.default_version_id}).status_code == 404
    Campaign.objects.update(status="draft")
    assert karin.get(address(letter)).status_code == 404
