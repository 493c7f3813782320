"""Jobs that make papers of a case: what they are given and where their results lie."""
