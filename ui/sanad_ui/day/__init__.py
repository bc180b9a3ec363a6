"""The manager's page: what the centre took in a day, a week or a month, what waits, and closing the day."""
