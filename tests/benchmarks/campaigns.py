"""A flood at full size: 10,000 letters of one campaign among 500 genuine inputs.

Run: python -m tests.benchmarks.campaigns
"""

import asyncio
import random
import tempfile
import time
from pathlib import Path

from cryptography.fernet import Fernet

from consultations.sealing import use_keys
from consultations.tables import Input
from consultations.transactions import transaction
from server.database import opened
from tests.analysis.test_campaign_groups import analyse
from tests.analysis.test_campaigns import UNRELATED, mail_merged
from tests.databases import SQLiteSource
from tests.factories import make_consultation, make_draft, make_input

TEMPLATED, GENUINE, AT_ONCE = 10_000, 500, 200


def flood(dice: random.Random) -> list[tuple[str, bool]]:
    """Texts in the order they come, each with whether it is genuine."""
    letters = mail_merged(1_000)
    words = [word for text in UNRELATED for word in text.split()]
    texts = [
        (f"Yth. tim, saya warga {n} dari kota {n % 97}. {dice.choice(letters)}", False)
        for n in range(TEMPLATED)
    ]
    texts += [(" ".join(dice.sample(words, 14)), True) for _ in range(GENUINE)]
    dice.shuffle(texts)
    return texts


async def measure(source: SQLiteSource) -> dict[str, float]:
    """Send it all, group it, and see who is where."""
    with source.fresh() as engine:
        async with opened(engine):
            return await _measure()


async def _measure() -> dict[str, float]:
    consultation = await make_consultation()
    await make_draft(consultation)
    texts = flood(random.Random(11))
    started = time.perf_counter()
    for start in range(0, len(texts), AT_ONCE):
        async with transaction():
            for text, _ in texts[start : start + AT_ONCE]:
                await make_input(consultation, text=text)
    sent = time.perf_counter()
    await analyse()
    grouped = time.perf_counter()
    rows = await Input.select(Input.text, Input.campaign)
    genuine = {text for text, is_genuine in texts if is_genuine}
    templated = [row["campaign"] for row in rows if row["text"] not in genuine]
    largest = max(set(templated), key=templated.count)
    await make_input(consultation, text=texts[0][0] + " Terima kasih.")
    again = time.perf_counter()
    await analyse()
    return {
        "stored": len(rows),
        "share of templated in one group": templated.count(largest) / TEMPLATED,
        "genuine left alone": sum(
            row["campaign"] is None for row in rows if row["text"] in genuine
        ),
        "seconds to store": sent - started,
        "seconds to group": grouped - sent,
        "seconds to group one more": time.perf_counter() - again,
    }


def main() -> None:
    use_keys([Fernet.generate_key()])
    with tempfile.TemporaryDirectory() as folder:
        source = SQLiteSource(Path(folder))
        for name, value in asyncio.run(measure(source)).items():
            print(f"{name}: {value:.4g}")


if __name__ == "__main__":
    main()
