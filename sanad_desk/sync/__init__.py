"""The line to the server: what goes up, what comes down, and how often."""
