"""From the stored picture of a transaction to paper."""
