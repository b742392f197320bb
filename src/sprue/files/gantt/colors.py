"""The colors of the picture: the tokens of the light screens, and a tone for each mold."""

from dataclasses import dataclass

PAGE = "#f3f5f7"
PANEL = "#ffffff"
INSET = "#e8ecf0"
TEXT = "#131a21"
SECOND = "#4b5865"
RULE = "#cbd3db"
PLAN = "#66788a"
LATE = "#c4231b"
GAINED = "#0b7a4b"
NIGHT = "#6b45c4"
NIGHT_TINT = "#ece6fa"


@dataclass(frozen=True, slots=True)
class Tone:
    """`fill` of a running bar, `setup` of the part before, `edge` around both; text stands on all fills."""

    fill: str
    setup: str
    edge: str


#: Eight hues at one lightness, then six deeper; none is the red that means late. Neighbors differ most.
TONES = (
    Tone("#badbfe", "#79b3ee", "#2266a4"),
    Tone("#edd5a3", "#cca95b", "#7e5e01"),
    Tone("#b7e5bf", "#7cc18a", "#21763c"),
    Tone("#f8c6e6", "#db93c3", "#8f4478"),
    Tone("#a0e6ea", "#4bc2c8", "#057176"),
    Tone("#d3deaa", "#a8b768", "#5e6b01"),
    Tone("#dad0fe", "#b2a1ea", "#6953a0"),
    Tone("#fdccac", "#e29c6c", "#964d09"),
    Tone("#7fb9f5", "#5890ca", "#2266a4"),
    Tone("#82c791", "#5a9e6a", "#21763c"),
    Tone("#e29ac9", "#b772a0", "#8f4478"),
    Tone("#d3af62", "#a98738", "#7e5e01"),
    Tone("#52c8cf", "#179fa5", "#057176"),
    Tone("#b9a7f0", "#917fc5", "#6953a0"),
)
#: Several molds in one bar.
MIXED = Tone("#cbd5de", "#9fb0bf", PLAN)
