"""The public answer page, and the calls that managers make."""
