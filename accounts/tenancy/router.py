"""Schema changes run as the owner of the tables, everything else as the role asked for."""


class MigrateAsOwner:
    """Database router: only the connection `owner` may migrate."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        """Say whether this connection may change tables."""
        return db == "owner"
