"""The stages: one module for each command, each with `run(options)`."""
