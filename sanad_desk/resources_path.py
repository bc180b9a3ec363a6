"""Where the product's own data (catalogue, fonts, icons, texts, styles) lies on this disk."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = _PACKAGE / "resources"
_IN_TREE = _PACKAGE.parent / "resources"


def resource_path(*parts: str) -> Path:
    """The path of a resource: `resource_path("fonts")`, `resource_path("i18n", "ar", "app.toml")`.

    The wheel carries `resources/` inside the package; the source tree and the editable install keep it beside.
    """
    root = _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_TREE
    return root.joinpath(*parts)
