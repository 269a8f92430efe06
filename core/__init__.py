"""What lies under everything: time, days, settings, errors, words and their catalogues."""
