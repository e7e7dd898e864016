"""What goes in and what comes out, as the schema says it."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from shopapp.checking import judging
from shopapp.models import Batch, Export, Media, PhotoCheck, RetouchJob, Revision
from shopapp.publishing.services import EXPORT_MARKETPLACES
from shopapp.studio import words
from shopapp.studio.retries import REASONS
from shopapp.studio.services import RECIPES

LARGEST_ID = 2**63 - 1
_MOST_PHOTOS = 20
_MOST_MEDIA = 10_000


def _ids(**more: Any) -> serializers.ListField:
    child = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    return serializers.ListField(child=child, min_length=1, max_length=_MOST_MEDIA, **more)


def _photo() -> serializers.FileField:
    """An empty file is taken here and refused later, by its name."""
    return serializers.FileField(max_length=255, allow_empty_file=True)


class Refusal(serializers.Serializer[Any]):
    """Why not: a code for programs, a sentence for people."""

    code = serializers.CharField()
    message = serializers.CharField()


class PhotoIn(serializers.Serializer[Any]):
    """One photo of your own."""

    photo = _photo()
    external_id = serializers.CharField(required=False, max_length=255, help_text="Your own name for it.")
    recipe = serializers.ChoiceField(choices=RECIPES, required=False)


class BatchIn(serializers.Serializer[Any]):
    """Several photos at once: of the shop's media, or of your own."""

    media = _ids(required=False, help_text="Ids of media.")
    whole_store = serializers.BooleanField(required=False, default=False)
    photos = serializers.ListField(child=_photo(), required=False, min_length=1, max_length=_MOST_PHOTOS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take exactly one of the three."""
        if sum(bool(attrs.get(name)) for name in ("media", "whole_store", "photos")) != 1:
            raise serializers.ValidationError("Send one of media, whole_store and photos.")
        return attrs


class ExportIn(serializers.Serializer[Any]):
    """A set for another marketplace."""

    marketplace = serializers.ChoiceField(choices=EXPORT_MARKETPLACES)
    media = _ids(required=False, help_text="Without it: every retouched photo.")


def _confirm() -> serializers.ListField:
    """Names of what may be confirmed on any page; what the page in question does not ask for is refused later."""
    names = judging.confirmations(
        judging.Asked(page, slot) for page in judging.pages() for slot in ("main", "gallery")
    )
    told = "What you know and nobody can measure. `confirmable` of an answer names what its rules ask for."
    child = serializers.ChoiceField(choices=names)
    return serializers.ListField(child=child, required=False, default=list, help_text=told)


class CheckIn(serializers.Serializer[Any]):
    """A photo to be held against a marketplace's rules; nothing is retouched, and its bytes are not kept."""

    photo = _photo()
    marketplace = serializers.ChoiceField(choices=[page.key for page in judging.pages()])
    slot = serializers.ChoiceField(choices=("main", "gallery"), required=False, default="main")
    category = serializers.ChoiceField(choices=judging.CATEGORIES, required=False, default="")
    confirm = _confirm()


class ConfirmIn(serializers.Serializer[Any]):
    """What you stand for now, in place of what was confirmed before."""

    confirm = _confirm()
    category = serializers.ChoiceField(
        choices=judging.CATEGORIES,
        required=False,
        default="",
        help_text="What the piece is; without it: as before.",
    )


class UndoIn(serializers.Serializer[Any]):
    """Which originals to put back."""

    media = _ids(required=False)
    everything = serializers.BooleanField(required=False, default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take exactly one of the two."""
        if bool(attrs.get("media")) == bool(attrs.get("everything")):
            raise serializers.ValidationError("Send either media or everything.")
        return attrs


class RetryIn(serializers.Serializer[Any]):
    """What is not right with the result."""

    reason = serializers.ChoiceField(choices=list(REASONS))


class JobsAsked(serializers.Serializer[Any]):
    """Which jobs."""

    state = serializers.ChoiceField(choices=RetouchJob.State.choices, required=False)
    external_id = serializers.CharField(required=False, max_length=255)
    batch = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    before = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_ID,
        help_text="Only jobs with a smaller id: the next page.",
    )


class MediaAsked(serializers.Serializer[Any]):
    """Which media."""

    after = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=LARGEST_ID,
        help_text="Only media with a larger id: the next page.",
    )


class MediaOut(serializers.ModelSerializer[Media]):
    """A file that products show."""

    file_name = serializers.CharField(source="name")

    class Meta:
        """Which fields."""

        model = Media
        fields = ("id", "gid", "kind", "file_name", "alt", "width", "height", "excluded")


class RevisionOut(serializers.ModelSerializer[Revision]):
    """A result, and how true to the piece it is."""

    download = serializers.SerializerMethodField()
    reasons = serializers.JSONField()
    notes = serializers.JSONField()
    report = serializers.JSONField()
    provenance = serializers.JSONField()
    findings = serializers.JSONField()

    class Meta:
        """Which fields."""

        model = Revision
        fields = (
            "id", "sha256", "bytes", "format", "width", "height", "recipe", "alloy", "verdict", "kept", "reasons",
            "notes", "report", "provenance", "findings", "created_at", "download",
        )  # fmt: skip

    def get_download(self, revision: Revision) -> str:
        """Say where the file is."""
        return reverse("api-revision-download", args=[revision.pk])


class JobOut(serializers.ModelSerializer[RetouchJob]):
    """A request to retouch one photo, and how far it is."""

    word = serializers.SerializerMethodField()
    sentence = serializers.SerializerMethodField()
    media = serializers.IntegerField(source="media_id", allow_null=True)
    batch = serializers.IntegerField(source="batch_id", allow_null=True)
    revision = serializers.IntegerField(source="revision_id", allow_null=True)
    retry_of = serializers.IntegerField(
        source="retry_of_id", allow_null=True, help_text="Where this is another pass: the first job."
    )

    class Meta:
        """Which fields."""

        model = RetouchJob
        fields = (
            "id", "kind", "retry_of", "retry_reason", "state", "word", "sentence", "reason_code", "media", "batch",
            "revision", "external_id", "recipe", "source", "credits_captured", "created_at", "finished_at",
        )  # fmt: skip

    def get_word(self, job: RetouchJob) -> str:
        """Return the state as a merchant reads it."""
        return str(words.STATES[job.state])

    def get_sentence(self, job: RetouchJob) -> str:
        """Return the reason, or what the state means."""
        return job.reason_sentence or str(words.SENTENCES[job.state])


class BatchOut(serializers.ModelSerializer[Batch]):
    """Photos that were asked for together."""

    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Photos by state.")

    class Meta:
        """Which fields."""

        model = Batch
        fields = ("id", "kind", "state", "photos", "counts", "created_at", "finished_at")


class ExportOut(serializers.ModelSerializer[Export]):
    """A set: where to download it, and the report of every rule."""

    marketplace = serializers.ChoiceField(
        choices=EXPORT_MARKETPLACES, help_text="Whose rules the files were cut for."
    )
    reason_sentence = serializers.CharField(help_text='Why it failed; "" otherwise.')
    images = serializers.IntegerField(help_text="Files in the set.")
    blocked = serializers.IntegerField(help_text="How many of them the marketplace would refuse.")
    zip = serializers.CharField(
        help_text='Address of the images; "" until it is ready, then good for an hour.'
    )
    html = serializers.CharField(
        help_text="Address of the report for people: one page that needs nothing beside it."
    )
    json = serializers.CharField(help_text="Address of the report for programs: every rule of every file.")
    report = serializers.JSONField(
        help_text="One entry a file, as in the JSON report, with the rules that are not met or not known yet."
    )

    class Meta:
        """Which fields."""

        model = Export
        fields = (
            "id", "marketplace", "state", "reason_sentence", "images", "blocked", "zip", "html", "json", "report",
            "created_at", "finished_at",
        )  # fmt: skip


class PointOut(serializers.Serializer[Any]):
    """Something that could not be measured and that you may confirm."""

    name = serializers.CharField()
    rules = serializers.ListField(child=serializers.CharField(), help_text="Rules that it decides.")
    blocks = serializers.BooleanField(help_text="Whether one of them stops the photo where it is broken.")


class CheckOut(serializers.ModelSerializer[PhotoCheck]):
    """What a marketplace's rules say of a photo, rule by rule; kept for a day."""

    blocks = serializers.BooleanField(
        allow_null=True, help_text="Whether it would be refused; null until measured."
    )
    findings = serializers.JSONField(
        help_text="rule, fact, measured, required, verdict, severity, sentence, fix, …"
    )
    confirmable = PointOut(many=True, help_text="What could not be measured and you may confirm.")
    confirmed = serializers.ListField(child=serializers.CharField(), help_text="What of it you confirmed.")

    class Meta:
        """Which fields."""

        model = PhotoCheck
        fields = (
            "id", "state", "reason_sentence", "file_name", "marketplace", "slot", "category", "blocks", "findings",
            "confirmable", "confirmed", "created_at", "expires_at",
        )  # fmt: skip


class UndoOut(serializers.Serializer[Any]):
    """Which originals are on their way back, and which are there already or cannot be put back now."""

    started = serializers.ListField(child=serializers.IntegerField())
    not_started = serializers.ListField(child=serializers.IntegerField())


class CreditsOut(serializers.Serializer[Any]):
    """The shop's credits."""

    available = serializers.IntegerField()
    reserved = serializers.IntegerField()
    spent = serializers.IntegerField()
    photos = serializers.IntegerField(help_text="How many photos the available credits are enough for.")
