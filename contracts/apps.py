"""Customers, contacts, products, plans and contracts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What a line of a contract's timeline is told as: contracts/services/telling.py.
EVENTS = (
    ("contract.created", _("A contract is entered")),
    ("contract.activated", _("A contract is activated")),
    ("contract.signed", _("A signed change of plan comes in")),
    ("contract.plan_changed", _("Another plan is in effect")),
    ("contract.notice_given", _("Notice is given")),
    ("contract.notice_withdrawn", _("A notice is withdrawn")),
    ("contract.renewed", _("A contract is renewed")),
    ("contract.ended", _("A contract ends")),
)


class ContractsConfig(AppConfig):
    """Customers, contacts, products, plans and contracts."""

    name = "contracts"

    def ready(self) -> None:
        """Tie a contact to the person who accepts its invitation; name the mails, and what others can be told."""
        from accounts.mailwords.catalogue import also_say
        from accounts.services.invitations import when_accepted
        from contracts.mailwords import campaigns, changes, notices, requests, terms
        from contracts.services.contacts import link_contact
        from outbox.webhooks import catalogue

        when_accepted(link_contact)
        for of in (changes, campaigns, terms, notices, requests):
            also_say(*of.LETTERS)
        catalogue.register(_("Contracts"), EVENTS, place=2)
