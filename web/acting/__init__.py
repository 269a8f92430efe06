"""A form for every act of the acts file, made from the act's own model: what is asked, what is typed, what it comes to."""
