"""A decision of conditional non-prosecution as it was served, read by rules on this machine into the form of a new plan."""
