"""Who is notified of an event, by which address and in which hours."""
