"""What we plug into Rasa: tracker store, channel, action server, logging."""
