"""What a query costs, and the bucket it is paid from.

An object costs 1, a scalar nothing, an interface or a union what its dearest choice costs, a mutation 10. A page costs
less than its length: sizes follow 1 + 2·ln(n), which gives the 25 points that a live store was seen to ask for 250
variants with an object each. The real formula is not published; only the limits are.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type
from graphql.language import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from integrations.sandbox.state import Sandbox

MUTATION = 10
UNPAGED = frozenset({"edges", "nodes", "node"})


@dataclass(frozen=True, slots=True)
class Pricing:
    """Prices one request's operation."""

    schema: GraphQLSchema
    fragments: dict[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]

    def operation(self, node: OperationDefinitionNode) -> int:
        """Return the whole points an operation asks for."""
        kind = self.schema.get_root_type(node.operation)
        if node.operation.value == "mutation":
            fields = [each for each in node.selection_set.selections if isinstance(each, FieldNode)]
            return MUTATION * len(fields)
        return math.ceil(self._selections(node.selection_set, kind.name if kind else "") - 1e-9)

    def _selections(self, node: SelectionSetNode, type_name: str) -> float:
        common, choices = 0.0, {type_name: 0.0}
        for each in node.selections:
            if isinstance(each, FieldNode):
                common += self._field(each, type_name)
            elif isinstance(each, InlineFragmentNode):
                chosen = each.type_condition.name.value if each.type_condition else type_name
                choices[chosen] = choices.get(chosen, 0) + self._selections(each.selection_set, chosen)
            elif isinstance(each, FragmentSpreadNode):
                fragment = self.fragments[each.name.value]
                chosen = fragment.type_condition.name.value
                choices[chosen] = choices.get(chosen, 0) + self._selections(fragment.selection_set, chosen)
        own = choices.pop(type_name)
        return common + own + max(choices.values(), default=0)

    def _field(self, node: FieldNode, type_name: str) -> float:
        kind = self.schema.type_map.get(type_name)
        fields = getattr(kind, "fields", {})
        field = fields.get(node.name.value)
        if field is None or node.selection_set is None:
            return 0
        returned = get_named_type(field.type)
        if is_leaf_type(returned) or returned.name == "PageInfo":
            return 0
        children = self._selections(node.selection_set, returned.name)
        if returned.name.endswith("Connection"):
            return size(self._count(node)) * children
        wrapper = node.name.value == "edges" and isinstance(kind, GraphQLObjectType)
        return children if wrapper else 1 + children

    def _count(self, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value in ("first", "last"):
                if isinstance(argument.value, IntValueNode):
                    return int(argument.value.value)
                if isinstance(argument.value, VariableNode):
                    return int(self.variables.get(argument.value.name.value) or 0)
        return 0


def size(count: int) -> float:
    """Return what a page of so many is multiplied by."""
    return 1 + 2 * math.log(count) if count > 0 else 0


def actual(data: Any, requested: int) -> int:
    """Return what an answer cost: its objects, pages by their real length, never more than was asked for."""
    return min(requested, math.ceil(_weigh(data) - 1e-9))


def _weigh(value: Any) -> float:
    if isinstance(value, list):
        return sum(_weigh(each) for each in value)
    if not isinstance(value, dict):
        return 0
    pages = [value[name] for name in ("edges", "nodes") if isinstance(value.get(name), list)]
    if pages:
        page = [edge.get("node", edge) if isinstance(edge, dict) else edge for edge in pages[0]]
        return size(len(page)) * _weigh(page) / len(page) if page else 0
    return sum(1 + _weigh(each) if isinstance(each, dict) else _weigh(each) for each in value.values()) + 0.0


def pay(sandbox: Sandbox, points: float) -> None:
    """Take points from the bucket."""
    refill(sandbox)
    sandbox.points -= points


def refill(sandbox: Sandbox) -> float:
    """Let the bucket fill up to now, and return what is in it."""
    now, bucket = sandbox.clock.now(), sandbox.options.bucket
    restored = (now - sandbox.points_at) * bucket.restore_rate
    sandbox.points = min(bucket.maximum, sandbox.points + restored)
    sandbox.points_at = now
    return sandbox.points


def report(sandbox: Sandbox, requested: int, paid: int | None) -> dict[str, Any]:
    """Write ``extensions.cost``; ``paid`` is null for what was not run."""
    bucket = sandbox.options.bucket
    return {
        "requestedQueryCost": requested,
        "actualQueryCost": paid,
        "throttleStatus": {
            "maximumAvailable": bucket.maximum,
            "currentlyAvailable": int(refill(sandbox)),
            "restoreRate": bucket.restore_rate,
        },
    }
