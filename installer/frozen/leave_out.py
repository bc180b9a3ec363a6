"""What of the libraries is left out of the frozen program: parts that no window, no paper and no line of ours uses."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import PurePosixPath

# Modules that a library would use if they were there; each has been tried without.
MODULES = [
    *("bdb", "cgi", "code", "codeop", "curses", "distutils", "doctest", "ensurepip", "ftplib", "lib2to3", "lzma"),
    *("multiprocessing", "pdb", "pydoc", "pydoc_data", "readline", "setuptools", "socketserver", "sqlite3", "test"),
    *(
        "tkinter",
        "unittest",
        "xmlrpc",
        "alembic.testing",
        "sqlalchemy.testing",
        "zstandard._cffi",
        "zstandard.backend_cffi",
    ),
    # reportlab asks Pillow for pictures; ours are drawn, so its readers of rare formats stay out.
    *("PIL._avif", "PIL._imagingcms", "PIL._imagingft", "PIL._imagingmath", "PIL._imagingmorph", "PIL._imagingtk"),
    *("PIL._webp", "PIL.ImageQt", "PIL.ImageShow", "PIL.ImageTk"),
]

# Qt finds its plugins by folder: only what is named here is kept.
_PLUGINS = [
    "platforms/*qxcb*",
    "platforms/*qwayland*",
    "platforms/*qoffscreen*",
    "platforms/qwindows.dll",
    "platforminputcontexts/*compose*",
    "platforminputcontexts/*ibus*",
    "platformthemes/*xdgdesktopportal*",
    "wayland-shell-integration/*xdg-shell*",
    "wayland-decoration-client/*",
    "iconengines/*qsvgicon*",
    "imageformats/*qsvg*",
    "imageformats/*qico*",
    "printsupport/*",
    "styles/*",
    "accessible/*",
]
_QT_LIBRARIES = {"Core", "DBus", "Gui", "PrintSupport", "Svg", "WaylandClient", "Widgets", "XcbQpa"}
_QT_MODULES = {"QtCore", "QtGui", "QtPrintSupport", "QtSvg", "QtWidgets"}
_TRANSLATIONS = {"qtbase_ar.qm", "qtbase_en.qm"}

# Of the system that builds, only what a desktop does not always have, or what Python was built against, is taken along.
# X, fonts, printing and the C libraries must be the desk's own: they speak to its drivers and servers.
_TAKEN_FROM_SYSTEM = ["libcrypto.so.*", "libssl.so.*", "libffi.so.*", "libxcb-*", "libxkbcommon*"]
_NEVER_TAKEN = ["libxcb-glx.so.*", "libxcb-dri*"]


def is_kept(name: str) -> bool:
    """Whether a collected file, by its place in the program with forward slashes, stays in."""
    path = PurePosixPath(name)
    if path.parts[0] != "PySide6":
        return _is_qt_library_kept(path.name)
    if "plugins" in path.parts:
        below = "/".join(path.parts[path.parts.index("plugins") + 1 :])
        return any(fnmatch(below, pattern) for pattern in _PLUGINS)
    if "translations" in path.parts:
        return path.name in _TRANSLATIONS
    if "qml" in path.parts or path.suffix == ".exe" or "opengl32sw" in path.name:
        return False
    module = re.fullmatch(r"(Qt\w+)\.(abi3\.so|pyd)", path.name)
    return module[1] in _QT_MODULES if module else _is_qt_library_kept(path.name)


def _is_qt_library_kept(file_name: str) -> bool:
    library = re.match(r"(?:lib)?Qt6(\w+?)\.(?:so|dll)", file_name)
    return library is None or library[1] in _QT_LIBRARIES


def is_taken_from_system(file_name: str) -> bool:
    """Whether a shared library of the Linux that builds goes along."""
    return any(fnmatch(file_name, pattern) for pattern in _TAKEN_FROM_SYSTEM) and not any(
        fnmatch(file_name, pattern) for pattern in _NEVER_TAKEN
    )
