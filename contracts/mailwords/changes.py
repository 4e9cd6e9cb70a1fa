"""The mails about a change of plan."""

from django.utils.translation import gettext_lazy as _

from accounts.mailwords.catalogue import READER, Group, Letter
from contracts.mailwords.sample import sample_at

PLAN = (*READER, "customer.name", "plan.name", "plan.before", "facts")
_CHANGE = sample_at("portal:plan_change")
_SEE_CHANGE = _("See the change of plan")
LETTERS = (
    Letter(
        "plan_requested",
        Group.PLANS,
        _("Addendum to sign"),
        _("When another plan is asked for"),
        _("Sign the addendum: {{ plan.name }}"),
        _(
            "Signed by {{ sign_by }}: from {{ starts }}. Signed later, by {{ later_sign_by }}: from "
            "{{ later_starts }}.\n\n{{ facts }}"
        ),
        _SEE_CHANGE,
        knows=(*PLAN, "sign_by", "starts", "later_sign_by", "later_starts"),
        sample=_CHANGE,
        needs=("sign_by", "starts"),
    ),
    Letter(
        "plan_handed_in",
        Group.PLANS,
        _("Signed addendum received"),
        _("When the signed addendum has come in"),
        _("Your signed addendum is in"),
        _("It counts as received on {{ received }}. We look at it and write to you.\n\n{{ facts }}"),
        _SEE_CHANGE,
        knows=(*PLAN, "received"),
        sample=_CHANGE,
        needs=("received",),
    ),
    Letter(
        "plan_scheduled",
        Group.PLANS,
        _("Change of plan decided"),
        _("When the day of the new plan is known"),
        _("{{ plan.name }} from {{ starts }}"),
        _("The signed addendum was received on {{ received }}. Until then everything stays as it is.\n\n{{ facts }}"),
        _SEE_CHANGE,
        knows=(*PLAN, "received", "starts"),
        sample=_CHANGE,
        needs=("starts",),
    ),
    Letter(
        "plan_in_effect",
        Group.PLANS,
        _("New plan in effect"),
        _("When the day of the new plan has come"),
        _("{{ plan.name }} is in effect"),
        _("It counts from {{ starts }}. Open tickets are counted by the new plan.\n\n{{ facts }}"),
        _SEE_CHANGE,
        knows=(*PLAN, "starts"),
        sample=_CHANGE,
    ),
    Letter(
        "plan_refused",
        Group.PLANS,
        _("Change of plan refused"),
        _("When the change is refused"),
        _("Your change to {{ plan.name }} is refused"),
        "{{ reason }}\n\n{{ facts }}",
        _SEE_CHANGE,
        knows=(*PLAN, "reason"),
        sample=_CHANGE,
        needs=("reason",),
    ),
    Letter(
        "plan_withdrawn",
        Group.PLANS,
        _("Change of plan withdrawn"),
        _("When the change is taken back"),
        _("The change to {{ plan.name }} is withdrawn"),
        "{{ reason }}\n\n{{ facts }}",
        _SEE_CHANGE,
        knows=(*PLAN, "reason"),
        sample=_CHANGE,
        needs=("reason",),
    ),
)
