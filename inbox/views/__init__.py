"""Pages about mail that came in."""
