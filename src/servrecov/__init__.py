"""servrecov."""
