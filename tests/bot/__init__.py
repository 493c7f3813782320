"""The edge, on real files and real HTTP."""
