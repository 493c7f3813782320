"""From facts to bytes: what users take away with them."""
