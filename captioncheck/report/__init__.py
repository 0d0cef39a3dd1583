"""Results to a stream: for people (`terminal`) and for programs (`json`, `jsonl`)."""
