"""Notices as customers read them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from contracts.models import Newsletter, Product
from contracts.notices.services.writing import NoticeCard, end_operation, withdraw_notice, write_notice
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.contracts.notices.making import DAY, a_notice

PORTAL = "/nordsoft/portal/"
NOTICES = f"{PORTAL}notices/"


@pytest.fixture
def other(nordsoft: Cast) -> Product:
    """A product that Karin's company has not bought: its contract names the usual one alone."""
    nordsoft.contract.contract_products.create(product=nordsoft.product)
    return Product.objects.create(name="Nord Lön")


def read(client: Client, path: str = "") -> str:
    answer = client.get(f"{NOTICES}{path}")
    assert answer.status_code == 200
    return answer.content.decode()


@time_machine.travel(MONDAY, tick=False)
def test_only_of_the_products_bought(karin: Client, nordsoft: Cast, other: Product) -> None:
    mine = a_notice(nordsoft, products=[nordsoft.product], title_sv="Ekonomi 12")
    theirs = a_notice(nordsoft, products=[other], title_sv="Lön 7")
    everybodys = a_notice(nordsoft, "law", title_sv="Ny lag")
    page = read(karin)
    assert "Ekonomi 12" in page
    assert "Ny lag" in page
    assert "Lön 7" not in page
    assert "<em>lön</em>" in read(karin, f"{mine.pk}/")
    assert karin.get(f"{NOTICES}{everybodys.pk}/").status_code == 200
    assert karin.get(f"{NOTICES}{theirs.pk}/").status_code == 404
    assert "Ekonomi 12" not in read(karin, "?kind=law")
    by_product = read(karin, f"?product={nordsoft.product.pk}")
    assert "Ekonomi 12" in by_product
    assert "Ny lag" in by_product  # it is about all products


@time_machine.travel(MONDAY, tick=False)
def test_no_draft_nothing_withdrawn_nothing_past_its_last_day(karin: Client, nordsoft: Cast) -> None:
    card = NoticeCard(title_sv="Utkast", text_sv="Nej")
    draft = write_notice(kind="law", actor=nordsoft.agent, card=card, now=MONDAY)
    gone = a_notice(nordsoft, title_sv="Borta")
    withdraw_notice(notice=gone, actor=nordsoft.agent, now=MONDAY)
    past = a_notice(nordsoft, title_sv="Förbi", now=MONDAY - 9 * DAY, visible_until=date(2026, 3, 1))
    last = a_notice(nordsoft, title_sv="Sista dagen", visible_until=date(2026, 3, 2))
    page = read(karin)
    for word in ("Utkast", "Borta", "Förbi"):
        assert word not in page
    assert "Sista dagen" in page
    for notice in (draft, gone, past):
        assert karin.get(f"{NOTICES}{notice.pk}/").status_code == 404
    assert karin.get(f"{NOTICES}{last.pk}/").status_code == 200


def test_the_list_goes_by_pages(karin: Client, nordsoft: Cast) -> None:
    for number in range(21):
        a_notice(nordsoft, title_sv=f"Version {number}.", now=MONDAY + timedelta(minutes=number))
    assert "Version 0." not in read(karin)
    assert "Version 0." in read(karin, "?page=1")


def test_an_ongoing_operation_stands_on_every_page_and_asks_nothing(
    karin: Client, nordsoft: Cast, other: Product, django_capture_on_commit_callbacks: object
) -> None:
    capture: object = django_capture_on_commit_callbacks
    with time_machine.travel(MONDAY, tick=False):
        karin.get(f"{PORTAL}contract/")
        with capture(execute=True):  # type: ignore[operator]
            ours = a_notice(nordsoft, "operation", starts_at=MONDAY, title_sv="Avbrott", products=[nordsoft.product])
            a_notice(nordsoft, "operation", starts_at=MONDAY, title_sv="Annans avbrott", products=[other])
            a_notice(nordsoft, "operation", starts_at=MONDAY + DAY, title_sv="I morgon")
        karin.get(f"{PORTAL}contract/")
        with Budget(8) as budget:
            page = karin.get(f"{PORTAL}contract/").content.decode()
        assert not any("contracts_notice" in sql for sql in budget.asked)
        assert f'{NOTICES}{ours.pk}/" lang="sv">Avbrott' in page
        assert "Annans avbrott" not in page
        assert "I morgon" not in page
        with capture(execute=True):  # type: ignore[operator]
            end_operation(notice=ours, actor=nordsoft.agent, now=MONDAY)
        assert "Avbrott" not in karin.get(f"{PORTAL}contract/").content.decode()


@time_machine.travel(MONDAY, tick=False)
def test_the_front_shows_the_newest_for_one_question_more(karin: Client, nordsoft: Cast) -> None:
    karin.get(PORTAL)
    for number in range(6):
        a_notice(nordsoft, title_sv=f"Version {number}", now=MONDAY - number * DAY, products=[nordsoft.product])
    with Budget(8):
        page = karin.get(PORTAL).content.decode()
    assert "Version 3" in page
    assert "Version 4" not in page


def test_every_page_asks_at_most_eight(karin: Client, nordsoft: Cast) -> None:
    notices = [a_notice(nordsoft, title_sv=f"V{n}", products=[nordsoft.product]) for n in range(5)]
    issue = Newsletter.objects.create(
        issued_on=MONDAY.date(), since=MONDAY, until=MONDAY, composed_at=MONDAY, status="sent", sent_at=MONDAY
    )
    for place, notice in enumerate(notices):
        issue.items.create(notice=notice, position=place)
    for path in ("", f"{notices[0].pk}/", "choices/", "calendar/", "newsletters/", f"newsletters/{issue.pk}/"):
        karin.get(f"{NOTICES}{path}")
        with Budget(8):
            assert karin.get(f"{NOTICES}{path}").status_code == 200, path


def test_a_newsletter_is_read_as_far_as_it_concerns_the_reader(karin: Client, nordsoft: Cast, other: Product) -> None:
    mine = a_notice(nordsoft, title_sv="Mitt")
    theirs = a_notice(nordsoft, title_sv="Deras", products=[other])
    values = {"since": MONDAY, "until": MONDAY, "composed_at": MONDAY, "status": "sent", "sent_at": MONDAY}
    both = Newsletter.objects.create(issued_on=date(2026, 3, 3), **values)
    nothing = Newsletter.objects.create(issued_on=date(2026, 3, 17), **values)
    both.items.create(notice=mine, position=1)
    both.items.create(notice=theirs, position=0)
    nothing.items.create(notice=theirs, position=0)
    page = read(karin, f"newsletters/{both.pk}/")
    assert "Mitt" in page
    assert "Deras" not in page
    assert karin.get(f"{NOTICES}newsletters/{nothing.pk}/").status_code == 404
    Newsletter.objects.filter(pk=both.pk).update(status="draft", sent_at=None)
    assert karin.get(f"{NOTICES}newsletters/{both.pk}/").status_code == 404
