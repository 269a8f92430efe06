"""What stands on top: the command line, the server of pages and API, and which record, clock and channels are real."""
