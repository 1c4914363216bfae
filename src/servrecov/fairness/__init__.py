"""Was it fair: what the journal proves of the three kinds of justice."""
