"""Who works here: accounts, sign-in, who supervises whom, and another office that assists."""
