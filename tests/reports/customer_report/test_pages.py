"""The report's pages: the desk's for managers, the portal's for contacts who see the whole company."""

from datetime import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from accounts.services.logo import put_logo
from contracts.models import Contact
from tests.cast import Cast
from tests.logos import picture
from tests.reports.conftest import BUDGET, questions
from tests.reports.customer_report.march import March
from tests.windows import signed_in
from tickets.models import Ticket

one_tenant = pytest.mark.parametrize("march", ["nordsoft"], indirect=True)


def at_desk(march: March, rest: str = "") -> str:
    return f"/{march.cast.tenant.slug}/dashboards/customers/{march.cast.customer.pk}/{rest}"


def at_portal(march: March, rest: str = "") -> str:
    return f"/{march.cast.tenant.slug}/portal/reports/{rest}"


def test_the_desk_opens_the_last_month_that_is_over(desk: Client, march: March) -> None:
    customer = desk.get(f"/{march.cast.tenant.slug}/desk/customers/{march.cast.customer.pk}/").content.decode()
    assert at_desk(march) in customer
    assert desk.get(at_desk(march))["Location"] == at_desk(march, "2026-03/")
    page = desk.get(at_desk(march, "2026-03/"))
    assert page.status_code == 200
    said = page.content.decode()
    for text in ("Support in March 2026", "2 of 4", "Every"[:1], "Set the right year."):
        assert text in said
    assert f'href="/{march.cast.tenant.slug}/desk/tickets/{march.kept.number}/"' in said
    assert f'href="{at_desk(march, "2026-02/")}"' in said
    assert f'href="{at_desk(march, "2026-04/")}"' in said


@one_tenant
def test_the_present_month_says_that_it_lasts_and_the_next_is_not_there(desk: Client, march: March) -> None:
    assert "The month is not over" in desk.get(at_desk(march, "2026-04/")).content.decode()
    for other in ("2026-05/", "2019-01/", "2026-13/", "2026-05.pdf"):
        assert desk.get(at_desk(march, other)).status_code == 404


def test_both_give_the_same_pdf_with_the_logo(desk: Client, portal: Client, march: March, april: datetime) -> None:
    put_logo(file=SimpleUploadedFile("l.png", picture()), actor=march.cast.admin, now=april)
    first, second = desk.get(at_desk(march, "2026-03.pdf")), portal.get(at_portal(march, "2026-03.pdf"))
    assert first["Content-Type"] == "application/pdf"
    assert 'filename="Support in March 2026.pdf"' in first["Content-Disposition"]
    assert first.content == second.content
    assert len(PdfReader(BytesIO(first.content)).pages[0].images) == 1


@one_tenant
def test_the_pages_head_has_the_logo(desk: Client, portal: Client, march: March, april: datetime) -> None:
    logo = put_logo(file=SimpleUploadedFile("l.png", picture()), actor=march.cast.admin, now=april)
    for client, path in ((desk, at_desk(march, "2026-03/")), (portal, at_portal(march, "2026-03/"))):
        said = client.get(path).content.decode()
        assert f'{logo.version}.png" alt="{march.cast.tenant.name}"' in said


def test_a_company_wide_contact_reads_the_months_that_are_over(portal: Client, march: March) -> None:
    assert at_portal(march) in portal.get(f"/{march.cast.tenant.slug}/portal/contract/").content.decode()
    listed = portal.get(at_portal(march)).content.decode()
    assert at_portal(march, "2026-03/") in listed
    assert at_portal(march, "2026-02.pdf") in listed
    assert at_portal(march, "2026-04/") not in listed
    said = portal.get(at_portal(march, "2026-03/")).content.decode()
    assert f'href="/{march.cast.tenant.slug}/portal/tickets/{march.kept.number}/"' in said
    assert portal.get(at_portal(march, "2026-04/")).status_code == 404
    assert portal.get(at_portal(march, "2026-04.pdf")).status_code == 404


@one_tenant
@pytest.mark.parametrize("rest", ["", "2026-03/", "2026-03.pdf"])
def test_other_contacts_find_no_reports(march: March, april: datetime, rest: str) -> None:
    assert march.cast.lars.membership
    lars = signed_in(march.cast.lars.membership.user)
    assert lars.get(at_portal(march, rest)).status_code == 404
    assert at_portal(march) not in lars.get(f"/{march.cast.tenant.slug}/portal/contract/").content.decode()


@one_tenant
def test_a_contact_reads_their_own_company_alone(portal: Client, march: March) -> None:
    Contact.objects.filter(pk=march.cast.karin.pk).update(customer=march.cast.stranger)
    said = portal.get(at_portal(march, "2026-03/")).content.decode()
    assert "Set the right year." not in said
    assert march.cast.customer.name not in said


@one_tenant
def test_a_new_customer_has_none_in_the_portal_and_the_present_month_at_the_desk(
    desk: Client, portal: Client, march: March
) -> None:
    Contact.objects.filter(pk=march.cast.karin.pk).update(customer=march.cast.stranger)
    Ticket.objects.filter(customer=march.cast.stranger).update(opened_at=march.at("04-02 09:00"))
    type(march.cast.stranger).objects.filter(pk=march.cast.stranger.pk).update(created_at=march.at("04-02 09:00"))
    assert "The first one comes when your first month is over." in portal.get(at_portal(march)).content.decode()
    there = f"/{march.cast.tenant.slug}/dashboards/customers/{march.cast.stranger.pk}/"
    assert desk.get(there)["Location"] == f"{there}2026-04/"


def test_another_tenants_customer_is_not_there(nordsoft: Cast, lonhuset: Cast, april: datetime) -> None:
    manager = signed_in(nordsoft.manager.user)
    for rest in ("", "2026-03/", "2026-03.pdf"):
        path = f"/nordsoft/dashboards/customers/{lonhuset.customer.pk}/{rest}"
        assert manager.get(path).status_code == 404


@one_tenant
def test_the_pages_stay_within_their_queries(desk: Client, portal: Client, march: March) -> None:
    desk.get(at_desk(march, "2026-03/"))  # calendars are read once by each process
    assert questions(desk, at_desk(march, "2026-03/")) <= BUDGET
    assert questions(portal, at_portal(march, "2026-03/")) <= BUDGET
    assert questions(portal, at_portal(march)) <= BUDGET
    assert questions(desk, at_desk(march, "2026-03.pdf")) <= BUDGET
