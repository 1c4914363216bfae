"""When anyone is there: business time."""
