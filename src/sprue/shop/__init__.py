"""What a shop is and what can happen in it. Standard library only."""
