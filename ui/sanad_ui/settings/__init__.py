"""The page of everything that is decided once: centre, people, prices, printers, the window, backups, the catalogue."""
