"""What acts have in common, and the acts of the system itself."""
