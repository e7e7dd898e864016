"""What Shopify refuses before it runs a valid request: malformed identifiers, long arrays; and what it deprecates."""

import re
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_argument_values,
    get_named_type,
    get_nullable_type,
    visit,
)
from graphql.execution.values import VariableValues
from graphql.language import DocumentNode, FieldNode

MOST_ITEMS = 250
GID = re.compile(r"gid://shopify/[A-Za-z0-9]+/[A-Za-z0-9-]+(\?.*)?")
GLOBAL_ID = "ID"


class _Arguments(Visitor):
    """Looks at every argument of every field, variables filled in."""

    def __init__(self, types: TypeInfo, variables: VariableValues) -> None:
        super().__init__()
        self._types, self._variables = types, variables
        self.errors: list[GraphQLError] = []
        self.deprecated: list[str] = []

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Check one field's arguments."""
        field, parent = self._types.get_field_def(), self._types.get_parent_type()
        if field is None or parent is None:
            return
        if field.deprecation_reason:
            self.deprecated.append(f"{parent.name}.{node.name.value}")
        for name, value in get_argument_values(field, node, self._variables).items():
            self._check(value, field.args[name].type, name)
            if field.args[name].deprecation_reason and any(
                each.name.value == name for each in node.arguments or ()
            ):
                self.deprecated.append(f"{parent.name}.{node.name.value}({name}:)")

    def _check(self, value: Any, wanted: GraphQLInputType, name: str) -> None:
        kind = get_nullable_type(wanted)
        if value is None:
            return
        if isinstance(kind, GraphQLList):
            if len(value) > MOST_ITEMS:
                self.errors.append(
                    GraphQLError(
                        f"The input array size of {len(value)} is greater than the maximum allowed of {MOST_ITEMS}.",
                        extensions={"code": "MAX_INPUT_SIZE_EXCEEDED"},
                    )
                )
            for each in value:
                self._check(each, kind.of_type, name)
            return
        self._check_one(value, get_named_type(kind), name)

    def _check_one(self, value: Any, kind: object, name: str) -> None:
        if isinstance(kind, GraphQLInputObjectType):
            for key, inner in value.items():
                if key in kind.fields:
                    self._check(inner, kind.fields[key].type, key)
                    if kind.fields[key].deprecation_reason:
                        self.deprecated.append(f"{kind.name}.{key}")
        elif isinstance(kind, GraphQLEnumType):
            found = kind.values.get(str(value))
            if found is not None and found.deprecation_reason:
                self.deprecated.append(f"{kind.name}.{value}")
        elif getattr(kind, "name", "") == GLOBAL_ID and not GID.fullmatch(str(value)):
            self.errors.append(
                GraphQLError(
                    f"Variable ${name} of type ID! was provided invalid value",
                    extensions={
                        "code": "INVALID_VARIABLE",
                        "value": value,
                        "problems": [{"path": [], "explanation": f"Invalid global id '{value}'"}],
                    },
                )
            )


def check_arguments(
    schema: GraphQLSchema, document: DocumentNode, variables: VariableValues
) -> tuple[list[GraphQLError], list[str]]:
    """Return what is wrong with a request's arguments, and what it uses that is deprecated."""
    types = TypeInfo(schema)
    arguments = _Arguments(types, variables)
    visit(document, TypeInfoVisitor(types, arguments))
    return arguments.errors, sorted(set(arguments.deprecated))
