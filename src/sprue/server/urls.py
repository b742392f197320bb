"""Addresses of the server."""

from django.urls import path

from sprue.server import pages
from sprue.server.api import urls as api_urls

urlpatterns = [
    path("", pages.home),
    path("setup", pages.setup),
    path("login", pages.login),
    path("desk/", pages.desk),
    path("leader/", pages.leader),
    path("leader/manifest.webmanifest", pages.leader_manifest),
    path("wall/", pages.wall),
    path("customer/", pages.customer),
    path("terminal/", pages.terminal),
    path("terminal/worker.js", pages.terminal_worker),
    path("terminal/manifest.webmanifest", pages.terminal_manifest),
    path("enroll/", pages.enroll),
    path("certificate/", pages.certificate),
    path("certificate/root.crt", pages.root_certificate),
    path("api/", api_urls),
]
handler400 = "sprue.server.pages.bad_request"
handler404 = "sprue.server.pages.not_found"
handler500 = "sprue.server.pages.failed"
