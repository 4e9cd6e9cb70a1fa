"""What if, measured whole: a million clocks in a database of its own, from the question to the figures."""
