"""`python -m packs`: makes one export in a process of its own, so that its work and memory end with it."""

import json
import sys

from packs.export import answer

if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))) + "\n")
