"""What a person can do and see: one verb or view a function, one transaction each."""
