"""The central server: takes in journals, tells desks what they need, and keeps the sums of every centre."""
