"""What can be seen of plans, each view for whoever may see it. Nothing here changes the record."""
