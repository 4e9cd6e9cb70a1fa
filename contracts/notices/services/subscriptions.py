"""What a contact is told by mail: chosen by themselves, and ended by one press in any of these mails."""

from collections.abc import Collection, Mapping

from django.db import transaction

from accounts.errors import NotAllowedError
from accounts.models import Membership
from contracts.models import Contact, NoticeSubscription
from contracts.notices.tokens import read_unsubscribe

# Of a kind: about everything that concerns me.
ALL = None


@transaction.atomic
def choose(*, contact: Contact, actor: Membership, wanted: Mapping[str, Collection[int | None]]) -> None:
    """Keep what a contact wants: for each kind the keys of products, or ALL, which says the rest too.

    NotAllowedError for anybody else's choices. The newsletter knows no products.
    """
    if contact.membership_id != actor.pk:
        raise NotAllowedError("people choose for themselves")
    Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    NoticeSubscription.objects.filter(contact=contact).delete()
    NoticeSubscription.objects.bulk_create(
        NoticeSubscription(contact=contact, kind=kind, product_id=product)
        for kind, products in wanted.items()
        for product in ({ALL} if ALL in products else set(products))
    )


@transaction.atomic
def end_subscription(*, token: str) -> str:
    """End a kind of mails by the token of one of them, and give the kind; pressed again, it stays ended.

    BadSignature for a token that is forged or another tenant's.
    """
    contact, kind = read_unsubscribe(token)
    NoticeSubscription.objects.filter(contact=contact, kind=kind).delete()
    return kind
