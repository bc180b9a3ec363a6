"""Qt's own few words (the menu of a text field, for one) in the language in use."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator

from sanad_ui.texts import language


class QtWords(QObject):
    """English is what Qt speaks without a translator; where the Arabic file is missing it stays so."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._translator = QTranslator(self)
        self._has_words = False
        language.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        if language.code == "ar" and not self._has_words:
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._has_words = self._translator.load("qtbase_ar", folder)
            QCoreApplication.installTranslator(self._translator)
        elif language.code != "ar" and self._has_words:
            QCoreApplication.removeTranslator(self._translator)
            self._has_words = False
