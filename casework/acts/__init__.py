"""The acts that can happen to a plan: a room a file, each with its acts and how they are performed by their verbs."""
