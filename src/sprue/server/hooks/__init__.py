"""Webhooks: what happens in the shop, told to other programs, signed by Standard Webhooks."""
