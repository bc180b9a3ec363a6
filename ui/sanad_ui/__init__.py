"""The window of Sanad Desk: shows, asks and formats; decides nothing."""
