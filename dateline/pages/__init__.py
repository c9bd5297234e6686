"""Archive → pages → bytes: which pages there are, what each shows, and how it is written."""
