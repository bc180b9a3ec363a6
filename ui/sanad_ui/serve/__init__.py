"""The page that serves a customer: who he is, what he wants, what is still missing, what it costs, and the money."""

from sanad_ui.serve.page import ServePage

__all__ = ["ServePage"]
