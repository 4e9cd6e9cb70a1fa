"""Addresses of the portal."""

from django.urls import include, path

from tickets.portal.urls_plans import plan_urls
from tickets.portal.views import (
    articles,
    assistance,
    bookings,
    contract,
    copies,
    deflection,
    filing,
    home,
    lists,
    people,
    profile,
    statement,
    stopping,
    ticket,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("new/", filing.new, name="new"),
    path("new/fields/", filing.fields, name="fields"),
    path("new/promise/", filing.promise, name="promise"),
    path("new/similar/", filing.similar, name="similar"),
    path("new/helped/", deflection.deflection, name="deflection"),
    path("tickets/", lists.mine, name="tickets"),
    path("company/", lists.company, name="company"),
    path("tickets/<int:number>/", ticket.ticket, name="ticket"),
    path("tickets/<int:number>/messages/", ticket.messages, name="messages"),
    path("tickets/<int:number>/solution/", ticket.solution, name="solution"),
    path("tickets/<int:number>/opening/", ticket.opening, name="opening"),
    path("tickets/<int:number>/urgency/", ticket.urgency, name="urgency"),
    path("tickets/<int:number>/copies/", copies.copies, name="copies"),
    path("tickets/<int:number>/copies/<int:pk>/", copies.copy, name="copy"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/invitation/", people.invitation, name="person_invitation"),
    path("people/<int:pk>/withdrawal/", people.withdrawal, name="person_withdrawal"),
    path("people/<int:pk>/scope/", people.scope, name="person_scope"),
    path("people/<int:pk>/removal/", people.removal, name="person_removal"),
    path("profile/", profile.profile, name="profile"),
    path("profile/data/", profile.data, name="data"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<int:pk>/", articles.article, name="article"),
    path("contract/", contract.contract, name="contract"),
    path("terms/", include("tickets.portal.terms.urls")),
    path("statement/", statement.statement_page, name="statement"),
    *plan_urls,
    path("notices/", include("tickets.portal.notices.urls")),
    path("stop/<str:token>/", stopping.stop, name="stop"),
    path("assistance/", assistance.assistance, name="assistance"),
    path("sessions/", bookings.bookings, name="bookings"),
    path("sessions/<int:pk>/file/", bookings.booking_file, name="booking_file"),
]
