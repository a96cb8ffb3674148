"""Runs the analysis harness of a checkout, which an installed package does not bring along."""

import subprocess
import sys
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
SIZES = ("1000", "10000", "100000")


def measure_analysis(data: Path, report: Path, *, scale: bool, root: Path = ROOT) -> None:
    """Measure on the data sets in ``data`` and write tables and pictures to ``report``.

    ``ClickException`` where the harness is missing or fails; rivals whose packages are missing
    are left out, and the harness says so.
    """
    if not (root / "tests" / "benchmarks" / "analysis.py").is_file():
        raise click.ClickException(
            "The measuring programs come with the source only: run this from a checkout."
        )
    parts = ["speed", "grouping", "campaigns", "arrivals"]
    if scale:
        parts += ["rivals", "sampling", "scale"]
    # A process of its own: the harness is no part of what is installed, and loads its rivals.
    done = subprocess.run(  # noqa: S603 - our own program
        [
            *(sys.executable, "-m", "tests.benchmarks.analysis"),
            *("--data", str(data), "--report", str(report)),
            *("--sizes", *SIZES, "--parts", *parts),
        ],
        cwd=root,
        check=False,
    )
    if done.returncode:
        raise click.ClickException("Measuring failed; the reason is above.")
