"""The encrypted local store: tables, unit of work, journal, migrations, backup."""
