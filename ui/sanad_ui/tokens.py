"""Colours, radii, sizes and weights of the window: the one place where the look is a number."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme; the field names are the token names of style sheet and kit."""

    bg: str
    surface: str
    sunken: str
    line: str
    line_strong: str
    ink: str
    ink2: str
    ink3: str
    brand: str
    brand_hover: str
    on_brand: str
    brand_soft: str
    brand_faded: str
    on_brand_faded: str
    panel_top: str
    panel_bottom: str
    on_panel: str
    on_panel2: str
    accent: str
    accent_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    info: str
    info_soft: str
    mark: str
    shade: str

    def as_names(self) -> dict[str, str]:
        return asdict(self)


LIGHT = Palette(
    bg="#F4F5F2",
    surface="#FFFFFF",
    sunken="#EDEFEA",
    line="#DCE0D8",
    line_strong="#B9C1B6",
    ink="#17211C",
    ink2="#56635B",
    ink3="#87928A",
    brand="#0B6B4F",
    brand_hover="#095B43",
    on_brand="#FFFFFF",
    brand_soft="#E1F0EA",
    brand_faded="#7AAC9B",
    on_brand_faded="#FFFFFF",
    panel_top="#0B6B4F",
    panel_bottom="#063D2E",
    on_panel="#FFFFFF",
    on_panel2="#C4DDD4",
    accent="#B4532A",
    accent_soft="#FBEBE2",
    warn="#8A5A00",
    warn_soft="#FFF3D6",
    bad="#B3261E",
    bad_soft="#FCE8E6",
    info="#1E5AA8",
    info_soft="#E4EEFA",
    mark="#FFEFC2",
    shade="#59101814",
)

DARK = Palette(
    bg="#121715",
    surface="#1A211E",
    sunken="#151B18",
    line="#2C3631",
    line_strong="#46534C",
    ink="#ECF1EE",
    ink2="#A9B6AF",
    ink3="#76847C",
    brand="#3FBF94",
    brand_hover="#57CCA4",
    on_brand="#06281D",
    brand_soft="#17352B",
    brand_faded="#2C7A60",
    on_brand_faded="#0C2B21",
    panel_top="#0D4A38",
    panel_bottom="#07211A",
    on_panel="#F3F8F6",
    on_panel2="#A9C9BD",
    accent="#F0956A",
    accent_soft="#3A251B",
    warn="#F2C14E",
    warn_soft="#37301A",
    bad="#FF8A80",
    bad_soft="#3C1F1D",
    info="#8AB8F5",
    info_soft="#1B2A3D",
    mark="#4A3D18",
    shade="#A6060A08",
)

RADIUS_CARD = 12
RADIUS_CONTROL = 9
RADIUS_KEY = 5

SPACE = 14
SPACE_SMALL = 8

CONTROL_HEIGHT = 38
PRIMARY_HEIGHT = 48
CHIP_HEIGHT = 26
TOP_BAR_HEIGHT = 52
STATUS_BAR_HEIGHT = 34
RAIL_WIDTH = 84
ICON_SIZE = 20
FOCUS_RING = 2

TEXT_CAPTION = 12
TEXT_SECONDARY = 13
TEXT_BODY = 14
TEXT_HEADING = 15
TEXT_TITLE = 18
TEXT_LOUD = 22
TEXT_FIGURE = 28

REGULAR, MEDIUM, SEMIBOLD, BOLD = 400, 500, 600, 700

SMALLEST_WINDOW = (1180, 680)  # what a taskbar and a title leave of 1366 by 768
FIRST_WINDOW = (1366, 768)
WINDOW_TITLE = 40  # as high as systems draw it
