"""Whether the process lives, and whether it can serve."""

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer that the process lives."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer 200 when the database is reachable and migrated and files can be reached, else 503."""
    found = problems()
    return JsonResponse(
        {"status": "not ready" if found else "ready", "problems": found}, status=503 if found else 200
    )


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
    except OSError:
        return ["files cannot be reached"]
    return []
