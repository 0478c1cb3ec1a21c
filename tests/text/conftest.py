"""Property tests look at no clock and draw the same examples each time: a busy machine is no fault of the code."""

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
