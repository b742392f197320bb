"""Why a mold is late: the chain back from its last operation, and what would help most."""
