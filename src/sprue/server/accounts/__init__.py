"""Users with a role, bearer tokens, enrolled devices, PINs: who may come in and as whom."""
