"""The first run: the centre, its desk and the first manager are asked for, once."""
