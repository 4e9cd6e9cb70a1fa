"""Letters on paper: the one way to a PDF. Knows no domain and no Django."""
