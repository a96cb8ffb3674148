"""The language model that drafts on request: made from the settings, and looked at by ``check``."""

from collections.abc import Callable
from contextlib import suppress

from analysis.endpoint import Endpoint, EndpointTrouble, models_at
from consultations.vocabulary import SuggestionTrouble
from server.sentences import in_english
from server.settings import Settings

KEY_FILE = "endpoint.key"
# Whoever runs the check waits for it.
PATIENCE_SECONDS = 15.0


def endpoint_of(settings: Settings, *, timeout: float | None = None) -> Endpoint:
    """The endpoint of these settings; its key is read from the data folder where none is set."""
    key = settings.endpoint_key
    if not key:
        with suppress(FileNotFoundError):
            key = (settings.data / KEY_FILE).read_text(encoding="utf-8").strip()
    return Endpoint(
        address=settings.endpoint,
        model=settings.endpoint_model,
        key=key,
        timeout=timeout or settings.endpoint_timeout,
        elsewhere=settings.endpoint_elsewhere,
    )


async def examine_endpoint(settings: Settings, say: Callable[[str], None]) -> int:
    """Say whether a language model drafts on request and answers; returns the number of problems.

    Nothing of any consultation is sent.
    """
    if not settings.endpoint_is_on:
        say("language model: off (REMBUK_ENDPOINT is empty)")
        return 0
    where = "texts may leave" if settings.endpoint_elsewhere else "private networks only"
    say(f"language model: {settings.endpoint_model} at {settings.endpoint} ({where})")
    endpoint = endpoint_of(settings, timeout=min(PATIENCE_SECONDS, settings.endpoint_timeout))
    try:
        models = await models_at(endpoint)
    except EndpointTrouble as error:
        # Some servers list no models and answer all the same.
        if error.trouble is SuggestionTrouble.NOT_THERE:
            say("  it answers, but lists no models")
            return 0
        say(f"  it can't be used: {in_english(error.trouble.label)}")
        return 1
    if settings.endpoint_model not in models:
        say(f"  it does not list this model, but {', '.join(models[:10]) or 'none'}")
        return 1
    return 0
