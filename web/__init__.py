"""Pages for people: made on the server, complete without JavaScript, and silent about everything that is not theirs."""
