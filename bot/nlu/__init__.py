"""Reading Chinese: pure models (corpus, encoders, excuses, lines, reader) and the Rasa components that carry them."""
