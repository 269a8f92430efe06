"""The record: what is true, one noun per file."""
