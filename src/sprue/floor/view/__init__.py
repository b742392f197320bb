"""What can be read from the state: readiness, queues, lights, stages, loads. Pure functions."""
