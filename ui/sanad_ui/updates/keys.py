"""The keys of what can be done about a newer version, from any page."""

from __future__ import annotations

SHOW_KEY = "Ctrl+Shift+I"  # with U, IBus takes a character by its number
LOOK_KEY = "Ctrl+Shift+L"
STICK_KEY = "Ctrl+Shift+F"
RESTART_KEY = "Ctrl+Shift+R"
