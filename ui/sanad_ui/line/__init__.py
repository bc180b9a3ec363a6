"""The line to the central server: rounds in the background, and the page that tells how it stands."""
