"""The links of a survey's mail."""

from accounts.links import absolute_url
from accounts.models import Tenant


def links(tenant: Tenant, token: str) -> dict[str, object]:
    """Give them: the page, the page with each of eleven scores chosen, and the way out."""
    page = absolute_url(tenant, "surveys:answer", token)
    return {
        "url": page,
        "scores": [(score, f"{page}?score={score}") for score in range(11)],
        "opt_out": absolute_url(tenant, "surveys:opt_out", token),
    }
