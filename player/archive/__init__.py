"""The course package: read, verified, built and checked."""
