"""What a mold of a class is made of before it is designed: parts, operations and their usual minutes."""
