"""What every resolver is given, and the errors GraphQL itself answers with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import GraphQLError, GraphQLResolveInfo

from integrations.sandbox.state import Sandbox

Resolver = Callable[..., Any]
Resolvers = dict[str, dict[str, Resolver]]
UserErrors = list[dict[str, Any]]
ACCESS_PAGE = "https://shopify.dev/api/usage/access-scopes"


@dataclass(frozen=True, slots=True)
class Context:
    """Whose store, with which scopes, and whether a bulk operation asks."""

    sandbox: Sandbox
    scopes: tuple[str, ...]
    bulk: bool = False


Info: TypeAlias = "GraphQLResolveInfo[Context]"


def sandbox_of(info: Info) -> Sandbox:
    """Return the sandbox a resolver works on."""
    return info.context.sandbox


def allowed(granted: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether any of the wanted scopes is granted; write includes read."""
    granted = set(granted)
    return any(scope in granted or scope.replace("read_", "write_", 1) in granted for scope in wanted)


def access_denied(name: str, wanted: Iterable[str]) -> GraphQLError:
    """Refuse a field for lack of a scope."""
    needed = " or ".join(f"`{scope}`" for scope in wanted) + " access scope."
    return GraphQLError(
        f"Access denied for {name} field. Required access: {needed}",
        extensions={"code": "ACCESS_DENIED", "documentation": ACCESS_PAGE, "requiredAccess": needed},
    )


def bad_request(message: str) -> GraphQLError:
    """Refuse an argument that the schema cannot judge."""
    return GraphQLError(message, extensions={"code": "BAD_REQUEST"})


def user_error(code: str | None, message: str, *path: str | int) -> dict[str, Any]:
    """Write one of a mutation's own validation answers."""
    return {"code": code, "message": message, "field": [str(step) for step in path] or None}
