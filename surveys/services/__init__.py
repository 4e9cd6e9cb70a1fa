"""One function per change of a survey."""
