"""Registers the analysis's tables and migrations with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from analysis.tables import TABLES

APP_CONFIG = AppConfig(
    app_name="analysis",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=TABLES,
    migration_dependencies=["consultations.piccolo_app"],
)
