"""What a tenant may say in its own words about surveys, by the mechanism of all mails (accounts/mailwords).

The three questions are not among them: asked in other words, two months could not be compared (domain: The survey).
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accounts.links import absolute_url
from accounts.mailwords.catalogue import Group, Letter
from accounts.mailwords.drawing import Value
from surveys.models import Invitation
from surveys.nps import DETRACTOR_TO
from surveys.preview import draw_page, sample_page, sample_survey
from tickets.mailwords.letters import TICKET
from tickets.mailwords.values import values_of

INVITATION, REMINDER, PAGE, THANKS, SORRY = "survey", "survey_reminder", "survey_page", "survey_thanks", "survey_sorry"

MAIL = "surveys/invitation"

LETTERS = (
    Letter(
        INVITATION,
        Group.SURVEYS,
        _("Survey"),
        _("A day after a ticket is solved"),
        _("How was the help you got from {{ tenant.name }}?"),
        _(
            "Hello {{ contact.name }},\n\nyour ticket {{ ticket.number }}, {{ ticket.subject }}, has been solved. "
            "Three questions, under two minutes."
        ),
        "",
        knows=TICKET,
        sample=sample_survey,
        template=MAIL,
    ),
    Letter(
        REMINDER,
        Group.SURVEYS,
        _("Survey, reminder"),
        _("Five days later, once, when nobody has answered"),
        _("Reminder: how was the help you got from {{ tenant.name }}?"),
        _(
            "Hello {{ contact.name }},\n\nwe have asked you about ticket {{ ticket.number }}, {{ ticket.subject }}. If "
            "you have two minutes, your answer helps us. We will not remind you again."
        ),
        "",
        knows=TICKET,
        sample=sample_survey,
        template=MAIL,
    ),
    Letter(
        PAGE,
        Group.SURVEYS,
        _("Survey, page"),
        _("Above the three questions"),
        _("How was the help you got?"),
        _("About ticket {{ ticket.number }}, {{ ticket.subject }}. Three questions, under two minutes."),
        "",
        knows=TICKET,
        sample=sample_page,
        page=draw_page,
    ),
    Letter(
        THANKS,
        Group.SURVEYS,
        _("Survey, thanks"),
        _("After an answer from 7 to 10"),
        _("Thank you for your answer"),
        _("It is read by the people who helped you, and by those who lead them."),
        "",
        knows=TICKET,
        sample=sample_page,
        page=draw_page,
    ),
    Letter(
        SORRY,
        Group.SURVEYS,
        _("Survey, thanks for a low score"),
        _("After an answer from 0 to 6"),
        _("Thank you for your answer"),
        _("We are sorry that it was not better. Somebody here will call you within two working days."),
        "",
        knows=TICKET,
        sample=sample_page,
        page=draw_page,
    ),
)


def thanks_for(score: int) -> str:
    """Give the name of the words that follow an answer."""
    return SORRY if score <= DETRACTOR_TO else THANKS


def values_for(invitation: Invitation, *, link: str = "") -> Mapping[str, Value]:
    """Give what the placeholders stand for, in the active language. `link` is the survey's, else the ticket's."""
    link = link or absolute_url(invitation.tenant, "portal:ticket", invitation.ticket.number)
    return values_of(invitation.ticket, invitation.tenant, invitation.contact, link=link, more={})
