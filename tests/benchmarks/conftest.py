import sys
from pathlib import Path

# the programs there import one another by their bare names
sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
