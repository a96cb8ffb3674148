"""Labelled texts that the analysis is measured on, read from a folder of data sets."""

import csv
import hashlib
import json
import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from analysis.embedding import Embedder, Vectors
from analysis.normalising import normalise
from consultations.demonstration.loading import FOLDER, answer_key, written_inputs

DATA = "REMBUK_BENCHMARK_DATA"
SIB_LANGUAGES = ("ind", "jav", "sun", "min", "ban", "eng")
# Never looked at while the settings were chosen: they say how well those carry over.
FRESH_LANGUAGES = ("zsm", "bjn", "ace", "bug")
POOLED = ("ind", "jav", "sun", "min")
NUSAX_COLUMNS = {
    "ind": "indonesian",
    "jav": "javanese",
    "sun": "sundanese",
    "min": "minangkabau",
    "eng": "english",
}
# In the synthetic responses: a topic's letter, where the topic is not None.
_TOPIC = re.compile(r"'([A-L])': \{'rationale'")
# Wordings of each part of two invented campaigns, of which each letter picks one.
CAMPAIGNS = (
    (
        ("Kami menolak", "Saya keberatan dengan", "Dengan hormat kami tidak setuju pada"),
        ("rencana penutupan", "usulan penghapusan", "wacana pengurangan"),
        ("loket tatap muka", "layanan loket langsung"),
        ("di kantor kecamatan", "di kecamatan kami", "di setiap kecamatan"),
        ("karena banyak warga lanjut usia", "sebab orang tua kami", "mengingat warga lansia"),
        ("belum memiliki telepon pintar.", "tidak mempunyai gawai."),
        ("Mohon agar", "Kami minta supaya", "Hendaknya"),
        ("pemerintah tetap membuka", "dinas mempertahankan"),
        ("pelayanan secara langsung", "pelayanan tatap muka"),
        ("sampai semua warga siap.", "hingga jaringan merata di desa."),
    ),
    (
        ("Kami pelaku usaha kecil", "Para pedagang pasar", "Asosiasi UMKM daerah kami"),
        ("mendukung penuh", "menyambut baik", "sangat setuju dengan"),
        ("perizinan satu pintu", "izin usaha dalam jaringan"),
        ("asalkan biaya", "selama tarif", "jika pungutan"),
        ("diumumkan terbuka", "dipasang di setiap loket"),
        ("dan jangka waktunya", "serta batas waktunya"),
        ("tidak lebih dari tiga hari.", "dijamin paling lama tiga hari kerja."),
        ("Jangan sampai", "Kami khawatir bila"),
        ("petugas meminta berkas yang sama", "dokumen yang sudah diunggah ditagih lagi"),
    ),
)


@dataclass(frozen=True, slots=True)
class DataSet:
    """Texts with what is known of them: a theme, a language, and which say the same.

    ``themes`` is empty where a text has none or several; ``sames`` numbers translations.
    """

    name: str
    texts: list[str]
    themes: list[str]
    languages: list[str] = field(default_factory=list)
    sames: list[str] = field(default_factory=list)


def find_data(given: str | None) -> Path | None:
    """The folder of the data sets: the one given, or the one the environment names."""
    named = given or os.environ.get(DATA)
    folder = Path(named) if named else None
    return folder if folder and folder.is_dir() else None


def data_sets(folder: Path | None) -> Iterator[DataSet]:
    """The demonstration, and every set that the folder has."""
    yield demonstration()
    readers: dict[str, Callable[[Path], Iterator[DataSet]]] = {
        "sib200": _sib,
        "nusax": _nusax,
        "indonlu_absa": _aspects,
        "themefinder_gambling": _gambling,
    }
    for name, read in readers.items():
        if folder and (folder / name).is_dir():
            yield from read(folder / name)


def demonstration() -> DataSet:
    """The demonstration consultation with its planted themes."""
    said = {
        row["key"]: f"{row['text']} {row['proposed_wording'] or ''}" for row in written_inputs()
    }
    for session in json.loads((FOLDER / "sessions.json").read_text()):
        for note in session["notes"]:
            said[note["key"]] = f"{note['text']} {note['proposed_wording'] or ''}"
    theme_of = {
        key: name for name, theme in answer_key()["themes"].items() for key in theme["inputs"]
    }
    several = answer_key()["several"]
    return DataSet(
        name="demonstration",
        texts=[normalise(text) for text in said.values()],
        themes=["" if key in several else theme_of.get(key, "") for key in said],
    )


def planted_campaigns(background: list[str], each: int = 150) -> tuple[list[str], list[list[int]]]:
    """The background with two mail-merged campaigns behind it, and the letters' positions."""
    chance = random.Random(11)
    texts, planted = list(background), []
    for slots in CAMPAIGNS:
        letters: dict[str, None] = {}
        while len(letters) < each:
            letters[" ".join(chance.choice(slot) for slot in slots)] = None
        planted.append(list(range(len(texts), len(texts) + each)))
        texts += letters
    return texts, planted


