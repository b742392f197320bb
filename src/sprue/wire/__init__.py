"""What goes over the wire: rows, answers and the names of commands, the same types for server and client."""
