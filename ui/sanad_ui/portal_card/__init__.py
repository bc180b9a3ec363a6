"""The centre's card: fees it pays in portals, and its statement held against the records."""
