"""Facts as bytes: the canonical form that is hashed, stored and sent."""
