"""Labelled pictures of phone screens: pages of invented shops, payments and chats, and what is on each of them."""
