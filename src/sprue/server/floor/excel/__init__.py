"""Any table out as Excel, edited, and in again."""
