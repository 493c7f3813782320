"""The scam guard: is this message after money or secrets? Pure; its signs are data (`knowledge/scam.toml`)."""
