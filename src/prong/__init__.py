"""Prong decides qualified immunity under 42 U.S.C. § 1983 as a court does.

>>> from prong import Library, Record, analyze
"""
