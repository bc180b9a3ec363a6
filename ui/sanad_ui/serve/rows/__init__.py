"""One widget for each kind of row of a checklist, and the line that a row shrinks to."""
