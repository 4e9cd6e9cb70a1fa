"""What a contact decides about themselves."""

from dataclasses import dataclass

from django.db import transaction

from accounts.errors import NotAllowedError
from accounts.models import Membership
from accounts.services.profile import change_profile
from contracts.models import Contact
from contracts.selectors.contacts import same_person


@dataclass(frozen=True)
class OwnCard:
    """`language` and `theme` empty: the tenant's, the system's. `mail_company` counts while they are company-wide."""

    name: str
    telephone: str
    language: str
    theme: str
    mail_replies: bool
    mail_started: bool
    surveys: bool
    mail_company: bool = False


@transaction.atomic
def change_own(*, contact: Contact, actor: Membership, card: OwnCard) -> Contact:
    """Save it for the person (on every desk) and the contact (whose language the letters speak); surveys for the person
    at every customer of this desk.
    """
    if contact.membership_id != actor.pk:
        raise NotAllowedError("people change their own profile alone")
    change_profile(actor=actor.user, name=card.name, language=card.language, theme=card.theme)
    contact.name, contact.telephone, contact.language = card.name, card.telephone.strip(), card.language
    contact.mail_replies, contact.mail_started = card.mail_replies, card.mail_started
    contact.mail_company, contact.no_surveys = card.mail_company, not card.surveys
    contact.save(
        update_fields=[
            "name", "telephone", "language", "mail_replies", "mail_started", "mail_company", "no_surveys"
        ]
    )  # fmt: skip
    same_person(contact).update(no_surveys=contact.no_surveys)
    return contact
