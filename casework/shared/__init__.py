"""What the subjects share: items, facts, files, messages, words. It knows no subject."""
