"""``POST /admin/api/2026-10/graphql.json``: token, version, limits, cost, then the operation itself.

Only the one version is spoken. (Shopify answers an older, retired version with its oldest supported one instead.)
"""

import time
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLFormattedError,
    GraphQLSchema,
    execute_sync,
    get_operation_ast,
    get_variable_values,
    parse,
    validate,
)
from graphql.language import DocumentNode, FragmentDefinitionNode, OperationDefinitionNode

from integrations.sandbox.admin_api import cost
from integrations.sandbox.admin_api.context import Context
from integrations.sandbox.admin_api.limits import check_arguments
from integrations.sandbox.admin_api.schema import executable_schema
from integrations.sandbox.http import Request, Response
from integrations.sandbox.oauth import find_token
from integrations.sandbox.state import Sandbox

INVALID_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)"  # noqa: S105  # a message
LIMITS_PAGE = "https://shopify.dev/api/usage/rate-limits"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that may be run: valid, within its limits, priced."""

    document: DocumentNode
    operation: OperationDefinitionNode
    variables: dict[str, Any]
    requested: int
    deprecated: list[str]


class GraphQLRefusedError(Exception):
    """Errors that GraphQL answers with, and nothing was run."""

    def __init__(self, *errors: GraphQLError, cost: dict[str, Any] | None = None) -> None:
        super().__init__(errors[0].message)
        self.errors, self.cost = errors, cost


def graphql_endpoint(sandbox: Sandbox, request: Request) -> Response:
    """Answer one request."""
    if early := _fault(sandbox) or _refuse_address(sandbox, request):
        return early
    with sandbox.lock:
        token = find_token(sandbox, request.headers.get("x-shopify-access-token", ""))
        if token is None:
            return Response.json({"errors": INVALID_TOKEN}, 401)
        if not request.headers.get("content-type", "").startswith("application/json"):
            return Response.json({"errors": "The content type must be application/json"}, 415)
        schema = executable_schema(sandbox.options.schema, sandbox.options.scopes)
        try:
            prepared = prepare(sandbox, schema, request.json())
        except GraphQLRefusedError as refused:
            content: dict[str, Any] = {"errors": [error.formatted for error in refused.errors]}
            return Response.json(content | ({"extensions": {"cost": refused.cost}} if refused.cost else {}))
        return _run(sandbox, schema, prepared, Context(sandbox, token.scopes))


def prepare(sandbox: Sandbox, schema: GraphQLSchema, content: dict[str, Any]) -> Prepared:
    """Check a request as far as can be without running it."""
    try:
        document = parse(str(content.get("query") or ""))
    except GraphQLError as error:
        raise GraphQLRefusedError(error) from None
    if errors := validate(schema, document):
        raise GraphQLRefusedError(*errors)
    operation = get_operation_ast(document, content.get("operationName"))
    if operation is None:
        raise GraphQLRefusedError(GraphQLError("An operation name is required"))
    sent = content.get("variables") or {}
    variables = get_variable_values(schema, operation.variable_definitions or (), sent)
    if isinstance(variables, list):
        raise GraphQLRefusedError(*[_invalid_variable(error) for error in variables])
    errors, deprecated = check_arguments(schema, document, variables)
    if errors:
        raise GraphQLRefusedError(*errors)
    fragments = {
        node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
    }
    requested = cost.Pricing(schema, fragments, variables.coerced).operation(operation)
    _check_cost(sandbox, requested)
    return Prepared(document, operation, sent, requested, deprecated)


def _check_cost(sandbox: Sandbox, requested: int) -> None:
    most = sandbox.options.bucket.single_query
    if requested > most:
        message = f"Query cost is {requested}, which exceeds the single query max cost limit ({most})."
        details = {
            "code": "MAX_COST_EXCEEDED",
            "cost": requested,
            "maxCost": most,
            "documentation": LIMITS_PAGE,
        }
        raise GraphQLRefusedError(GraphQLError(message, extensions=details))
    if sandbox.faults.strike("throttle"):
        sandbox.points = min(cost.refill(sandbox), requested - 1)
    if requested > cost.refill(sandbox):
        throttled = GraphQLError("Throttled", extensions={"code": "THROTTLED", "documentation": LIMITS_PAGE})
        raise GraphQLRefusedError(throttled, cost=cost.report(sandbox, requested, None))


def _run(sandbox: Sandbox, schema: GraphQLSchema, prepared: Prepared, context: Context) -> Response:
    result = execute_sync(
        schema,
        prepared.document,
        context_value=context,
        variable_values=prepared.variables,
        operation_name=prepared.operation.name.value if prepared.operation.name else None,
    )
    mutation = prepared.operation.operation.value == "mutation"
    paid = prepared.requested if mutation else cost.actual(result.data, prepared.requested)
    cost.pay(sandbox, paid)
    sandbox.store.deprecated_uses += prepared.deprecated
    content: dict[str, Any] = {"data": result.data}
    if result.errors:
        content["errors"] = [_formatted(error) for error in result.errors]
    content["extensions"] = {"cost": cost.report(sandbox, prepared.requested, paid)}
    headers = {"X_Shopify_API_Version": sandbox.options.api_version}
    if prepared.deprecated:
        headers["X_Shopify_API_Deprecated_Reason"] = ", ".join(prepared.deprecated)
    return Response.json(content, 200, **headers)


def _formatted(error: GraphQLError) -> GraphQLFormattedError:
    """Write an error; what no resolver raised on purpose is our fault, and is not hidden."""
    if error.original_error is not None and not isinstance(error.original_error, GraphQLError):
        raise error.original_error
    return error.formatted


def _invalid_variable(error: GraphQLError) -> GraphQLError:
    return GraphQLError(error.message, extensions={"code": "INVALID_VARIABLE"})


def _fault(sandbox: Sandbox) -> Response | None:
    if sandbox.faults.strike("timeout"):
        time.sleep(sandbox.faults.timeout_seconds)
    if sandbox.faults.server_error:
        return Response(b"<html>Service Unavailable</html>", 503, "text/html")
    if sandbox.faults.strike("too_many"):
        message = "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service."
        return Response.json({"errors": message}, 429, Retry_After="2.0")
    return None


def _refuse_address(sandbox: Sandbox, request: Request) -> Response | None:
    if request.host != sandbox.options.shop or request.params["version"] != sandbox.options.api_version:
        return Response.json({"errors": "Not Found"}, 404)
    return None
