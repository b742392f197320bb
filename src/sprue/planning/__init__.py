"""From a problem to a plan that keeps every rule of the shop."""
