"""What a survey's words look like, about a ticket that does not exist."""

from datetime import datetime
from typing import Any

from accounts.links import absolute_url
from accounts.mailwords.drawing import Drawn, Value
from accounts.mailwords.values import drawn
from accounts.models import Tenant
from outbox.emails import Letter
from surveys.links import links
from tickets.mailwords.sample import sample_values

TOKEN = "example"  # noqa: S105  (leads nowhere)


def sample_survey(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    """Give the values of the mail, and its links."""
    return sample_values(tenant, absolute_url(tenant, "surveys:answer", TOKEN), now), links(tenant, TOKEN)


def sample_page(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
    """Give the values of the page."""
    return sample_values(tenant, absolute_url(tenant, "portal:home"), now), {}


def draw_page(said: Drawn, *, tenant: Tenant, language: str, now: datetime) -> Letter:
    """Give the words as they stand on the page."""
    html = drawn("surveys/preview.html", {"tenant": tenant, "said": said, "language": language})
    return Letter(subject=said.heading, text=said.text, html=html)
