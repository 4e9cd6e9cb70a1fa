"""Damaged mails from the door to the ticket: each ends in a state, nothing is lost, and nothing fails."""

import os
import random
from datetime import timedelta

from inbox.models import InboundMail
from inbox.services import rounds
from tests.cast import MONDAY, Cast
from tests.inbox.damage import corpus, damaged
from tests.inbox.post import keep
from tickets.models import Ticket

# `FUZZ_MAILS=2000` for the long run.
MAILS = min(int(os.environ.get("FUZZ_MAILS", "100")), 5_000)


def test_every_damaged_mail_ends_in_a_state(nordsoft: Cast) -> None:
    chance = random.Random(20261123)  # noqa: S311 - the same damage each time
    mails = corpus()
    raws: dict[int, bytes] = {}
    for number in range(MAILS):
        raw = damaged(chance.choice(mails), mails, chance)
        sender = chance.choice([None, "", "maja@bergsbygg.example"])
        kept_as = keep(nordsoft, raw, sender=sender, now=MONDAY + timedelta(minutes=2 * number))
        raws.setdefault(kept_as.pk, raw)  # the same mail again is kept once, as it came first
    while rounds._read_one(now=MONDAY):
        pass
    kept = InboundMail.objects.order_by("pk")
    assert {mail.pk for mail in kept} == set(raws)
    assert [mail.pk for mail in kept if bytes(mail.raw) != raws[mail.pk]] == []
    assert [(mail.pk, mail.error) for mail in kept if mail.outcome in ("", "error")] == []
    assert [mail.pk for mail in kept if mail.state not in ("done", "left", "failed")] == []
    filed = [mail for mail in kept if mail.outcome == "filed"]
    assert len(filed) > MAILS / 4
    assert Ticket.objects.count() == len(filed)
