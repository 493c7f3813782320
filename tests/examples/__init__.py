"""docs/examples: texts as the product writes them, for reading. Written by `make examples`, compared by a test."""
