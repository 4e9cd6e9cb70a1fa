"""What a contact is mailed, and the one press that ends it (RFC 8058)."""

import io
import json
import zipfile
from typing import Any

from django.test import Client

from contracts.mailings.rounds import mail_round
from contracts.models import NoticeSubscription, Product
from contracts.notices.tokens import unsubscribe_token
from tests.cast import MONDAY, Cast
from tests.contracts.notices.making import a_notice, subscribe

CHOICES = "/nordsoft/portal/notices/choices/"


def kept() -> set[tuple[str, int | None]]:
    return set(NoticeSubscription.objects.values_list("kind", "product"))


def test_kinds_and_products_are_chosen(karin: Client, nordsoft: Cast) -> None:
    other = Product.objects.create(name="Nord Lön")
    chosen = {"operation": ["all"], "release": [str(nordsoft.product.pk), str(other.pk)], "newsletter": "on"}
    assert karin.post(CHOICES, chosen)["Location"] == CHOICES
    assert kept() == {
        ("operation", None), ("release", nordsoft.product.pk), ("release", other.pk), ("newsletter", None),
    }  # fmt: skip
    page = karin.get(CHOICES)
    assert set(page.context["form"]["release"].value()) == {str(nordsoft.product.pk), str(other.pk)}
    assert page.content.decode().count(" checked") == 4
    karin.post(CHOICES, {})
    assert kept() == set()


def test_what_is_no_product_is_refused(karin: Client, nordsoft: Cast) -> None:
    assert karin.post(CHOICES, {"law": ["999999"]}).status_code == 200
    assert kept() == set()


def test_opening_the_link_ends_nothing_and_the_button_does(nordsoft: Cast) -> None:
    subscribe(nordsoft.karin, law=[None], release=[None])
    stop = f"/nordsoft/portal/notices/stop/{unsubscribe_token(nordsoft.karin, 'law')}/"
    guest = Client(enforce_csrf_checks=True)
    for method in (guest.get, guest.head):
        assert method(stop).status_code in (200, 405)
    assert kept() == {("law", None), ("release", None)}
    for _ in range(2):
        answer = guest.post(stop, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200  # no redirect: a mail program follows none
    assert kept() == {("release", None)}


def test_a_forged_link_is_not_there(client: Client, nordsoft: Cast) -> None:
    subscribe(nordsoft.karin, law=[None])
    token = unsubscribe_token(nordsoft.karin, "law")
    for address in (f"/nordsoft/portal/notices/stop/{token}x/", "/nordsoft/portal/notices/stop/1-law/"):
        assert client.post(address).status_code == 404
        assert client.get(address).status_code == 404
    assert kept() == {("law", None)}


def test_what_is_chosen_and_was_mailed_is_among_my_data(karin: Client, nordsoft: Cast) -> None:
    subscribe(nordsoft.karin, release=[nordsoft.product])
    a_notice(nordsoft)
    mail_round(now=MONDAY)
    answer: Any = karin.post("/nordsoft/portal/profile/data/")
    packed = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        rows = json.loads(archive.read("notices.json"))
    assert rows == [
        {"wants": "release", "product": "Nord Ekonomi"},
        {"mailed": "notice", "at": "2026-03-02T08:00:00+00:00", "to": nordsoft.karin.email},
    ]
