"""Messages to people outside the program: what they say, where they go, how they are sent once."""
