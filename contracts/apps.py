"""Customers, contacts, products, plans and contracts."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Customers, contacts, products, plans and contracts."""

    name = "contracts"
