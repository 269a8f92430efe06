"""Who is told what, where and when, and what became of it: texts, calls, paper, inbox, and what watches over them."""
