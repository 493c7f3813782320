"""The domain: complaints, their clocks, texts and routes. Pure; imports nothing of the project."""
