"""The product's settings for the type checker, which starts Django without any environment."""

# isort: off
from tests import services  # noqa: F401 - it fills the environment, so it comes first
from shopapp.settings import *  # noqa: F403
