"""The bytes of old mails are forgotten; what answers refer to stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.tenancy.context import tenant_context
from inbox.models import InboundMail
from inbox.services.handling import take_up
from inbox.services.pruning import prune, prune_batch
from inbox.services.reading_again import read_again
from tests.budget import Budget
from tests.cast import MONDAY, Cast, make_cast
from tests.inbox.post import keep, letter, take

OLD = MONDAY + timedelta(days=91)


def test_bytes_go_and_the_thread_stays(nordsoft: Cast) -> None:
    first = take(nordsoft, letter(message_id="<one@bergs.example>"))
    assert prune_batch(now=MONDAY + timedelta(days=89)) == 0
    assert prune_batch(now=OLD) == 1
    first.refresh_from_db()
    assert (bytes(first.raw), first.has_raw, first.outcome) == (b"", False, "filed")
    again = take(nordsoft, letter(text="And now?", in_reply_to="<one@bergs.example>"), now=OLD)
    assert again.ticket == first.ticket


def test_handed_over_again_after_that_it_is_still_kept_once(nordsoft: Cast) -> None:
    take(nordsoft, letter())
    prune_batch(now=OLD)
    assert keep(nordsoft, letter(), now=OLD).state == "done"
    assert InboundMail.objects.count() == 1


def test_what_nobody_has_read_yet_or_could_read_stays(nordsoft: Cast) -> None:
    keep(nordsoft, letter())
    take(nordsoft, b"\nno mail")
    assert prune_batch(now=OLD) == 0


def test_what_is_gone_can_be_neither_taken_up_nor_read_again(nordsoft: Cast) -> None:
    mail = take(nordsoft, letter(precedence="bulk"))
    prune_batch(now=OLD)
    with pytest.raises(ValidationError):
        take_up(mail=mail, actor=nordsoft.admin, now=OLD)
    with pytest.raises(ValidationError):
        read_again(mail=mail, actor=nordsoft.admin)


def test_a_batch_asks_twice_however_many(nordsoft: Cast) -> None:
    for number in range(5):
        take(nordsoft, letter(text=str(number), precedence="bulk"))
    with Budget(2):
        assert prune_batch(now=OLD) == 5


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_all_tenants_are_looked_after() -> None:
    for slug in ("nordsoft", "lonhuset"):
        cast = make_cast(slug)
        with tenant_context(cast.tenant.pk), transaction.atomic():
            take(cast, letter(precedence="bulk"))
    assert prune(now=OLD) == 2
    assert prune(now=OLD) == 0
