"""The map of the site and of the API. Other storeys appear here as names only."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
