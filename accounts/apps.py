"""Tenants, users, memberships, and the fences between tenants."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.urls import register_converter


class AccountsConfig(AppConfig):
    """Registers the fences with Django."""

    name = "accounts"

    def ready(self) -> None:
        """Fence after each migration, check at each start; addresses know months; admins hear of endpoints gone off;
        mails are named.
        """
        from accounts.emails import LETTERS
        from accounts.mailwords.catalogue import also_say
        from accounts.months import MonthConverter
        from accounts.services.webhook_notices import tell_admins
        from accounts.tenancy import fences
        from outbox.webhooks.settling import when_disabled

        post_migrate.connect(
            lambda using, **kwargs: fences.fence_tables(using), weak=False, sender=self, dispatch_uid="fences"
        )
        also_say(*LETTERS)
        register_converter(MonthConverter, "month")
        when_disabled(tell_admins)
        checks.register(fences.check_models)
        checks.register(fences.check_fences, checks.Tags.database)
