"""A sentence that somebody brings -> claims that can be tested, or why they cannot."""
