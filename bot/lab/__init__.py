"""Measuring and its reports: train, eval, bench."""
