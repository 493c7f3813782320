"""`python -m files`: looks at one file in a process of its own, since decoders of hostile bytes may crash or grow."""

import json
import sys

from files.request import answer

if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))) + "\n")
