"""Generated requests meet the small shop of the server's tests."""

from importlib.util import find_spec

collect_ignore_glob: list[str] = []
if find_spec("django") is None or find_spec("schemathesis") is None:
    collect_ignore_glob.append("test_*.py")
else:
    from tests.server.conftest import askers, quick_hashes, small_shop

    __all__ = ["askers", "quick_hashes", "small_shop"]
