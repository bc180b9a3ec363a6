"""From a paper that is ready to a printer of this PC, with what came of it shown and on the record."""
