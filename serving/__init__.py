"""What pages and API have in common: who is signed in, what an act is as a request, a write done once, problems."""
