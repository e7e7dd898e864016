"""Every route on one screen; the pages' and the API's own stand in ``ui.urls`` and ``api.urls``."""

from django.urls import include, path

from shopapp import health
from shopapp.billing.views import billing_return
from shopapp.marketplaces import views as marketplaces
from shopapp.studio.views import stored_file
from shopapp.webhooks.views import receive

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("webhooks", receive, name="webhooks"),
    path("billing/return", billing_return, name="billing-return"),
    path("files/<str:signed>", stored_file, name="file"),
    path("shown/<str:signed>", marketplaces.shown_photo, name="shown-photo"),
    path("connect/start/<str:signed>", marketplaces.start_connecting, name="connect-start"),
    path("connect/<slug:marketplace>", marketplaces.connected, name="connected"),
    path("api/v1/", include("shopapp.api.urls")),
    path("", include("shopapp.ui.urls")),
]

handler404 = "shopapp.api.exceptions.nowhere"
