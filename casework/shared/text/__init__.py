"""Labels, the journal's sentences, citations, and what is asked of a text that somebody writes."""
