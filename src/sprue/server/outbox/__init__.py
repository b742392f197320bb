"""Messages on their way out: addresses, the outbox, and how it is emptied."""
