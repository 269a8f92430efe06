"""A plan's calendar and the year's: what is owed when, announced holidays, and what moves with them."""
