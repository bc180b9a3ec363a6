"""Newer versions of the program, as the person at the desk meets them."""
