"""What every test shares."""

from hypothesis import settings

# A slow machine is no failure, so examples have no deadline.
settings.register_profile("complaint-guide", deadline=None, print_blob=True)
settings.load_profile("complaint-guide")
