"""By when: clocks, the deadlines they yield, and the notices those send."""
