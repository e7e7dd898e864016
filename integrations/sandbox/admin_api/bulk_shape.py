"""Which queries can be bulk operations: at least one connection, at most five, nested at most two deep."""

from graphql import GraphQLSchema, TypeInfo, TypeInfoVisitor, Visitor, get_named_type, visit
from graphql.language import DocumentNode, FieldNode, OperationDefinitionNode

MOST_CONNECTIONS, DEEPEST = 5, 2


class _Shape(Visitor):
    """Counts connections, how deep they nest, and what nodes with nested connections select."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self._types = types
        self._open: list[FieldNode] = []
        self.connections = 0
        self.depth = 0
        self.parents_without_id: list[str] = []

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Note a connection."""
        kind = get_named_type(self._types.get_type())
        if kind is not None and kind.name.endswith("Connection"):
            if self._open and not _selects_id(self._open[-1]):
                self.parents_without_id.append(self._open[-1].name.value)
            self._open.append(node)
            self.connections += 1
            self.depth = max(self.depth, len(self._open))

    def leave_field(self, node: FieldNode, *_: object) -> None:
        """Leave a connection."""
        if self._open and self._open[-1] is node:
            self._open.pop()


def shape_errors(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> str:
    """Say why a valid query cannot be a bulk operation; "" when it can."""
    roots = [node for node in operation.selection_set.selections if isinstance(node, FieldNode)]
    if any(node.name.value in ("node", "nodes") for node in roots):
        return "Bulk queries cannot contain top level node or nodes fields."
    types = TypeInfo(schema)
    shape = _Shape(types)
    visit(document, TypeInfoVisitor(types, shape))
    if not shape.connections:
        return "Bulk queries must contain at least one connection."
    if shape.connections > MOST_CONNECTIONS:
        return f"Bulk queries cannot contain more than {MOST_CONNECTIONS} connections."
    if shape.depth > DEEPEST:
        return f"Bulk queries cannot contain connections with a nesting depth greater than {DEEPEST}."
    if shape.parents_without_id:
        return f"The nodes of {shape.parents_without_id[0]} must select id, which their children name."
    return ""


def _selects_id(node: FieldNode) -> bool:
    """Whether the nodes of a connection select their identifier."""
    for step in node.selection_set.selections if node.selection_set else ():
        if isinstance(step, FieldNode) and step.name.value in ("edges", "nodes", "node"):
            if step.name.value == "edges":
                return _selects_id(step)
            inner = step.selection_set.selections if step.selection_set else ()
            return any(isinstance(each, FieldNode) and each.name.value == "id" for each in inner)
    return False
