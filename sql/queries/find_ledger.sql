-- One row: whether the database has ever been migrated, and whether its ledger may be read.
select to_regclass('survey.migration') is not null as present
