"""What stands on a bar can be read, and a bar stands out from its ground."""

import pytest

from sprue.files.gantt.colors import INSET, LATE, MIXED, PANEL, TEXT, TONES, Tone


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tone", [*TONES, MIXED])
def test_text_on_a_bar_and_the_edge_of_a_bar_have_contrast_enough(tone: Tone) -> None:
    assert contrast(TEXT, tone.fill) >= 4.5
    assert contrast(TEXT, tone.setup) >= 4.5
    assert contrast(tone.edge, PANEL) >= 3
    assert contrast(tone.edge, INSET) >= 3


def test_no_two_molds_next_to_each_other_look_alike_and_none_looks_late() -> None:
    assert len({tone.fill for tone in TONES}) == len(TONES) == 14
    assert LATE not in {color for tone in TONES for color in (tone.fill, tone.setup, tone.edge)}
