"""Every headless door of the desk: the sanadctl command."""
