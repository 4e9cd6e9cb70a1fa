"""The currencies that contracts are billed in."""

CURRENCIES = ("SEK", "DKK", "NOK", "EUR")
_BY_ZONE = {"Europe/Stockholm": "SEK", "Europe/Copenhagen": "DKK", "Europe/Oslo": "NOK"}


def home_currency(zone: str) -> str:
    """Give the currency of a tenant's zone; the euro where it is none of the Nordic ones."""
    return _BY_ZONE.get(zone, "EUR")
