"""Where settings come from: files, the environment, flags; and how they are described to users and editors."""
