"""What each release did to the server's tables."""
