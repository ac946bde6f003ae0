# Placeholder until the library targets exist.
