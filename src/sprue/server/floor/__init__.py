"""The live floor in a database: its journal, its present state, what is asked of it."""
