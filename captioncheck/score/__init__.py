"""Vectors and words to judgements. The witnesses speak, the fusion weighs them, the verdict decides, the rules say why."""
