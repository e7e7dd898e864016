"""Whether the process lives, and whether it can serve."""

from collections.abc import Callable

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from shopapp.studio.storage import STORE_ERRORS


def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer that the process lives."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer 200 when the database is reachable and migrated and files can be reached, else 503."""
    found = problems()
    return JsonResponse(
        {"status": "not ready" if found else "ready", "problems": found}, status=503 if found else 200
    )


_PROBES = {"/healthz": healthz, "/readyz": readyz}


class HealthMiddleware:
    """Answers probes before the host's name is looked at: they come to the container by its number, not by name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe, and hand on everything else."""
        return _PROBES.get(request.path, self.get_response)(request)


def problems() -> list[str]:
    """Return what keeps the installation from serving."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["migrations are missing"]
    except DatabaseError:
        return ["the database cannot be reached"]
    try:
        default_storage.exists("readyz")
    except STORE_ERRORS:
        return ["files cannot be reached"]
    return []
