"""The follow-up page: cases that are not finished, and what is done with each."""
