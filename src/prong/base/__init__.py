"""The authority base: opinions with their citations, pages, what they cite and how they are treated.

It needs the extra ``prong[base]``. What a check asks of it stands in ``prong.base.lookup`` and
``prong.base.coverage``::

    from prong.base.store import open_base
    from prong.base import coverage, lookup

    with open_base("authorities.db") as base:
        held = lookup.by_citation(base, "1 F.3d 2")
        there = coverage.at(base, "1 F.3d 419")
"""
