"""What Piccolo's own machinery looks up: the engine in use and the apps with tables."""

from piccolo.conf.apps import AppRegistry
from piccolo.engine.base import Engine

# Set by ``server.migrating``, for the tables that migrations make up.
DB: Engine | None = None  # type: ignore[type-arg]

APP_REGISTRY = AppRegistry(apps=["consultations.piccolo_app", "analysis.piccolo_app"])
