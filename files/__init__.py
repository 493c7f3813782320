"""From bytes to facts: kind, size, digest and picture check of what users send."""
