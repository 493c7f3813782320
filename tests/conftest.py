"""What every test shares."""

import os

from hypothesis import settings

# Reading a picture takes a second; only tests about that want it.
os.environ["READ_SCREENSHOTS"] = "no"

# A slow machine is no failure, so examples have no deadline.
settings.register_profile("complaint-guide", deadline=None, print_blob=True)
settings.load_profile("complaint-guide")
