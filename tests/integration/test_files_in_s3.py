"""Files in a bucket behave as files in a folder do; the bucket is a local stand-in of S3."""

from collections.abc import Iterator
from itertools import count

import boto3
import pytest
from django.core.files.storage import default_storage
from django.test import override_settings
from moto.server import ThreadedMotoServer

from shopapp.env import Env, env
from shopapp.models import Export
from shopapp.publishing import exporting
from shopapp.settings_parts import storages as storage_settings
from shopapp.studio import storage
from tests.factories import make_shop
from tests.signed_in import finished_job

BUCKET = "lustre-tests"


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s"
    )
    client.create_bucket(Bucket=BUCKET)
    yield address
    server.stop()


@pytest.fixture
def bucket(s3_address: str) -> Iterator[Env]:
    told = {
        "s3_bucket": BUCKET,
        "s3_endpoint_url": s3_address,
        "s3_region": "us-east-1",
        "s3_access_key_id": "k",
        "s3_secret_access_key": "s",
    }
    settings = Env(**{**env().model_dump(), **told})
    with override_settings(STORAGES=storage_settings(settings)):
        yield settings


def test_bytes_come_back_as_they_went(bucket: Env) -> None:
    key = storage.put(storage.shop_folder(1), b"a ring", extension="jpg")

    assert storage.read(key) == b"a ring"


def test_the_same_bytes_are_stored_once(bucket: Env) -> None:
    folder = storage.shop_folder(2)

    assert storage.put(folder, b"twice", extension="jpg") == storage.put(folder, b"twice", extension="jpg")


@pytest.mark.django_db
def test_a_set_that_is_made_in_goes_is_whole_and_leaves_no_records(bucket: Env) -> None:
    shop = make_shop()
    chosen = [finished_job(shop, number).media_id for number in (1, 2, 3)]
    export = Export.objects.create(shop=shop, marketplace="etsy", media_ids=chosen)
    for _go in chosen:
        exporting.run(export.pk, clock=count(0.0, exporting.A_GO.total_seconds()).__next__)
    export.refresh_from_db()
    assert export.state == "running"
    exporting.run(export.pk)
    export.refresh_from_db()
    assert (export.state, export.images) == ("ready", 3)
    folder = export.folder_key.rsplit("/", 1)[0]
    assert default_storage.listdir(folder) == (["etsy"], ["etsy.zip"])
    assert len(default_storage.listdir(export.folder_key)[1]) == 5


def test_a_shops_folder_is_deleted_whole_and_no_other(bucket: Env) -> None:
    kept = storage.put(storage.shop_folder(30), b"another shop's", extension="jpg")
    for number in range(3):
        storage.put(storage.shop_folder(3), f"photo {number}".encode(), extension="jpg")

    assert storage.delete_folder(storage.shop_folder(3)) == 3
    assert storage.delete_folder(storage.shop_folder(3)) == 0
    assert storage.read(kept) == b"another shop's"
