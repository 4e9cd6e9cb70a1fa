"""Addresses of the desk."""

from django.urls import path

from tickets.desk.views import (
    alerts,
    articles,
    bulk,
    calendar_edit,
    calendar_list,
    calendar_year,
    channels,
    customers,
    filing,
    palette,
    policy_edit,
    policy_matching,
    queue,
    search,
    ticket,
)
from tickets.desk.views import register_contracts as contracts
from tickets.desk.views import register_customers as register
from tickets.desk.views import register_products as products
from tickets.desk.views import register_teams as teams
from tickets.desk.views import ticket_changes as changes

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("selection/", bulk.selection, name="bulk"),
    path("palette/", palette.palette, name="palette"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("search/", search.search, name="search"),
    path("articles/", articles.articles, name="articles"),
    path("articles/new/", articles.article_new, name="article_new"),
    path("articles/<int:pk>/", articles.article, name="article"),
    path("articles/<int:pk>/edit/", articles.article_edit, name="article_edit"),
    path("articles/<int:pk>/publication/", articles.article_publication, name="article_publication"),
    path("articles/<int:pk>/retirement/", articles.article_retirement, name="article_retirement"),
    path("customers/", customers.customers, name="customers"),
    path("customers/new/", register.customer_new, name="customer_new"),
    path("customers/<int:pk>/", customers.customer, name="customer"),
    path("customers/<int:pk>/edit/", register.customer_edit, name="customer_edit"),
    path("customers/<int:customer>/contacts/new/", register.contact_new, name="contact_new"),
    path("customers/<int:customer>/contracts/new/", contracts.contract_new, name="contract_new"),
    path("contacts/<int:pk>/", register.contact_edit, name="contact_edit"),
    path("contracts/<int:pk>/", contracts.contract_edit, name="contract_edit"),
    path("contracts/<int:pk>/end/", contracts.contract_end, name="contract_end"),
    path("products/", products.products, name="products"),
    path("products/<int:pk>/", products.product, name="product"),
    path("policies/", policy_matching.policies, name="policies"),
    path("policies/new/", policy_edit.policy_new, name="policy_new"),
    path("policies/<int:pk>/", policy_edit.policy, name="policy"),
    path("policies/<int:pk>/default/", policy_matching.policy_default, name="policy_default"),
    path("customers/<int:pk>/policy/", policy_matching.customer_policy, name="customer_policy"),
    path("products/<int:pk>/policy/", policy_matching.product_policy, name="product_policy"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("calendars/", calendar_list.calendars, name="calendars"),
    path("calendars/channels/", channels.channels, name="channels"),
    path("calendars/<int:pk>/", calendar_edit.calendar, name="calendar"),
    path("calendars/<int:pk>/year/", calendar_year.calendar_year, name="calendar_year"),
    path("contacts/<int:pk>/invitation/", customers.contact_invitation, name="contact_invitation"),
    path("tickets/new/", filing.new, name="new"),
    path("tickets/<int:number>/", ticket.ticket, name="ticket"),
    path("tickets/<int:number>/similar/", search.similar, name="similar"),
    path("tickets/<int:number>/messages/", changes.messages, name="messages"),
    path("tickets/<int:number>/resolution/", changes.resolution, name="resolution"),
    path("tickets/<int:number>/reopening/", changes.reopening, name="reopening"),
    path("tickets/<int:number>/severity/", changes.severity, name="severity"),
    path("tickets/<int:number>/assignment/", changes.assignment, name="assignment"),
    path("tickets/<int:number>/status/", changes.status, name="status"),
    path("tickets/<int:number>/work/", changes.work, name="work"),
    path("tickets/<int:number>/analysis/", changes.analysis, name="analysis"),
]
