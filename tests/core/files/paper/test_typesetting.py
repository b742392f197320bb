"""Every character has its glyph, nothing is read as markup, and what is not installed is named."""

import importlib.util
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from sprue.files.paper import Facts, Size, dispatch_list, machine_labels, travelers, typeset
from sprue.files.paper.typesetting import font_files
from sprue.files.paper.words import _WORDS
from sprue.sample.making import make_shop
from sprue.shop.errors import OutsideFailure, UserMistake
from sprue.shop.ids import PartId
from tests.core.files.paper.sheets import facts_of, sheets_of, with_part
from tests.core.floor.shops import NOW, small_shop


def glyphs() -> set[str]:
    """Characters that the typefaces have."""
    return {chr(code) for file in font_files() for code in TTFont(file).getBestCmap()}


def test_no_character_of_a_chinese_shop_lacks_its_glyph() -> None:
    shop = make_shop(100, 2, language="zh-hans")
    facts = Facts(shop, NOW, "zh-hans")
    papers = (
        travelers(facts, [*shop.parts][:300]),
        machine_labels(facts, shop.machines, Size.SMALL),
        dispatch_list(facts, shop.machines, NOW.date()),
    )
    shown = {char for paper in papers for sheet in sheets_of(paper, codes=False) for char in sheet.words}
    shown |= {char for pair in _WORDS.values() for text in pair for char in text}
    assert sum("\u4e00" <= char <= "\u9fff" for char in shown) > 100
    assert shown - glyphs() == set()


@pytest.mark.parametrize(
    "text", ["#panic()", "*a* _b_ $x$ `c` <l> @r \\ // /* [", "</text>&lt;\"'", "a\u0000b"]
)
def test_names_are_never_read_as_markup(text: str) -> None:
    shop = with_part(small_shop(), "core", name=text)
    (sheet,) = sheets_of(travelers(facts_of(shop), [PartId("core")]))
    assert sheet.codes[0] == "core"
    if "\u0000" not in text:
        assert text in sheet.words


def test_a_language_that_paper_does_not_speak_is_a_mistake() -> None:
    with pytest.raises(UserMistake, match="en or zh-hans"):
        facts_of(language="de")


@pytest.mark.parametrize("package", ["fontpkg_ibm_plex_sans", "pylopdf_fonts_zh_cn"])
def test_a_missing_typeface_is_named_with_its_remedy(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec

    def without(name: str, *rest: Any) -> Any:
        return None if name == package else found(name, *rest)

    monkeypatch.setattr("sprue.files.paper.typesetting.find_spec", without)
    with pytest.raises(OutsideFailure, match=r"pip install 'sprue\[paper\]'"):
        font_files()


def test_the_file_bears_the_moment_of_its_facts() -> None:
    data = {"language": "en", "size": [60, 40], "grid": None, "labels": []}
    assert b"20261123" in typeset("labels", data, at=NOW)
