"""Addresses of the interface for programs."""

from django.urls import path, re_path

from tickets.api.base import NoSuchAddress
from tickets.api.views import (
    articles,
    calendars,
    changes,
    clocks,
    companies,
    documentation,
    messages,
    policies,
    tickets,
)

app_name = "api"
urlpatterns = [
    path("me/", companies.MeView.as_view(), name="me"),
    path("tickets/", tickets.TicketsView.as_view(), name="tickets"),
    path("tickets/<int:number>/", tickets.TicketView.as_view(), name="ticket"),
    path("tickets/<int:number>/messages/", messages.MessagesView.as_view(), name="messages"),
    path("tickets/<int:number>/attachments/", messages.AttachmentsView.as_view(), name="attachments"),
    path("tickets/<int:number>/clocks/", clocks.ClocksView.as_view(), name="clocks"),
    path("tickets/<int:number>/severity/", changes.SeverityView.as_view(), name="severity"),
    path("tickets/<int:number>/assignment/", changes.AssignmentView.as_view(), name="assignment"),
    path("tickets/<int:number>/status/", changes.StatusView.as_view(), name="status"),
    path("tickets/<int:number>/analysis/", changes.AnalysisView.as_view(), name="analysis"),
    path("tickets/<int:number>/resolution/", changes.ResolutionView.as_view(), name="resolution"),
    path("tickets/<int:number>/confirmation/", changes.ConfirmationView.as_view(), name="confirmation"),
    path("attachments/<int:pk>/", messages.AttachmentView.as_view(), name="attachment"),
    path("customers/", companies.CustomersView.as_view(), name="customers"),
    path("customers/<int:pk>/", companies.CustomerView.as_view(), name="customer"),
    path("customers/<int:pk>/contacts/", companies.ContactsView.as_view(), name="contacts"),
    path("contracts/", companies.ContractsView.as_view(), name="contracts"),
    path("contracts/<int:pk>/", companies.ContractView.as_view(), name="contract"),
    path("products/", companies.ProductsView.as_view(), name="products"),
    path("teams/", companies.TeamsView.as_view(), name="teams"),
    path("members/", companies.MembersView.as_view(), name="members"),
    path("calendars/", calendars.CalendarsView.as_view(), name="calendars"),
    path("calendars/<int:pk>/", calendars.CalendarView.as_view(), name="calendar"),
    path("calendars/<int:pk>/days/", calendars.DaysView.as_view(), name="days"),
    path("calendars/<int:pk>/ledger/", calendars.LedgerView.as_view(), name="ledger"),
    path("calendars/<int:pk>/versions/", policies.CalendarVersionsView.as_view(), name="calendar_versions"),
    path("policies/", policies.PoliciesView.as_view(), name="policies"),
    path("policies/<int:pk>/", policies.PolicyView.as_view(), name="policy"),
    path("policies/<int:pk>/versions/", policies.PolicyVersionsView.as_view(), name="policy_versions"),
    path("sla/preview/", clocks.PreviewView.as_view(), name="preview"),
    path("articles/", articles.ArticlesView.as_view(), name="articles"),
    path("articles/<int:pk>/", articles.ArticleView.as_view(), name="article"),
    path("schema/", documentation.SchemaView.as_view(), name="schema"),
    path("docs/", documentation.docs, name="docs"),
    re_path(r"^.*$", NoSuchAddress.as_view(), name="nothing"),
]
