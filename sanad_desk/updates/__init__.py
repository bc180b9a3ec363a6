"""Newer versions of the program: found, fetched beside the running one, tried, and switched to."""
