"""The edges: what other libraries bring, each behind an extra."""
