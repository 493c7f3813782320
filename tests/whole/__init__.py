"""The whole program under trouble: real processes, real files, real HTTP."""
