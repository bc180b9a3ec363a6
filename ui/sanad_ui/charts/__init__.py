"""Charts painted in the window's tokens: read in the direction of the language, walked and opened by keyboard."""
