"""The pass over a whole archive, after its last row: what an article alone cannot tell."""
