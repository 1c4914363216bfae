"""Ready-made playbooks, and the registry that finds them."""
