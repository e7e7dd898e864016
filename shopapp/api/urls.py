"""The API's routes."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from shopapp.api import views, views_checks

schema = SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[])

urlpatterns = [
    path("schema", schema, name="api-schema"),
    path("docs", views.docs, name="api-docs"),
    path("photos", views.photos, name="api-photos"),
    path("batches", views.batches, name="api-batches"),
    path("batches/<int:batch_id>", views.batch_detail, name="api-batch"),
    path("batches/<int:batch_id>/pause", views.batch_pause, name="api-batch-pause"),
    path("batches/<int:batch_id>/resume", views.batch_resume, name="api-batch-resume"),
    path("batches/<int:batch_id>/cancel", views.batch_cancel, name="api-batch-cancel"),
    path("media", views.media, name="api-media"),
    path("jobs", views.jobs, name="api-jobs"),
    path("jobs/<int:job_id>", views.job_detail, name="api-job"),
    path("jobs/<int:job_id>/keep", views.job_keep, name="api-job-keep"),
    path("jobs/<int:job_id>/keep-original", views.job_keep_original, name="api-job-keep-original"),
    path("jobs/<int:job_id>/publish", views.job_publish, name="api-job-publish"),
    path("jobs/<int:job_id>/retry", views.job_retry, name="api-job-retry"),
    path("revisions/<int:revision_id>", views.revision_detail, name="api-revision"),
    path("revisions/<int:revision_id>/download", views.revision_download, name="api-revision-download"),
    path("exports", views.exports, name="api-exports"),
    path("exports/<int:export_id>", views.export_detail, name="api-export"),
    path("checks", views_checks.checks, name="api-checks"),
    path("checks/<int:check_id>", views_checks.check_detail, name="api-check"),
    path("checks/<int:check_id>/confirm", views_checks.check_confirm, name="api-check-confirm"),
    path("undo", views.undo, name="api-undo"),
    path("credits", views.credits_now, name="api-credits"),
]
