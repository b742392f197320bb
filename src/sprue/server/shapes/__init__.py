"""What the interface answers and takes, as types: the published description is made from them."""
