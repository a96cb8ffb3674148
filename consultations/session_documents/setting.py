"""Sets one document as PDF or Word; runs as a confined process of its own.

``python -m consultations.session_documents.setting SOURCE TARGET`` reads a document as JSON and
writes it as what TARGET's name ends with. It has no network and takes fonts from this machine.
"""

import json
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from consultations.confining import confine_this_process

TEMPLATE = Path(__file__).with_name("document.typ")
WIDEST_PICTURE = 1400
# No line is so long, so words that are longer may break anywhere.
_ENDLESS = re.compile(r"\S{24}(?=\S)")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def set_document(plain: dict[str, Any], target: Path) -> None:
    """Write the document to ``target``; the same document gives the same bytes."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        workshop = Path(folder)
        for place, block in enumerate(plain["blocks"]):
            if block["block"] == "picture":
                block["path"] = _drawn(Path(block["path"]), workshop / f"gambar-{place}.jpg")
        if target.suffix == ".docx":
            _set_as_word(plain, workshop, target)
        else:
            _set_as_pdf(plain, workshop, target)


def _set_as_pdf(plain: dict[str, Any], workshop: Path, target: Path) -> None:
    import typst  # noqa: PLC0415 - only in the child, after the limits are set

    for block in plain["blocks"]:
        if block["block"] == "picture":
            block["path"] = Path(block["path"]).name
    (workshop / "document.json").write_text(json.dumps(_breakable(plain)), encoding="utf-8")
    main = workshop / TEMPLATE.name
    shutil.copyfile(TEMPLATE, main)
    typst.compile(str(main), output=str(target), root=str(workshop), timestamp=0)


def _set_as_word(plain: dict[str, Any], workshop: Path, target: Path) -> None:
    from consultations.session_documents.word import set_as_word  # noqa: PLC0415 - see above

    made = workshop / "document.docx"
    set_as_word(plain, made)
    # Anew, without the moment it was made.
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w") as fresh:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            fresh.writestr(entry, source.read(part))


def _drawn(source: Path, target: Path) -> str:
    from PIL import Image  # noqa: PLC0415 - see above

    with Image.open(source) as picture:
        small = picture.convert("RGB")
    small.thumbnail((WIDEST_PICTURE, WIDEST_PICTURE))
    small.save(target, format="JPEG", quality=85)
    return str(target)


def _breakable(value: Any) -> Any:
    if isinstance(value, str):
        return _ENDLESS.sub(lambda run: f"{run[0]}\u200b", value)
    if isinstance(value, dict):
        return {name: _breakable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_breakable(part) for part in value]
    return value


def main(source: str, target: str) -> None:
    """Read, confine, set."""
    confine_this_process()
    set_document(json.loads(Path(source).read_text(encoding="utf-8")), Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])
