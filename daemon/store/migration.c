#include "store/migration.h"

#include <string.h>

#include "base/key.h"
#include "call.h"
#include "embedded_sql.h"
#include "session_internal.h"

const struct store_migration *store_migrations(size_t *ret_count)
{
    *ret_count = store_migration_files_count;
    return store_migration_files;
}

static enum base_status ledger_is_present(struct store_session *session, bool *ret_present,
                                          struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters none = {0};
    enum base_status status =
        store_session_run(session, store_statement("find_ledger"), &none, &result, reterr);
    if (status == STATUS_OK)
        *ret_present = store_result_boolean(result, 0, store_result_column(result, "present"));
    return status;
}

static enum base_status read_ledger(struct store_session *session, struct store_result **ret_result,
                                    struct base_failure *reterr)
{
    bool present = false;
    struct store_parameters none = {0};
    *ret_result = NULL;
    enum base_status status = ledger_is_present(session, &present, reterr);
    if (status != STATUS_OK || !present)
        return status;
    return store_session_run(session, store_statement("read_ledger"), &none, ret_result, reterr);
}

enum base_status store_migration_current(struct store_session *session, int *ret_number,
                                         struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *ledger = NULL;
    enum base_status status = read_ledger(session, &ledger, reterr);
    if (status != STATUS_OK)
        return status;
    size_t rows = ledger ? store_result_rows(ledger) : 0;
    *ret_number = rows == 0 ? 0
                            : (int)store_result_integer(ledger, rows - 1,
                                                        store_result_column(ledger, "number"));
    return STATUS_OK;
}

/* What the database has must be the beginning of what this program has, byte for byte. */
static enum base_status compare(const struct store_result *ledger, size_t *ret_applied,
                                struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    *ret_applied = ledger ? store_result_rows(ledger) : 0;
    for (size_t i = 0; i < *ret_applied; i++) {
        int64_t number = store_result_integer(ledger, i, store_result_column(ledger, "number"));
        if (i >= store_migration_files_count)
            return base_failure_set(reterr, STATUS_CONFLICT,
                                    "a newer surveyctl has migrated this database (to %d, this one "
                                    "knows %d); use that version",
                                    (int)number,
                                    store_migration_files[store_migration_files_count - 1].number);
        const struct store_migration *expected = &store_migration_files[i];
        uint8_t digest[32];
        base_key_sha256(base_text_of(expected->sql), digest);
        struct base_text stored =
            store_result_bytes(ledger, i, store_result_column(ledger, "digest"), arena);
        if (number != expected->number || stored.length != sizeof(digest) ||
            memcmp(stored.data, digest, sizeof(digest)) != 0)
            return base_failure_set(reterr, STATUS_CONFLICT,
                                    "migration %d of this database is not the %s of this program; "
                                    "use the program that migrated it, or a later one",
                                    (int)number, expected->name);
    }
    return STATUS_OK;
}

static enum base_status apply(struct store_session *session,
                              const struct store_migration *migration, bool is_first,
                              struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_parameters none = {0}, record;
    uint8_t digest[32];
    base_key_sha256(base_text_of(migration->sql), digest);
    store_parameters_init(&record, arena);
    store_parameter_integer(&record, migration->number);
    store_parameter_string(&record, migration->name);
    store_parameter_bytes(&record, digest, sizeof(digest));

    enum base_status status = store_session_begin(session, reterr);
    if (status == STATUS_OK && !is_first)
        status = store_session_run(session, store_statement("become_owner"), &none, NULL, reterr);
    if (status == STATUS_OK)
        status = store_session_script(session, migration->sql, reterr);
    if (status == STATUS_OK)
        status =
            store_session_run(session, store_statement("record_migration"), &record, NULL, reterr);
    if (status == STATUS_OK)
        return store_session_commit(session, reterr);
    store_session_rollback(session);
    struct base_failure cause = {.text = ""};
    if (reterr != NULL)
        cause = *reterr;
    return base_failure_set(reterr, status, "%s: %s", migration->name, cause.text);
}

static enum base_status migrate_locked(struct store_session *session,
                                       void (*applied)(const struct store_migration *migration,
                                                       void *context),
                                       void *context, struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *ledger = NULL;
    size_t done = 0;
    enum base_status status = read_ledger(session, &ledger, reterr);
    if (status == STATUS_OK)
        status = compare(ledger, &done, reterr);
    for (size_t i = done; status == STATUS_OK && i < store_migration_files_count; i++) {
        const struct store_migration *migration = &store_migration_files[i];
        status = apply(session, migration, i == 0, reterr);
        if (status == STATUS_OK && applied != NULL)
            applied(migration, context);
    }
    return status;
}

enum base_status store_migrate(struct store_session *session,
                               void (*applied)(const struct store_migration *migration,
                                               void *context),
                               void *context, struct base_failure *reterr)
{
    struct store_parameters none = {0};
    enum base_status status =
        store_session_run(session, store_statement("lock_migrations"), &none, NULL, reterr);
    if (status != STATUS_OK)
        return status;
    status = migrate_locked(session, applied, context, reterr);
    struct base_failure ignored;
    if (store_session_run(session, store_statement("unlock_migrations"), &none, NULL, &ignored) !=
            STATUS_OK &&
        status == STATUS_OK)
        status = base_failure_set(reterr, ignored.status, "%s", ignored.text);
    return status;
}

enum base_status store_migration_hardening(struct store_session *session, struct base_arena *arena,
                                           const char *const **ret_statements, size_t *ret_count,
                                           struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters none = {0};
    enum base_status status =
        store_session_run(session, store_statement("list_hardening"), &none, &result, reterr);
    if (status != STATUS_OK)
        return status;
    size_t count = store_result_rows(result);
    const char **statements = base_arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        statements[i] = store_result_string(result, i, "statement", arena);
    *ret_statements = statements;
    *ret_count = count;
    return STATUS_OK;
}
