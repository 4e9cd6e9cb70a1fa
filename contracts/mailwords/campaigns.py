"""The mails of a campaign: customers are asked to choose a plan."""

from django.utils.translation import gettext_lazy as _

from accounts.mailwords.catalogue import READER, Group, Letter
from contracts.mailwords.sample import sample_at

CAMPAIGN = (*READER, "customer.name")
_LETTER = sample_at("portal:plan_letter")
_SEE_LETTER = _("See the letter")
LETTERS = (
    Letter(
        "campaign",
        Group.PLANS,
        _("Campaign, letter"),
        _("When customers are asked to choose a plan"),
        _("Choose your plan by {{ deadline }}"),
        _("{{ message }}\n\nIf you choose nothing, {{ plan.default }} applies."),
        _SEE_LETTER,
        knows=(*CAMPAIGN, "message", "deadline", "plan.default"),
        sample=_LETTER,
        needs=("deadline", "message", "plan.default"),
    ),
    Letter(
        "campaign_reminder",
        Group.PLANS,
        _("Campaign, reminder"),
        _("Once, for those who have not chosen"),
        _("You have not chosen your plan: by {{ deadline }}"),
        _("If you choose nothing, {{ plan.default }} applies."),
        _SEE_LETTER,
        knows=(*CAMPAIGN, "deadline", "plan.default"),
        sample=_LETTER,
        needs=("deadline", "plan.default"),
    ),
    Letter(
        "campaign_chosen",
        Group.PLANS,
        _("Campaign, choice received"),
        _("When a customer has chosen"),
        _("You have chosen {{ plan.name }}"),
        _("You may change it until {{ deadline }}."),
        _SEE_LETTER,
        knows=(*CAMPAIGN, "plan.name", "deadline"),
        sample=_LETTER,
        needs=("plan.name",),
    ),
    Letter(
        "campaign_settled",
        Group.PLANS,
        _("Campaign, result"),
        _("When the campaign closes, for those who have chosen"),
        _("{{ plan.name }} from {{ starts }}"),
        _("You have chosen {{ plan.name }}."),
        _SEE_LETTER,
        knows=(*CAMPAIGN, "plan.name", "starts"),
        sample=_LETTER,
        needs=("plan.name", "starts"),
    ),
    Letter(
        "campaign_default",
        Group.PLANS,
        _("Campaign, nothing chosen"),
        _("When the campaign closes, for those who have not chosen"),
        _("{{ plan.name }} from {{ starts }}"),
        _("You have not chosen a plan by the day given. {{ plan.name }} applies, as our letter says."),
        _SEE_LETTER,
        knows=(*CAMPAIGN, "plan.name", "starts"),
        sample=_LETTER,
        needs=("plan.name", "starts"),
    ),
)
