"""What happened: events, the journal that keeps them, and the first readings of it."""
