"""What all tests share: Django is configured only where its package is installed."""

import os
from importlib.util import find_spec

if find_spec("django") is not None and find_spec("sprue.server.settings") is not None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sprue.server.settings")
