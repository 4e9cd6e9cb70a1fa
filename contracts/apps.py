"""Customers, contacts, products, plans and contracts."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Customers, contacts, products, plans and contracts."""

    name = "contracts"

    def ready(self) -> None:
        """Tie a contact to the person who accepts its invitation."""
        from accounts.services.invitations import when_accepted
        from contracts.services.contacts import link_contact

        when_accepted(link_contact)
