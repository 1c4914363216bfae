"""The first chapter: what the customer says."""
