"""One file a page: it reads what was asked, calls a verb or a view, and shows what came of it."""
