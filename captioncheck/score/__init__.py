"""Vectors and words to judgements: the witnesses speak, the fusion weighs them, the rules say why."""
