"""Addresses of the pages about mail."""

from django.urls import path

from inbox.views import accounts, mailboxes, mails, removal, signing_in, spam, unwanted

app_name = "inbox"
urlpatterns = [
    path("boxes/", mailboxes.mailboxes, name="mailboxes"),
    path("boxes/new/", mailboxes.mailbox_new, name="mailbox_new"),
    path("boxes/<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path("boxes/<int:pk>/removal/", removal.mailbox_removal, name="mailbox_removal"),
    path("boxes/<int:pk>/account/", accounts.account, name="account"),
    path("boxes/<int:pk>/account/removal/", accounts.account_removal, name="account_removal"),
    path("boxes/<int:pk>/account/sign-in/", signing_in.sign_in, name="sign_in"),
    # Registered at mail providers: it must not change.
    path("signed-in/", signing_in.signed_in, name="signed_in"),
    path("in/", mails.mails, name="mails"),
    path("in/<int:pk>/", mails.mail, name="mail"),
    path("in/<int:pk>/raw/", mails.mail_raw, name="mail_raw"),
    path("in/<int:pk>/reading/", mails.mail_reading, name="mail_reading"),
    path("in/<int:pk>/taking-up/", mails.mail_taking_up, name="mail_taking_up"),
    path("spam/<int:number>/", spam.ticket_spam, name="ticket_spam"),
    path("spam/<int:number>/not/", spam.ticket_not_spam, name="ticket_not_spam"),
    path("unwanted/", unwanted.unwanted, name="unwanted"),
    path("unwanted/<int:pk>/removal/", unwanted.unwanted_removal, name="unwanted_removal"),
]
