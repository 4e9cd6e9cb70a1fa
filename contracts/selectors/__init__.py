"""Questions about contracts, contacts and what is agreed."""

from contracts.selectors.terms import (
    HourPrice,
    Match,
    MatchBook,
    MatchedBy,
    contract_for,
    hour_price,
    local_day,
    match_terms,
    open_contact_invitations,
    partner_for,
    terms_for,
)

__all__ = [
    "HourPrice",
    "Match",
    "MatchBook",
    "MatchedBy",
    "contract_for",
    "hour_price",
    "local_day",
    "match_terms",
    "open_contact_invitations",
    "partner_for",
    "terms_for",
]
