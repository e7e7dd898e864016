"""Bulk operations: a query run in the background over everything, its result a JSONL file of objects in no order."""

import hashlib
import hmac
import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationType,
    execute_sync,
    parse,
    validate,
)
from graphql.language import DocumentNode, OperationDefinitionNode

from integrations.sandbox.admin_api.bulk_shape import shape_errors
from integrations.sandbox.admin_api.context import (
    Context,
    Info,
    Resolvers,
    bad_request,
    sandbox_of,
    user_error,
)
from integrations.sandbox.admin_api.paging import connection, sort
from integrations.sandbox.admin_api.reads import find
from integrations.sandbox.clock import timestamp
from integrations.sandbox.http import Request, Response
from integrations.sandbox.records import BulkOperation
from integrations.sandbox.state import Sandbox
from integrations.sandbox.webhooks import emit

MOST_AT_ONCE = 5
RUNNING = frozenset({"CREATED", "RUNNING", "CANCELING"})


def run_query(_source: object, info: Info, *, query: str, groupObjects: bool) -> dict[str, Any]:  # noqa: N803
    """Start an operation, if its query can be one and fewer than five are running."""
    context = info.context
    sandbox = context.sandbox
    if message := _query_error(info.schema, query):
        errors = [user_error("INVALID", message, "query")]
        return {"bulk_operation": None, "user_errors": errors}
    if sum(one.status in RUNNING for one in sandbox.store.bulk.values()) >= MOST_AT_ONCE:
        message = f"This app has reached its limit of {MOST_AT_ONCE} bulk query operations for this shop."
        return {"bulk_operation": None, "user_errors": [user_error("LIMIT_REACHED", message)]}
    operation = BulkOperation(
        number=sandbox.store.next_number(), query=query, created=sandbox.clock.now(), grouped=groupObjects
    )
    sandbox.store.bulk[operation.number] = operation
    timing, schema = sandbox.options.timing, info.schema
    sandbox.timeline.after(timing.bulk_start, lambda: _start(sandbox, operation))
    running = timing.bulk_start + timing.bulk_run
    sandbox.timeline.after(running, lambda: _run(sandbox, schema, operation, context.scopes))
    return {"bulk_operation": operation, "user_errors": []}


def cancel(_source: object, info: Info, *, id: str) -> dict[str, Any]:  # noqa: A002
    """Stop an operation that has not ended."""
    sandbox = sandbox_of(info)
    operation = find(sandbox, id)
    if not isinstance(operation, BulkOperation):
        return {
            "bulk_operation": None,
            "user_errors": [user_error(None, "Bulk operation does not exist", "id")],
        }
    if operation.status not in ("CREATED", "RUNNING"):
        message = f"A bulk operation cannot be canceled when it is {operation.status.lower()}"
        return {"bulk_operation": operation, "user_errors": [user_error(None, message, "id")]}
    operation.status = "CANCELING"
    sandbox.timeline.after(sandbox.options.timing.bulk_start, lambda: _end(sandbox, operation, "CANCELED"))
    return {"bulk_operation": operation, "user_errors": []}


def one(_source: object, info: Info, *, id: str) -> BulkOperation | None:  # noqa: A002
    """Return one operation."""
    found = find(sandbox_of(info), id)
    return found if isinstance(found, BulkOperation) else None


def several(_source: object, info: Info, **args: Any) -> dict[str, Any]:
    """Return a page of operations; of the search syntax, ``status:`` is understood."""
    found = list(sandbox_of(info).store.bulk.values())
    for term in (args.get("query") or "").split():
        name, _, value = term.partition(":")
        if name != "status":
            raise bad_request(f"The sandbox does not understand the search {term!r}")
        found = [each for each in found if each.status == value.upper()]
    return connection(info, sort(found, args["sortKey"], {"CREATED_AT": lambda each: each.created}), args)


def serve_result(sandbox: Sandbox, request: Request) -> Response:
    """Serve a result file to whoever holds its signed address, until that expires."""
    with sandbox.lock:
        operation = sandbox.store.bulk.get(int(request.params["number"]))
        signed = _signature(sandbox, operation) if operation else ""
        if not operation or not hmac.compare_digest(request.query.get("Signature", ""), signed):
            return Response(b"SignatureDoesNotMatch", 403)
        if operation.expires <= sandbox.clock.now():
            return Response(b"ExpiredToken", 400)
        return Response(_content(operation), content_type="application/jsonl")


def flatten(value: Any, parent: str | None = None) -> Iterator[dict[str, Any]]:
    """Turn nested connections into one object per line; a child names its parent."""
    for each in value.values():
        for child in connected(each):
            plain = {name: inner for name, inner in child.items() if connected(inner) is NONE}
            yield plain | ({"__parentId": parent} if parent else {})
            yield from flatten(child, child.get("id"))


NONE: list[dict[str, Any]] = []


