"""Django's migrate, run as the owner of the tables."""

from typing import Any

from django.core.management.commands import migrate


class Command(migrate.Command):
    """Changes the tables as the role `owner`; then every tenant table is fenced."""

    def add_arguments(self, parser: Any) -> None:
        """Make `owner` the default connection."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")
