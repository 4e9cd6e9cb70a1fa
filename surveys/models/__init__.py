"""NPS: who was asked, what they answered, who calls them."""

from surveys.models.survey import Answer, FollowUp, Invitation

__all__ = ["Answer", "FollowUp", "Invitation"]
