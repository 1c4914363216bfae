"""How a complaint is handled, and who may commit what."""
