"""URLs of the public pages of this app."""

from django.urls import path

from laws.pages import views

app_name = "laws"
urlpatterns = [
    path("laws/", views.law_list, name="law-list"),
    path("laws/<slug:slug>/", views.law_detail, name="law-detail"),
    path("laws/<slug:law>/<slug:number>/", views.provision_detail, name="provision-detail"),
    path("provisions/", views.provision_list, name="provision-list"),
    path("recommendations/", views.recommendation_list, name="recommendation-list"),
    path("recommendations/<code:code>/", views.recommendation_detail, name="recommendation-detail"),
]
