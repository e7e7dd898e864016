"""How a result came about, as values that can be stored and shown."""

from dataclasses import dataclass

ENGINE_VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class OperationRecord:
    """One operation as it ran.

    changed_share  of the photo's pixels; -1 where the operation returned another size, and nothing can be compared
    """

    name: str
    version: int
    params: dict[str, object]
    seconds: float
    changed_share: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a result: enough to make it again from the same original."""

    recipe: str
    recipe_digest: str
    source_digest: str
    operations: tuple[OperationRecord, ...] = ()
    engine_version: str = ENGINE_VERSION
    retry: str = ""  # the reason, where this was another pass
