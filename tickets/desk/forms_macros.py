"""What is entered of a macro. The service holds the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import MANAGERS
from accounts.models import Membership
from tickets.desk.forms import LONGEST_TEXT, member_of, team_of
from tickets.models import Macro
from tickets.models.macro import STATUSES
from tickets.selectors.choices import desk_choices
from tickets.services.macros import MacroCard

MINE, EVERYBODY, SENDER = "mine", "everybody", "sender"


def _text(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class MacroForm(forms.Form):
    """A macro's name, whose it is, its texts and its changes. Only managers choose whose."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    scope = forms.ChoiceField(label=_("Who may use it"))
    text_sv = _text(_("Text in Swedish"))
    text_da = _text(_("Text in Danish"))
    text_en = _text(_("Text in English"))
    set_status = forms.ChoiceField(
        label=_("Status after sending"), choices=[("", _("As it is")), *STATUSES], required=False
    )
    set_assignee = forms.ChoiceField(label=_("Assignee after sending"), required=False)
    set_team = forms.ChoiceField(label=_("Team after sending"), required=False)

    def __init__(self, *args: Any, member: Membership, macro: Macro, **more: Any) -> None:
        super().__init__(*args, **{"initial": entered(macro), **more})
        self.member = member
        choices, fields = desk_choices(), self.fields
        teams = [(str(pk), name) for pk, name in choices.teams]
        chosen: Any = fields["scope"]
        chosen.choices = [(MINE, _("Only me")), (EVERYBODY, _("Everybody at the desk")), *teams]
        if member.role not in MANAGERS:
            del fields["scope"]
        assignee: Any = fields["set_assignee"]
        staff = [(str(pk), name) for pk, name in choices.staff]
        assignee.choices = [("", _("As it is")), (SENDER, _("Whoever sends")), *staff]
        team: Any = fields["set_team"]
        team.choices = [("", _("As it is")), *teams]

    @property
    def card(self) -> MacroCard:
        """Give what was entered."""
        data = self.cleaned_data
        scope, assignee = data.get("scope", MINE), data["set_assignee"]
        return MacroCard(
            name=data["name"],
            owner=self.member if scope == MINE else None,
            team=team_of(scope),
            text_sv=data["text_sv"],
            text_da=data["text_da"],
            text_en=data["text_en"],
            set_status=data["set_status"],
            assigns_sender=assignee == SENDER,
            set_assignee=member_of(assignee),
            set_team=team_of(data["set_team"]),
        )


def entered(macro: Macro) -> dict[str, Any]:
    """Give the values a macro's form starts with."""
    if not macro.pk:
        return {"scope": MINE}
    return {
        "name": macro.name,
        "scope": MINE if macro.owner_id else macro.team_id or EVERYBODY,
        "text_sv": macro.text_sv,
        "text_da": macro.text_da,
        "text_en": macro.text_en,
        "set_status": macro.set_status,
        "set_assignee": SENDER if macro.assigns_sender else macro.set_assignee_id,
        "set_team": macro.set_team_id,
    }
