"""Reads the catalogue files a ministry clerk edits, checks them, and keeps the last good release at hand."""
