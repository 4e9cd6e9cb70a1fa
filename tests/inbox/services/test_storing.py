"""A mail is kept whole before anybody looks into it, once, whichever way it comes."""

import pytest
from django.db import transaction

from accounts.tenancy.context import tenant_context
from inbox.models import InboundMail
from inbox.services import storing
from inbox.services.storing import Address, TooLargeError, digest, find_mailbox, store
from tests.cast import MONDAY, Cast, make_cast
from tests.inbox.post import keep, letter, mailbox

RELAY = pytest.mark.django_db(transaction=True, databases=["default", "relay"])


def test_bytes_are_kept_as_they_came(nordsoft: Cast) -> None:
    raw = b"From: \xff\x00\r\n\r\n\x80 not text"
    kept = InboundMail.objects.get(pk=keep(nordsoft, raw, sender="x@y.example").pk)
    assert (bytes(kept.raw), kept.size, kept.state) == (raw, len(raw), "stored")
    assert (kept.received_at, kept.envelope_from) == (MONDAY, "x@y.example")


def test_handed_over_again_it_is_kept_once(nordsoft: Cast) -> None:
    raw = letter()
    again = b"Received: from elsewhere\r\n by here\r\nDelivered-To: x\r\n" + raw.replace(b"\n", b"\r\n")
    assert keep(nordsoft, raw).pk == keep(nordsoft, again).pk
    assert keep(nordsoft, letter(text="Another.")).pk != keep(nordsoft, raw).pk


def test_the_same_mail_by_two_doors_is_kept_once(nordsoft: Cast) -> None:
    at, raw = mailbox(nordsoft), letter()
    doors = [InboundMail.Source.IMAP, InboundMail.Source.LMTP, InboundMail.Source.PIPE]
    kept = [
        store(
            address=Address(nordsoft.tenant.pk, at.pk),
            raw=b"Received: from %s\r\n" % door.encode() + raw,
            source=door,
            recipient=at.address,
            envelope_from=None,
            now=MONDAY,
        )
        for door in doors
    ]
    assert len({mail.pk for mail in kept}) == 1
    assert kept[2].source == InboundMail.Source.IMAP


def test_two_mails_that_differ_in_the_body_alone_are_two(nordsoft: Cast) -> None:
    assert digest(b"A: b\n\nReceived: x") != digest(b"A: b\n\nReceived: y")
    assert digest(b"A: b\n folded\n\nx") != digest(b"A: b\n\nx")
    assert digest(b"Received: b\n folded\nA: b\n\nx") == digest(b"A: b\r\n\r\nx")


def test_too_large_is_refused(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "LARGEST", 100)
    with pytest.raises(TooLargeError):
        keep(nordsoft, b"A: b\n\n" + b"x" * 100)
    assert not InboundMail.objects.exists()


def test_odd_envelopes_can_be_kept(nordsoft: Cast) -> None:
    at = mailbox(nordsoft)
    odd = "\ud800\0" + "x" * 400
    address = Address(nordsoft.tenant.pk, at.pk)
    kept = store(
        address=address, raw=b"A: b\n\nc", source=InboundMail.Source.PIPE, recipient=odd, envelope_from=odd, now=MONDAY
    )
    assert len(kept.recipient) == 320


@RELAY
def test_whose_mailbox_it_is() -> None:
    cast, other = make_cast("nordsoft"), make_cast("lonhuset")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        mailbox(cast, address="off@nordsoft.example", is_active=False)
        at, plus = mailbox(cast), mailbox(cast, address="support+fast@nordsoft.example")
        idn = mailbox(cast, address="support@måla.example")
    with tenant_context(other.tenant.pk), transaction.atomic():
        theirs = mailbox(other)
    assert find_mailbox("<SUPPORT@Nordsoft.example>") == (cast.tenant.pk, at.pk)
    assert find_mailbox("support+1042.abc@nordsoft.example") == (cast.tenant.pk, at.pk)
    assert find_mailbox("support+fast@nordsoft.example") == (cast.tenant.pk, plus.pk)
    assert find_mailbox("support@lonhuset.example") == (other.tenant.pk, theirs.pk)
    for spelt in ("Support@MÅLA.example", "support@xn--mla-ula.example", "support+1042.abc@xn--mla-ula.example"):
        assert find_mailbox(spelt) == (cast.tenant.pk, idn.pk)
    assert find_mailbox("support@lonhuset.example", tenant="nordsoft") is None
    assert find_mailbox(None, tenant="lonhuset") == (other.tenant.pk, theirs.pk)
    assert [find_mailbox(one) for one in ("off@nordsoft.example", "nobody@nordsoft.example", "", None)] == [None] * 4
