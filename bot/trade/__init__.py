"""The trade's words and judgements: pure functions over values, no I/O, no framework."""
