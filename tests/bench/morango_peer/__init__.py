"""A desk and a server as they would be with Morango; runs in an environment of its own, made by bench_sync."""