class KeptVectors:
    """Vectors by text, kept in a folder between programs."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        name = hashlib.sha256(embedder.name.encode()).hexdigest()[:12]
        self._path = folder / f"vectors-{name}.npz"
        self._known: dict[str, Vectors] = {}
        if self._path.exists():
            with np.load(self._path) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def of(self, texts: list[str]) -> Vectors:
        """Vectors (n, d) of the texts; new ones are embedded and kept."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        missing = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._known
        }
        if missing:
            made = self._embedder.embed(list(missing.values()))
            self._known |= dict(zip(missing, made, strict=True))
            self._path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(self._path, keys=list(self._known), vectors=np.stack([*self._known.values()]))
        return np.stack([self._known[key] for key in keys])


def translated(folder: Path) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The sets that have each text in several languages, by language and in one order."""
    wanted = (*POOLED, "eng")
    if (folder / "sib200").is_dir():
        rows = {name: _sib_rows(folder / "sib200", name) for name in wanted}
        yield "sib200", {name: [row["text"] for row in own] for name, own in rows.items()}
    if (folder / "nusax").is_dir():
        said = _nusax_rows(folder / "nusax")
        yield "nusax", {name: [row[NUSAX_COLUMNS[name]] for row in said] for name in wanted}


def _sib(folder: Path) -> Iterator[DataSet]:
    rows = {name: _sib_rows(folder, name) for name in (*SIB_LANGUAGES, *FRESH_LANGUAGES)}
    for name, own in rows.items():
        yield DataSet(
            name=f"sib200 {name}",
            texts=[row["text"] for row in own],
            themes=[row["category"] for row in own],
        )
    pooled = [(name, row) for name in POOLED for row in rows[name]]
    yield DataSet(
        name="sib200 pooled",
        texts=[row["text"] for _, row in pooled],
        themes=[row["category"] for _, row in pooled],
        languages=[name for name, _ in pooled],
        sames=[row["index_id"] for _, row in pooled],
    )


def _sib_rows(folder: Path, name: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for part in ("train", "dev", "test"):
        with (folder / f"{name}_Latn.{part}.tsv").open(encoding="utf-8", newline="") as lines:
            rows += csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return sorted(rows, key=lambda row: int(row["index_id"]))


def _nusax(folder: Path) -> Iterator[DataSet]:
    rows = _nusax_rows(folder)
    pooled = [(name, place, row) for name in POOLED for place, row in enumerate(rows)]
    yield DataSet(
        name="nusax pooled",
        texts=[row[NUSAX_COLUMNS[name]] for name, _, row in pooled],
        themes=[""] * len(pooled),
        languages=[name for name, _, _ in pooled],
        sames=[str(place) for _, place, _ in pooled],
    )


def _nusax_rows(folder: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for part in ("train", "valid", "test"):
        with (folder / f"mt_{part}.csv").open(encoding="utf-8", newline="") as lines:
            rows += csv.DictReader(lines)
    return rows


def _aspects(folder: Path) -> Iterator[DataSet]:
    for name, stem in (("hoasa", "hoasa_absa-airy"), ("casa", "casa_absa-prosa")):
        rows: list[dict[str, str]] = []
        for part in ("train", "valid"):
            with (folder / f"{stem}.{part}.csv").open(encoding="utf-8", newline="") as lines:
                rows += csv.DictReader(lines)
        texts, themes = [], []
        for row in rows:
            text, *values = row.values()
            found = [
                aspect
                for aspect, value in zip(list(row)[1:], values, strict=True)
                if value not in ("neut", "neutral")
            ]
            texts.append(text)
            themes.append(found[0] if len(found) == 1 else "")
        yield DataSet(name=name, texts=texts, themes=themes)


def _gambling(folder: Path) -> Iterator[DataSet]:
    for part in ("part1", "part2"):
        labels = {row["response_id"]: row["labels"] for row in _lines(folder, f"{part}.mapping")}
        rows = list(_lines(folder, f"{part}.responses"))
        own = [labels.get(row["response_id"], []) for row in rows]
        yield DataSet(
            name=f"gambling {part}",
            texts=[row["response"] for row in rows],
            themes=[found[0] if len(found) == 1 else "" for found in own],
        )
    if (folder / "generation_eval_sentiments.csv").is_file():
        yield _written(folder)


def _written(folder: Path) -> DataSet:
    with (folder / "generation_eval_sentiments.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    own = [set(_TOPIC.findall(row["target_topics"])) for row in rows]
    return DataSet(
        name="gambling written",
        texts=[row["response"] for row in rows],
        themes=[found.pop() if len(found) == 1 else "" for found in own],
    )


def _lines(folder: Path, name: str) -> Iterator[dict[str, list[str] | str]]:
    for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
