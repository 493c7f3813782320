"""A local Bot API server with a phone page: demo, test double and the benchmarks' other end."""
