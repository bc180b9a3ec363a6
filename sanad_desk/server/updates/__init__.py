"""The update site: made, signed, copied and checked here; desks trust its signatures and not the server."""
