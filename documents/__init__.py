"""The papers of a case: Word templates, what fills them, and what is printed. Knows nothing of plans, rights or days."""
