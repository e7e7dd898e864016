"""Builds the executable schema: Shopify's published one, with the sandbox's resolvers and the scopes it names."""

import json
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from graphql import (
    GraphQLError,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_abstract_type,
    value_from_ast_untyped,
)
from graphql.language import ValueNode

from integrations.sandbox.admin_api import billing, bulk, files, products, reads, subscriptions
from integrations.sandbox.admin_api.context import Info, Resolver, Resolvers, access_denied, allowed

RESOLVERS = (reads, files, products, bulk, billing, subscriptions)
Scopes = dict[str, list[str]]


@lru_cache(maxsize=4)
def executable_schema(schema: Path, scopes: Path) -> GraphQLSchema:
    """Read the schema and its scopes, and attach every resolver."""
    built = build_schema(schema.read_text(), assume_valid=True)
    wanted: Scopes = json.loads(scopes.read_text())
    resolvers: Resolvers = {}
    for module in RESOLVERS:
        for name, fields in module.RESOLVERS.items():
            resolvers.setdefault(name, {}).update(fields)
    _check_names(built, resolvers)
    for kind in built.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            _attach(kind, resolvers.get(kind.name, {}), wanted)
        elif is_abstract_type(kind):
            kind.resolve_type = _type_of
    for name, parse in SCALARS.items():
        scalar = built.type_map[name]
        if isinstance(scalar, GraphQLScalarType):
            scalar.coerce_input_value = parse
            scalar.coerce_input_literal = _literal(parse)
    return built


def wanted_scopes(scopes: Scopes, parent: str, field: str, returned: str) -> list[str]:
    """Return the scopes of which a field needs one: its own, or those of the type it returns."""
    own = scopes.get(f"{parent}.{field}")
    return own or scopes.get(returned) or scopes.get(returned.removesuffix("Connection"), [])


def _check_names(schema: GraphQLSchema, resolvers: Resolvers) -> None:
    for type_name, fields in resolvers.items():
        kind = schema.type_map.get(type_name)
        known = kind.fields if isinstance(kind, GraphQLObjectType) else {}
        if unknown := fields.keys() - known.keys():
            raise ValueError(f"{type_name} has no field {', '.join(sorted(unknown))} in the schema")


def _attach(kind: GraphQLObjectType, resolvers: dict[str, Resolver], scopes: Scopes) -> None:
    for name, field in kind.fields.items():
        wanted = wanted_scopes(scopes, kind.name, name, get_named_type(field.type).name)
        field.resolve = _guarded(resolvers.get(name, _kept), name, wanted)


def _guarded(resolve: Resolver, name: str, wanted: list[str]) -> Resolver:
    if not wanted:
        return resolve

    def guarded(source: object, info: Info, **args: Any) -> Any:
        context = info.context
        if not allowed(context.scopes, wanted):
            raise access_denied(name, wanted)
        return resolve(source, info, **args)

    return guarded


def _kept(source: object, info: Info, **_args: Any) -> Any:
    """Read what a record or a payload keeps under the field's name."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", info.field_name).lower()
    if isinstance(source, dict) and name in source:
        return source[name]
    if not isinstance(source, dict) and hasattr(source, name):
        return getattr(source, name)
    raise GraphQLError(
        f"The sandbox does not keep {info.parent_type.name}.{info.field_name}",
        extensions={"code": "INTERNAL_SERVER_ERROR"},
    )


def _type_of(source: Any, *_: object) -> str:
    name: str = source["typename"] if isinstance(source, dict) else source.typename
    return name


def _literal(parse: Callable[[Any], Any]) -> Callable[[ValueNode], Any]:
    return lambda node: parse(value_from_ast_untyped(node))


def _url(value: object) -> str:
    parts = urlsplit(str(value))
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise GraphQLError(f"Invalid url '{value}', missing scheme")
    return str(value)


def _decimal(value: object) -> str:
    try:
        return format(Decimal(str(value)), "f")
    except InvalidOperation:
        raise GraphQLError(f"invalid decimal '{value}'") from None


def _unsigned(value: object) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,20}", str(value)):
        raise GraphQLError(f"invalid value '{value}' for UnsignedInt64")
    return int(str(value))


SCALARS: dict[str, Callable[[Any], Any]] = {"URL": _url, "Decimal": _decimal, "UnsignedInt64": _unsigned}
