"""What all tests share: Django is configured only where its package is installed."""

import os
from importlib.util import find_spec

from hypothesis import settings

# Every run looks at the same examples: what fails, fails for a change and not for luck.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

if find_spec("django") is not None and find_spec("sprue.server.settings") is not None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sprue.server.settings")
