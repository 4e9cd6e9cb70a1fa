"""NPS: who was asked, what they answered, who calls them."""

from surveys.models.follow_up import FollowUp, FollowUpNote
from surveys.models.settings import SurveySettings
from surveys.models.survey import Answer, Invitation

__all__ = ["Answer", "FollowUp", "FollowUpNote", "Invitation", "SurveySettings"]
