"""Registers the domain's tables and migrations with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from consultations.every_table import TABLES

APP_CONFIG = AppConfig(
    app_name="consultations",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=TABLES,
    migration_dependencies=[],
)
