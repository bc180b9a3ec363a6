"""Signing in: who works at this desk, and the PIN."""
