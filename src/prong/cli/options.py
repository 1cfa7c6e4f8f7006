"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def library(one: Any) -> None:
    one.add_argument(
        "--library",
        metavar="DIR",
        type=Path,
        action="append",
        help="lay a folder of law over the shipped library; may be given again",
    )


def base(one: Any) -> None:
    one.add_argument(
        "--base", metavar="B", help="the base: a file, or postgresql://...; else PRONG_BASE"
    )


def text_or_json(one: Any) -> None:
    one.add_argument("-f", "--format", choices=("text", "json"), help="text or JSON")


def output(one: Any) -> None:
    one.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write to FILE, whole or not at all"
    )
