"""Sets the report of an SKM as PDF; runs as a confined process of its own.

``python -m consultations.surveys.report_setting SOURCE TARGET``: words as JSON in, PDF out. It
takes its fonts from the package and this machine, and fetches nothing.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from consultations.confining import confine_this_process

TEMPLATE = Path(__file__).with_name("report.typ")


def set_report(source: Path, target: Path) -> None:
    """Write the PDF; the same words give the same bytes."""
    import typst  # noqa: PLC0415 - only in the child, after the limits are set

    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        workshop = Path(folder)
        shutil.copyfile(source, workshop / "report.json")
        main = workshop / TEMPLATE.name
        shutil.copyfile(TEMPLATE, main)
        typst.compile(str(main), output=str(target), root=str(workshop), timestamp=0)


if __name__ == "__main__":
    confine_this_process()
    set_report(Path(sys.argv[1]), Path(sys.argv[2]))
