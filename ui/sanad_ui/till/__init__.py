"""The page of the drawer: the shift is opened with its float, and its running sums are read and printed."""
