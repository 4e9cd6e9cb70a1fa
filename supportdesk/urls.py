"""Addresses inside a tenant; the tenant itself is the script prefix."""

from django.conf import settings
from django.urls import include, path

from supportdesk import views
from surveys.api import NpsView

urlpatterns = [
    path("", views.home, name="home"),
    path("account/", include("accounts.signin_urls")),
    path("account/", include("accounts.urls")),
    path("desk/", include("tickets.desk.urls")),
    path("", include("tickets.public.urls")),
    path("portal/", include("tickets.portal.urls")),
    path("portal/reports/", include("reports.customer_report.urls")),
    path("api/v1/nps/", NpsView.as_view(), name="nps"),
    path("api/v1/", include("tickets.api.urls")),
    path("mail/", include("inbox.urls")),
    path("attachments/", include("tickets.attachments.urls")),
    path("survey/", include("surveys.urls")),
    path("prices/", include("contracts.urls")),
    path("dashboards/", include("reports.urls")),
]
if settings.DEBUG or settings.DEMO:
    urlpatterns.append(path("styleguide/", views.styleguide, name="styleguide"))

handler404 = "supportdesk.views.not_found"
handler500 = "supportdesk.views.server_error"
