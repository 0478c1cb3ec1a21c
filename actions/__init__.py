"""Rasa actions, one a file: each is a door to the desk, not a room."""
