"""Who may change the register."""

from accounts.access import AGENTS, MANAGERS
from accounts.errors import NotAllowedError
from accounts.models import Membership


def require_agent(actor: Membership) -> None:
    """NotAllowedError for whoever does not keep customers and contacts: agents, managers and admins do."""
    if actor.role not in AGENTS:
        raise NotAllowedError("only agents and managers keep customers")


def require_manager(actor: Membership) -> None:
    """NotAllowedError for whoever does not keep contracts, products and teams: managers and admins do."""
    if actor.role not in MANAGERS:
        raise NotAllowedError("only managers keep contracts, products and teams")
