"""Deciding: the situation, constraint, prong one, prong two, and the determination with its reasons."""
