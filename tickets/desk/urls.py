"""Addresses of the desk."""

from django.urls import path

from tickets.desk.views import alerts, bulk, customers, filing, palette, queue, ticket
from tickets.desk.views import ticket_changes as changes

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("selection/", bulk.selection, name="bulk"),
    path("palette/", palette.palette, name="palette"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<int:pk>/", customers.customer, name="customer"),
    path("contacts/<int:pk>/invitation/", customers.contact_invitation, name="contact_invitation"),
    path("tickets/new/", filing.new, name="new"),
    path("tickets/<int:number>/", ticket.ticket, name="ticket"),
    path("tickets/<int:number>/messages/", changes.messages, name="messages"),
    path("tickets/<int:number>/resolution/", changes.resolution, name="resolution"),
    path("tickets/<int:number>/reopening/", changes.reopening, name="reopening"),
    path("tickets/<int:number>/severity/", changes.severity, name="severity"),
    path("tickets/<int:number>/assignment/", changes.assignment, name="assignment"),
    path("tickets/<int:number>/status/", changes.status, name="status"),
    path("tickets/<int:number>/work/", changes.work, name="work"),
    path("tickets/<int:number>/analysis/", changes.analysis, name="analysis"),
]
