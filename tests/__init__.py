"""Transcripts and properties; the folders mirror those of the project."""
