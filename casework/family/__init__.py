"""The people of a case: contacts, consents, age, their own page and what is stored about them."""
