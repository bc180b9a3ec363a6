"""Sanad Desk: the offline-first counter program of a Sanad centre, without its window."""
