"""The sums shown to people, read from the store."""
