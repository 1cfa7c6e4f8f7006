"""The steps from one form of the base to the next, run by ``prong base init``."""
