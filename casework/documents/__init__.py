"""The papers of a case: filled from the record, numbered, kept in every version, and gathered into the pack."""
