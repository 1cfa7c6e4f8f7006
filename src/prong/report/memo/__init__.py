"""The memorandum: what a clerk or a litigator would hand in, as blocks with their support."""

from prong.report.memo.assembly import AUDIENCES, memo

__all__ = ["AUDIENCES", "memo"]
