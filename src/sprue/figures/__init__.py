"""What is reported, computed from events and nothing else."""
