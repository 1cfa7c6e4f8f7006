"""The steps from one form of a team's database to the next, run by ``prong team init``."""
