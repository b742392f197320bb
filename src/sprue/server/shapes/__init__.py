"""What the interface answers and takes, as types: the published description is made from them."""

from sprue.server.shapes.described import answer_model, command_models

__all__ = ["answer_model", "command_models"]
