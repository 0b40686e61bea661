/*
 * The files of sql/ as compiled in by embed_sql.cmake. `name` is the file's name without suffix.
 */
#ifndef SURVEYD_STORE_EMBEDDED_SQL_H
#define SURVEYD_STORE_EMBEDDED_SQL_H

#include <stddef.h>

#include "store/migration.h"
#include "store/statement.h"

extern const struct store_migration store_migration_files[];
extern const size_t store_migration_files_count;

/* Prepared by every connection of the daemon. */
extern const struct store_statement store_daemon_queries[];
extern const size_t store_daemon_queries_count;

extern const struct store_statement store_other_queries[];
extern const size_t store_other_queries_count;

#endif
