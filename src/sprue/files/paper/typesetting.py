"""A template and plain data in, a PDF out. The same data and moment give the same bytes."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sprue.shop.errors import BrokenInvariant, OutsideFailure

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).resolve().parent / "templates"
#: Packages that hold the typefaces, and the folder in each: what Latin text is set in, then Chinese.
FONTS = {"fontpkg_ibm_plex_sans": "files", "pylopdf_fonts_zh_cn": ""}
_REMEDY = "paper needs the package {0}: pip install 'sprue[paper]'"


def typeset(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF that `template` (a file of TEMPLATES, without its ending) makes of `data`.

    The template gets `data` as `json(bytes(sys.inputs.data))`; what stands in it is shown as it is, never
    read as markup. `at` (aware) is the date that the file bears. Threads may call this at once; most of
    the time they hold no lock of the interpreter.

    Raises
    ------
    OutsideFailure : the compiler or a typeface is not installed; the text says what to install
    """
    try:
        import typst  # noqa: PLC0415  # whoever prints nothing needs no compiler
    except ModuleNotFoundError as missing:
        raise OutsideFailure(_REMEDY.format("typst")) from missing
    inputs = {"data": json.dumps(data, ensure_ascii=False, separators=(",", ":"))}
    source = TEMPLATES / f"{template}.typ"
    compiler = typst.Compiler(source, root=TEMPLATES, font_paths=_fonts(), sys_inputs=inputs)
    try:
        made = compiler.compile(format="pdf", timestamp=int(at.timestamp()), pdf_tags=False)
    except typst.TypstError as error:
        raise BrokenInvariant(f"template {template}: {error.diagnostic or error}") from error
    assert isinstance(made, bytes)
    return made


def font_files() -> list[Path]:
    """The files that text is set from. OutsideFailure when a package of them is not installed."""
    return [file for folder in _folders() for file in sorted(folder.iterdir()) if file.suffix in _ENDINGS]


_ENDINGS = (".ttf", ".otf")


def _folders() -> list[Path]:
    folders = []
    for package, folder in FONTS.items():
        found = find_spec(package)
        if found is None or found.origin is None:
            raise OutsideFailure(_REMEDY.format(package.replace("_", "-")))
        folders.append(Path(found.origin).parent / folder)
    return folders


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    """The typefaces of the packages alone: what the machine has would make other pages elsewhere."""
    import typst  # noqa: PLC0415

    return typst.Fonts(include_system_fonts=False, font_paths=list(map(str, _folders())))
