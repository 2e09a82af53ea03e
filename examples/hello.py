"""The smallest job: its output on stdout becomes the result."""

import platform

print(f"Hello from a sealed container: Python {platform.python_version()} on {platform.machine()}.")
