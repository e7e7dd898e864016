"""What is left of marketplaces' allowances, kept where every process sees it: in Redis, beside the queue.

A change is read, made and put back under a watch: whoever comes second in between makes it again from what is there by
then. What has not been touched for a day is forgotten; by then every allowance is whole again.
"""

import json
from datetime import timedelta
from typing import cast

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError

from integrations.errors import Unavailable
from integrations.usage import Change

_KEPT = timedelta(days=1)


class RedisStorage:
    """Usage that all workers of an installation share."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def change(self, key: str, change: Change) -> float:
        """Change a key's usage while nobody else can."""
        name = f"usage:{key}"
        answers: list[float] = []

        def turn(pipe: Pipeline) -> None:
            kept = pipe.get(name)
            changed, answer = change(json.loads(cast("bytes", kept)) if kept else None)
            pipe.multi()
            pipe.set(name, json.dumps(changed), ex=_KEPT)
            answers[:] = [answer]

        try:
            self._redis.transaction(turn, name)
        except RedisError as error:
            raise Unavailable("the shared count of requests is out of reach") from error
        return answers[0]
