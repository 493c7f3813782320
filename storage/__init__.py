"""The disk: all SQL, the single writer, migrations and evidence folders.

turns          one event, one transaction: the engine between loading and saving
persons cases outbox jobs reminders dead events deletion meta
               the tables, each with what is done to its rows
documents      JSON of the domain's models, read in whatever version it was written
database       opening a data folder, writing in shared transactions, reading beside them
writer lane connections
               how that is done: the commit that runs calls, the way to its thread, the settings
migrations     the schema
housekeeping inspection export
               the daily round, the operator's look, a person's own data
evidence ballast lock
               what a data folder holds beside the database
"""
