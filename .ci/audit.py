"""Holds the versions in constraints.txt against the published advisories.

Fails where one of them has a known vulnerability. Where no advisory can be asked for, it says so and
passes: that is no finding that there is none. What it runs on is pip-audit.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CONSTRAINTS = Path(__file__).parents[1] / "constraints.txt"


def asked(service: str) -> list[dict[str, Any]] | None:
    """What pip-audit says of each dependency, or None where the service cannot be reached."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(CONSTRAINTS), "--no-deps", "--disable-pip",
               "--progress-spinner", "off", "--timeout", "20", "-s", service, "-f", "json"]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found: list[dict[str, Any]] = json.loads(ran.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    return found if any("vulns" in one for one in found) else None


def verdict(found: list[dict[str, Any]] | None) -> tuple[int, list[str]]:
    """The exit status, and what is said."""
    if found is None:
        return 0, ["No advisories could be asked for: the dependencies were not audited."]
    bad = [one for one in found if one.get("vulns")]
    said = [
        f"{one['name']} {one['version']}: {vuln['id']}, mended in "
        f"{', '.join(vuln.get('fix_versions') or ()) or 'no version yet'}"
        for one in bad
        for vuln in one["vulns"]
    ]
    if skipped := [one["name"] for one in found if "vulns" not in one]:
        said.append(f"Not audited: {', '.join(skipped)}.")
    audited = len(found) - len(skipped)
    said.append(f"{audited} dependencies audited, {len(bad)} with a known vulnerability.")
    return (1 if bad else 0), said


def main() -> int:
    # The package index answers for what it serves; where it gives no advisories, another may.
    status, said = verdict(asked("pypi") or asked("osv"))
    print(*said, sep="\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
