"""The disk: all SQL, the single writer, migrations and evidence folders."""
