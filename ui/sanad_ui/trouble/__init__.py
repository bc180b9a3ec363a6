"""When the store cannot be used: what is wrong and what to do, on one calm page."""
