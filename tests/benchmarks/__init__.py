"""The benchmarks, as far as they can break."""
