/*
 * Migrations: sql/migrations/NNNN_verb_object.sql, compiled in, forward only.
 */
#ifndef SURVEYD_STORE_MIGRATION_H
#define SURVEYD_STORE_MIGRATION_H

#include "store/session.h"

struct store_migration {
    int number;
    const char *name; /* "0001_create_roles" */
    const char *sql;
};

/* The migrations of this program in order. */
const struct store_migration *store_migrations(size_t *ret_count);

/* Applies what is missing, each in its own transaction, all under one advisory lock, so that any
   number of hosts may call it at once. Calls `applied` (may be NULL) after each. Refuses
   (STATUS_CONFLICT) a database that a newer program has migrated, or whose applied migrations
   differ from this program's (by SHA-256). */
BASE_MUST_CHECK enum base_status
store_migrate(struct store_session *session,
              void (*applied)(const struct store_migration *migration, void *context),
              void *context, struct base_failure *reterr);

/* The number of the last migration that the database has; 0 for an empty one. */
BASE_MUST_CHECK enum base_status store_migration_current(struct store_session *session,
                                                         int *ret_number,
                                                         struct base_failure *reterr);

/* What is left for a superuser to do, because the one who migrated was none: SQL statements that
   keep answers out of PostgreSQL's log and hide its statistics from other roles. Usually asked
   after store_migrate. None when everything is done. On the arena. */
BASE_MUST_CHECK enum base_status store_migration_hardening(struct store_session *session,
                                                           struct base_arena *arena,
                                                           const char *const **ret_statements,
                                                           size_t *ret_count,
                                                           struct base_failure *reterr);

#endif
