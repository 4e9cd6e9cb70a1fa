"""What is kept about a contact's surveys, for the file that they can have."""

from typing import Any

from contracts.models import Contact
from surveys.models import Answer


def answers_of(contact: Contact) -> list[dict[str, Any]]:
    """Give what the contact answered, the oldest first."""
    found = Answer.objects.filter(invitation__contact=contact).select_related("invitation__ticket")
    return [
        {
            "ticket": answer.invitation.ticket.number,
            "answered": answer.answered_at.isoformat(),
            "score": answer.score,
            "reason": answer.reason,
            "improvement": answer.improvement,
        }
        for answer in found.order_by("answered_at", "pk")
    ]