def connected(value: Any) -> list[dict[str, Any]]:
    """Return the nodes when a value is a connection; the very ``NONE`` when it is none."""
    if isinstance(value, dict) and isinstance(value.get("edges"), list):
        return [edge["node"] for edge in value["edges"]]
    if isinstance(value, dict) and isinstance(value.get("nodes"), list):
        return list(value["nodes"])
    return NONE


def _query_error(schema: GraphQLSchema, query: str) -> str:
    try:
        document = parse(query)
    except GraphQLError as error:
        return f"Invalid bulk query: {error.message}"
    operation = _operation(document)
    if operation is None or operation.operation is not OperationType.QUERY:
        return "Invalid bulk query: it must hold one query"
    if operation.variable_definitions:
        return "Invalid bulk query: variables cannot be given"
    errors = validate(schema, document)
    return f"Invalid bulk query: {errors[0].message}" if errors else shape_errors(schema, document, operation)


def _operation(document: DocumentNode) -> OperationDefinitionNode | None:
    found = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    return found[0] if len(found) == 1 else None


def _start(sandbox: Sandbox, operation: BulkOperation) -> None:
    with sandbox.lock:
        if operation.status == "CREATED":
            operation.status = "RUNNING"


def _run(sandbox: Sandbox, schema: GraphQLSchema, operation: BulkOperation, scopes: tuple[str, ...]) -> None:
    with sandbox.lock:
        if operation.status not in ("CREATED", "RUNNING"):
            return
        context = Context(sandbox, scopes, bulk=True)
        result = execute_sync(schema, parse(operation.query), context_value=context)
        if result.errors:
            denied = any((error.extensions or {}).get("code") == "ACCESS_DENIED" for error in result.errors)
            operation.error_code = "ACCESS_DENIED" if denied else "INTERNAL_SERVER_ERROR"
        else:
            _fill(sandbox, operation, list(flatten(result.data)))
    _end(sandbox, operation, "FAILED" if operation.error_code else "COMPLETED")


def _fill(sandbox: Sandbox, operation: BulkOperation, rows: list[dict[str, Any]]) -> None:
    operation.roots = sum("__parentId" not in row for row in rows)
    if not operation.grouped:
        random.Random(sandbox.options.seed).shuffle(rows)  # noqa: S311  # an order, not a secret
    operation.lines = [json.dumps(row, separators=(",", ":")) for row in rows]
    if sandbox.faults.strike("bulk_failed"):
        operation.error_code = "TIMEOUT"
        operation.lines = operation.lines[: len(rows) // 2]


def _expire(sandbox: Sandbox, operation: BulkOperation) -> None:
    with sandbox.lock:
        if operation.status == "COMPLETED":
            operation.status = "EXPIRED"


def _end(sandbox: Sandbox, operation: BulkOperation, status: str) -> None:
    sandbox.timeline.after(sandbox.options.timing.bulk_result, lambda: _expire(sandbox, operation))
    with sandbox.lock:
        now = sandbox.clock.now()
        operation.status, operation.completed = status, now
        operation.expires = now + sandbox.options.timing.bulk_result
        emit(
            sandbox,
            "bulk_operations/finish",
            {
                "admin_graphql_api_id": operation.id,
                "completed_at": timestamp(now),
                "created_at": timestamp(operation.created),
                "error_code": operation.error_code.lower() if operation.error_code else None,
                "status": status.lower(),
                "type": "query",
            },
        )


def _content(operation: BulkOperation) -> bytes:
    return "".join(f"{line}\n" for line in operation.lines).encode()


def _signature(sandbox: Sandbox, operation: BulkOperation) -> str:
    return hmac.new(sandbox.secret.encode(), operation.id.encode(), hashlib.sha256).hexdigest()


def _result_url(source: BulkOperation, info: Info) -> str | None:
    sandbox = sandbox_of(info)
    if not source.lines or source.expires <= sandbox.clock.now():
        return None
    query = urlencode({"Expires": int(source.expires), "Signature": _signature(sandbox, source)})
    return sandbox.url(f"/bulk/{source.number}.jsonl?{query}")


RESOLVERS: Resolvers = {
    "QueryRoot": {"bulkOperation": one, "bulkOperations": several},
    "Mutation": {"bulkOperationRunQuery": run_query, "bulkOperationCancel": cancel},
    "BulkOperation": {
        "type": lambda _source, _info: "QUERY",
        "createdAt": lambda source, _info: timestamp(source.created),
        "completedAt": lambda source, _info: timestamp(source.completed) if source.completed else None,
        "objectCount": lambda source, _info: str(len(source.lines)),
        "rootObjectCount": lambda source, _info: str(source.roots),
        "fileSize": lambda source, _info: str(len(_content(source))) if source.lines else None,
        "url": lambda source, info: _result_url(source, info) if source.status == "COMPLETED" else None,
        "partialDataUrl": lambda source, info: (
            _result_url(source, info) if source.status == "FAILED" else None
        ),
    },
}
