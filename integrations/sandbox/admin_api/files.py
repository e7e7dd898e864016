"""Mutations of files: replace an image's bytes in place, add, remove, acknowledge a failure, prepare an upload."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from integrations.sandbox import media, uploads, webhooks
from integrations.sandbox.admin_api.context import Info, Resolvers, UserErrors, sandbox_of, user_error
from integrations.sandbox.admin_api.reads import find_medium, find_product
from integrations.sandbox.catalog import mime_type
from integrations.sandbox.records import Medium, Product
from integrations.sandbox.state import Sandbox

LONGEST_ALT = 512
LARGEST_GALLERY = 250
LARGEST_IMAGE = 20 * 2**20
IMAGE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic"})
APP = "app"
Check = Callable[[Sandbox, Medium, dict[str, Any]], tuple[str, str, str] | None]


def file_update(_source: object, info: Info, *, files: list[dict[str, Any]]) -> dict[str, Any]:
    """Change files; one refusal leaves all of them as they were."""
    sandbox = sandbox_of(info)
    errors = [error for index, change in enumerate(files) for error in check_update(sandbox, index, change)]
    repeated = len({change["id"] for change in files}) != len(files)
    if not files or repeated:
        errors.append(user_error("INVALID", "Each file must be given once, and at least one", "files"))
    if errors:
        return {"files": [], "user_errors": errors}
    return {"files": [_update(sandbox, change) for change in files], "user_errors": []}


def check_update(sandbox: Sandbox, index: int, change: dict[str, Any]) -> UserErrors:
    """Say why a change cannot be made, by the first reason that applies."""
    medium = find_medium(sandbox, change["id"])
    if medium is None:
        message = f"File id {change['id']} does not exist."
        return [user_error("FILE_DOES_NOT_EXIST", message, "files", index, "id")]
    for check in CHECKS:
        if found := check(sandbox, medium, change):
            code, field, message = found
            return [user_error(code, message, "files", index, field)]
    return []


def _check_state(sandbox: Sandbox, medium: Medium, _change: dict[str, Any]) -> tuple[str, str, str] | None:
    if (medium.once_ready and medium.busy) or sandbox.faults.strike("file_locked"):
        return "FILE_LOCKED", "id", "File has a pending operation."
    if medium.status == "FAILED":
        return "INVALID_FAILED_MEDIA_STATE", "id", "File cannot be updated in a failed state."
    if medium.status != "READY":
        return "NON_READY_STATE", "id", "Non-ready files are not supported."
    return None


def _check_arguments(
    _sandbox: Sandbox, _medium: Medium, change: dict[str, Any]
) -> tuple[str, str, str] | None:
    if change.keys() == {"id"}:
        return "MISSING_ARGUMENTS", "id", "At least one argument is required."
    if change.get("originalSource") and change.get("previewImageSource"):
        return (
            "INVALID",
            "originalSource",
            "originalSource and previewImageSource cannot be updated together.",
        )
    if len(change.get("alt") or "") > LONGEST_ALT:
        return (
            "ALT_VALUE_LIMIT_EXCEEDED",
            "alt",
            f"The alt value exceeds the maximum limit of {LONGEST_ALT} characters.",
        )
    return None


def _check_source(_sandbox: Sandbox, medium: Medium, change: dict[str, Any]) -> tuple[str, str, str] | None:
    source = change.get("originalSource") or change.get("previewImageSource")
    if not source:
        return None
    if medium.kind != "IMAGE":
        return "INVALID", "originalSource", "The content of a video cannot be updated."
    if not _is_address(source):
        return "INVALID_IMAGE_SOURCE_URL", "originalSource", "Image URL is invalid"
    if _extension(source) != medium.extension:
        return (
            "INVALID_FILENAME_EXTENSION",
            "originalSource",
            f"The source's extension must match the file's, .{medium.extension}",
        )
    return None


def _check_name(_sandbox: Sandbox, medium: Medium, change: dict[str, Any]) -> tuple[str, str, str] | None:
    name = change.get("filename")
    if not name:
        return None
    if medium.kind != "IMAGE":
        return (
            "UNSUPPORTED_MEDIA_TYPE_FOR_FILENAME_UPDATE",
            "filename",
            "Only images and files can be renamed.",
        )
    if "/" in name or "." not in name:
        return "INVALID_FILENAME", "filename", "The provided filename is invalid."
    if name.rpartition(".")[2].lower() != medium.extension:
        return "INVALID_FILENAME_EXTENSION", "filename", "The extension of a file cannot change."
    return None


def _check_references(
    sandbox: Sandbox, medium: Medium, change: dict[str, Any]
) -> tuple[str, str, str] | None:
    for field in ("referencesToAdd", "referencesToRemove"):
        for gid in change.get(field) or []:
            product = find_product(sandbox, gid)
            if product is None:
                return "REFERENCE_TARGET_DOES_NOT_EXIST", field, f"The reference target {gid} does not exist."
            full = len(product.media) >= LARGEST_GALLERY and medium.number not in product.media
            if field == "referencesToAdd" and full:
                return "PRODUCT_MEDIA_LIMIT_EXCEEDED", field, "Exceeded the limit of media per product."
    return None


CHECKS: tuple[Check, ...] = (_check_state, _check_arguments, _check_source, _check_name, _check_references)


def _update(sandbox: Sandbox, change: dict[str, Any]) -> Medium:
    medium = find_medium(sandbox, change["id"])
    assert medium is not None  # noqa: S101  # checked before any change is made
    touched = media.products_showing(sandbox, medium)
    if change.get("alt") is not None:
        medium.alt = change["alt"]
    if change.get("filename"):
        medium.file_name = change["filename"]
        sandbox.store.file_names.add(medium.file_name)
    touched += _relink(sandbox, medium, change)
    medium.updated = sandbox.clock.now()
    source = change.get("originalSource") or change.get("previewImageSource")
    if source:
        media.process(
            sandbox, medium, source, writer=APP, changed=lambda one: webhooks.product_changed(sandbox, one)
        )
    _tell(sandbox, touched)
    return medium


def _relink(sandbox: Sandbox, medium: Medium, change: dict[str, Any]) -> list[Product]:
    added = [find_product(sandbox, gid) for gid in change.get("referencesToAdd") or []]
    removed = [find_product(sandbox, gid) for gid in change.get("referencesToRemove") or []]
    touched = [product for product in added + removed if product is not None]
    for product in added:
        if product and medium.number not in product.media:
            product.media.append(medium.number)
    for product in removed:
        if product and medium.number in product.media:
            product.media.remove(medium.number)
            for number in product.variants:
                if sandbox.store.variants[number].medium == medium.number:
                    sandbox.store.variants[number].medium = None
    return touched


def _tell(sandbox: Sandbox, products: Iterable[Product]) -> None:
    for product in {one.number: one for one in products}.values():
        product.updated = sandbox.clock.now()
        webhooks.product_changed(sandbox, product)


def acknowledge(_source: object, info: Info, *, fileIds: list[str]) -> dict[str, Any]:  # noqa: N803
    """Take failed updates off files, which are READY again with the bytes they had."""
    sandbox = sandbox_of(info)
    errors: UserErrors = []
    found: list[Medium] = []
    for index, gid in enumerate(fileIds):
        medium = find_medium(sandbox, gid)
        if medium is None:
            errors.append(
                user_error("FILE_DOES_NOT_EXIST", f"File id {gid} does not exist.", "fileIds", index)
            )
        elif medium.status != "FAILED":
            errors.append(user_error("INVALID", "The file's last update did not fail.", "fileIds", index))
        elif not medium.once_ready:
            message = "The file was never ready, and there is nothing to go back to."
            errors.append(user_error("INVALID_FAILED_MEDIA_STATE", message, "fileIds", index))
        else:
            found.append(medium)
    if errors:
        return {"files": [], "user_errors": errors}
    for medium in found:
        media.acknowledge(medium)
    return {"files": found, "user_errors": []}


def file_create(_source: object, info: Info, *, files: list[dict[str, Any]]) -> dict[str, Any]:
    """Add files that belong to no product yet."""
    sandbox = sandbox_of(info)
    errors = [error for index, entry in enumerate(files) for error in _check_creation(index, entry)]
    if errors:
        return {"files": [], "user_errors": errors}
    return {"files": [create(sandbox, entry) for entry in files], "user_errors": []}


def create(sandbox: Sandbox, entry: dict[str, Any]) -> Medium:
    """Add one file, which is fetched and looked at later."""
    source = entry["originalSource"]
    name = entry.get("filename") or unquote(urlsplit(source).path).rpartition("/")[2]
    kind = "VIDEO" if mime_type(name).startswith("video/") else "IMAGE"
    medium = media.new_medium(
        sandbox, kind=kind, file_name=name, alt=entry.get("alt") or "", status="UPLOADED"
    )
    media.process(
        sandbox, medium, source, writer=APP, changed=lambda one: webhooks.product_changed(sandbox, one)
    )
    return medium


def _check_creation(index: int, entry: dict[str, Any]) -> UserErrors:
    source, name = entry["originalSource"], entry.get("filename")
    at = ("files", index, "originalSource")
    if not _is_address(source):
        return [user_error("INVALID_IMAGE_SOURCE_URL", "Image URL is invalid", *at)]
    if name and name.rpartition(".")[2].lower() != _extension(source):
        message = "The filename's extension must match the source's."
        return [user_error("MISMATCHED_FILENAME_AND_ORIGINAL_SOURCE", message, "files", index, "filename")]
    if not mime_type(name or source).startswith(("image/", "video/")):
        return [user_error("UNACCEPTABLE_ASSET", "The file type is not supported.", *at)]
    if len(entry.get("alt") or "") > LONGEST_ALT:
        message = f"The alt value exceeds the maximum limit of {LONGEST_ALT} characters."
        return [user_error("ALT_VALUE_LIMIT_EXCEEDED", message, "files", index, "alt")]
    return []


def file_delete(_source: object, info: Info, *, fileIds: list[str]) -> dict[str, Any]:  # noqa: N803
    """Remove files from the store for good."""
    sandbox = sandbox_of(info)
    errors: UserErrors = []
    for index, gid in enumerate(fileIds):
        medium = find_medium(sandbox, gid)
        if medium is None:
            errors.append(
                user_error("FILE_DOES_NOT_EXIST", f"File id {gid} does not exist.", "fileIds", index)
            )
        elif medium.busy:
            errors.append(user_error("FILE_LOCKED", "File has a pending operation.", "fileIds", index))
    if errors:
        return {"deleted_file_ids": None, "user_errors": errors}
    touched: list[Product] = []
    for gid in fileIds:
        if (medium := find_medium(sandbox, gid)) is not None:
            touched += media.products_showing(sandbox, medium)
            media.remove(sandbox, medium)
    _tell(sandbox, touched)
    return {"deleted_file_ids": fileIds, "user_errors": []}


def stage(_source: object, info: Info, *, input: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: A002
    """Prepare one target for each file."""
    sandbox = sandbox_of(info)
    errors = [error for index, entry in enumerate(input) for error in _check_staging(index, entry)]
    if errors:
        return {"staged_targets": [], "user_errors": errors}
    targets = [
        uploads.create_target(
            sandbox, file_name=entry["filename"], mime_type=entry["mimeType"], method=entry["httpMethod"]
        )
        for entry in input
    ]
    return {"staged_targets": targets, "user_errors": []}


def _check_staging(index: int, entry: dict[str, Any]) -> UserErrors:
    kind, name, mime = entry["resource"], entry["filename"], entry["mimeType"]
    wants_image = kind in ("IMAGE", "PRODUCT_IMAGE", "COLLECTION_IMAGE", "SHOP_IMAGE")
    size = entry.get("fileSize")
    reasons = (
        ("filename", not name or "/" in name, "filename is invalid"),
        ("mimeType", wants_image and mime not in IMAGE_TYPES, f"{name}: ({mime}) is not a recognized format"),
        ("filename", wants_image and mime_type(name) != mime, f"{name} does not match the type {mime}"),
        (
            "fileSize",
            wants_image and size is not None and not 0 < size <= LARGEST_IMAGE,
            "file size is too large",
        ),
        ("fileSize", kind in ("VIDEO", "MODEL_3D") and not size, "file size is required for this resource"),
        ("httpMethod", not wants_image and entry["httpMethod"] == "PUT", "only images are uploaded by PUT"),
    )
    return [user_error(None, message, "input", index, field) for field, wrong, message in reasons if wrong][
        :1
    ]


def _is_address(source: str) -> bool:
    parts = urlsplit(source)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _extension(source: str) -> str:
    return unquote(urlsplit(source).path).rpartition(".")[2].lower()


RESOLVERS: Resolvers = {
    "Mutation": {
        "fileUpdate": file_update,
        "fileAcknowledgeUpdateFailed": acknowledge,
        "fileCreate": file_create,
        "fileDelete": file_delete,
        "stagedUploadsCreate": stage,
    }
}
