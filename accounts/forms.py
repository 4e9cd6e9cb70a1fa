"""Forms of the account pages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import ApiToken, Membership, Role, User
from accounts.models.membership import STAFF

LANGUAGES = [("", _("As the desk")), ("sv", "Svenska"), ("da", "Dansk"), ("en", "English")]
THEMES = [
    ("", _("As the system")),
    ("light", pgettext_lazy("theme", "Light")),
    ("dark", pgettext_lazy("theme", "Dark")),
]
STAFF_ROLES = [(role.value, role.label) for role in STAFF]


class InviteForm(forms.Form):
    """Whom to invite to the desk; customers' contacts are invited where the contact stands."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.TypedChoiceField(label=_("Role"), choices=STAFF_ROLES, coerce=Role, initial=Role.AGENT)


class RoleForm(forms.Form):
    """Another role for a member of the desk."""

    role = forms.TypedChoiceField(label=_("Role"), choices=STAFF_ROLES, coerce=Role)

    def __init__(self, data: Mapping[str, Any] | None = None, *, membership: Membership) -> None:
        super().__init__(data, initial={"role": membership.role}, auto_id=f"id_{membership.pk}_%s")
        self.fields["role"].widget.attrs["aria-label"] = _("Role of %(name)s") % {"name": membership.user.name}


class JoinForm(forms.Form):
    """Name and password of somebody who has no user yet."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters, and none of the usual ones."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Hold the password against the rules, together with name and address."""
        values = super().clean() or {}
        if password := values.get("password"):
            try:
                validate_password(password, User(email=self.email, name=values.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values


class ProfileForm(forms.Form):
    """What people decide about themselves."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    theme = forms.ChoiceField(label=_("Colour theme"), choices=THEMES, required=False)


class AwayForm(forms.Form):
    """The last day away; empty: here."""

    away_until = forms.DateField(
        label=_("Away until and including"),
        required=False,
        help_text=_("No ticket comes to you by a team’s rule until then. Empty: you are here."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class TokenForm(forms.Form):
    """A token's name, so that it can be told from the others."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=ApiToken._meta.get_field("name").max_length,
        help_text=_("For example the program that will use it."),
    )
