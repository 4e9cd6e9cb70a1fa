"""The pages of allauth that are offered, under its own names. Sign-up is by invitation; there is no address book."""

from allauth.account import views as allauth
from django.urls import path, re_path

from accounts.access import EVERYBODY, roles
from accounts.views.signin import signin

urlpatterns = [
    path("login/", signin, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),
    path("password/change/", roles(EVERYBODY)(allauth.password_change), name="account_change_password"),
    path("password/set/", roles(EVERYBODY)(allauth.password_set), name="account_set_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
