"""The manager's page of what a week or a month teaches: missing papers, returns, outages, durations, and wishes."""
