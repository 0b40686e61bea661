/* Import of a programme: what is new is stored, what people rely on is not changed. */
#include <string.h>

#include "call.h"
#include "session_internal.h"
#include "store/programme.h"

/* An import under way. */
struct work {
    struct store_session *session;
    const struct store_import *import;
    struct base_arena *arena;
    struct store_result *cycles; /* stored before, from find_cycles */
    bool timezone_changed;
    struct base_failure *reterr;
};

static struct store_parameters parameters_of(const struct work *work)
{
    struct store_parameters parameters;
    store_parameters_init(&parameters, work->arena);
    store_parameter_string(&parameters, work->import->programme);
    return parameters;
}

static struct store_parameters parameters_of_cycle(const struct work *work, int cycle)
{
    struct store_parameters parameters = parameters_of(work);
    store_parameter_integer(&parameters, cycle);
    return parameters;
}

static enum base_status run(const struct work *work, const char *statement,
                            const struct store_parameters *parameters,
                            struct store_result **ret_result)
{
    return store_session_run(work->session, store_statement(statement), parameters, ret_result,
                             work->reterr);
}

static bool flag_at(const struct store_result *result, size_t row, const char *name)
{
    return store_result_boolean(result, row, store_result_column(result, name));
}

/* What was there before must allow the import; notes whether the time zone changes. */
static enum base_status check_programme(struct work *work)
{
    STORE_RESULT_SCOPED *before = NULL;
    struct store_parameters parameters = parameters_of(work);
    enum base_status status = run(work, "find_programme", &parameters, &before);
    if (status != STATUS_OK || store_result_rows(before) == 0)
        return status;
    const char *linkage = store_result_string(before, 0, "linkage", work->arena);
    if (strcmp(linkage, work->import->linkage) != 0 && flag_at(before, 0, "in_use"))
        return base_failure_set(work->reterr, STATUS_CONFLICT,
                                "linkage: people were invited, or have answered, under linkage "
                                "\"%s\"; it cannot become \"%s\" any more",
                                linkage, work->import->linkage);
    work->timezone_changed = strcmp(store_result_string(before, 0, "timezone", work->arena),
                                    work->import->timezone) != 0;
    return STATUS_OK;
}

static enum base_status store_programme(struct work *work, bool *ret_is_new)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters = parameters_of(work);
    store_parameter_text(&parameters, work->import->document);
    store_parameter_string(&parameters, work->import->timezone);
    store_parameter_integer(&parameters, work->import->minimum_group_size);
    store_parameter_string(&parameters, work->import->linkage);
    enum base_status status = run(work, "upsert_programme", &parameters, &result);
    if (status == STATUS_OK)
        *ret_is_new = flag_at(result, 0, "created");
    return status;
}

static const struct store_import_cycle *imported_cycle(const struct work *work, int cycle)
{
    for (size_t i = 0; i < work->import->cycle_count; i++) {
        if (work->import->cycles[i].cycle == cycle)
            return &work->import->cycles[i];
    }
    return NULL;
}

static int cycle_at(const struct work *work, size_t row)
{
    return (int)store_result_integer(work->cycles, row, store_result_column(work->cycles, "cycle"));
}

/* Row of a cycle in what was stored before; -1 if it is new. */
static int row_of(const struct work *work, int cycle)
{
    for (size_t row = 0; row < store_result_rows(work->cycles); row++) {
        if (cycle_at(work, row) == cycle)
            return (int)row;
    }
    return -1;
}

static enum base_status remove_cycles(struct work *work)
{
    for (size_t row = 0; row < store_result_rows(work->cycles); row++) {
        int cycle = cycle_at(work, row);
        if (imported_cycle(work, cycle) != NULL)
            continue;
        if (flag_at(work->cycles, row, "in_use"))
            return base_failure_set(work->reterr, STATUS_CONFLICT,
                                    "cycle %d is not in the folder any more, but people were "
                                    "invited to it or have answered; put it back",
                                    cycle);
        struct store_parameters parameters = parameters_of_cycle(work, cycle);
        enum base_status status = run(work, "delete_cycle", &parameters, NULL);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static bool same_questionnaire(const struct work *work, const struct store_import_cycle *cycle,
                               int row)
{
    if (row < 0)
        return false;
    struct base_text digest = store_result_bytes(
        work->cycles, (size_t)row, store_result_column(work->cycles, "digest"), work->arena);
    return digest.length == sizeof(cycle->digest) &&
           memcmp(digest.data, cycle->digest, sizeof(cycle->digest)) == 0;
}

static enum base_status next_version(struct work *work, int cycle, int *ret_version)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters = parameters_of_cycle(work, cycle);
    enum base_status status = run(work, "next_version", &parameters, &result);
    if (status == STATUS_OK)
        *ret_version = (int)store_result_integer(result, 0, store_result_column(result, "version"));
    return status;
}

static enum base_status store_questionnaire(struct work *work,
                                            const struct store_import_cycle *cycle, int version)
{
    struct store_parameters document = parameters_of_cycle(work, cycle->cycle);
    store_parameter_integer(&document, version);
    store_parameter_text(&document, cycle->document);
    store_parameter_bytes(&document, cycle->digest, sizeof(cycle->digest));
    store_parameter_text(&document, cycle->columns);
    enum base_status status = run(work, "insert_questionnaire", &document, NULL);
    if (status != STATUS_OK)
        return status;
    struct store_parameters columns = parameters_of_cycle(work, cycle->cycle);
    store_parameter_integer(&columns, version);
    store_parameter_text(&columns, cycle->columns);
    return run(work, "insert_questionnaire_columns", &columns, NULL);
}

static bool times_changed(const struct work *work, const struct store_import_cycle *cycle, int row)
{
    if (row < 0 || work->timezone_changed)
        return true;
    return strcmp(store_result_string(work->cycles, (size_t)row, "opens", work->arena),
                  cycle->opens) != 0 ||
           strcmp(store_result_string(work->cycles, (size_t)row, "closes", work->arena),
                  cycle->closes) != 0;
}

static enum base_status store_cycle(struct work *work, const struct store_import_cycle *cycle,
                                    int row, int version)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters = parameters_of_cycle(work, cycle->cycle);
    store_parameter_string(&parameters, cycle->opens);
    store_parameter_string(&parameters, cycle->closes);
    store_parameter_string(&parameters, work->import->timezone);
    store_parameter_integer(&parameters, version);
    store_parameter_boolean(&parameters, times_changed(work, cycle, row));
    enum base_status status = run(work, "upsert_cycle", &parameters, &result);
    if (status == STATUS_OK && store_result_rows(result) == 0)
        return base_failure_set(work->reterr, STATUS_INVALID,
                                "cycle %d would close (%s) before it opens (%s)", cycle->cycle,
                                cycle->closes, cycle->opens);
    return status;
}

static enum base_status import_cycle(struct work *work, const struct store_import_cycle *cycle,
                                     struct store_imported_cycle *ret_cycle)
{
    int row = row_of(work, cycle->cycle);
    enum base_status status = STATUS_OK;
    *ret_cycle = (struct store_imported_cycle){.cycle = cycle->cycle};
    if (same_questionnaire(work, cycle, row)) {
        ret_cycle->version = (int)store_result_integer(
            work->cycles, (size_t)row, store_result_column(work->cycles, "version"));
        return store_cycle(work, cycle, row, ret_cycle->version);
    }
    if (row >= 0 && flag_at(work->cycles, (size_t)row, "sealed"))
        return base_failure_set(work->reterr, STATUS_CONFLICT,
                                "cycle %d is sealed; its questionnaire cannot change any more",
                                cycle->cycle);
    ret_cycle->is_new_version = true;
    status = next_version(work, cycle->cycle, &ret_cycle->version);
    /* The cycle comes first: the questionnaire refers to it. */
    if (status == STATUS_OK)
        status = store_cycle(work, cycle, row, ret_cycle->version);
    if (status == STATUS_OK)
        status = store_questionnaire(work, cycle, ret_cycle->version);
    return status;
}

static enum base_status import_all(struct work *work, struct store_imported_cycle *ret_cycles,
                                   bool *ret_is_new)
{
    struct store_parameters parameters = parameters_of(work);
    enum base_status status = check_programme(work);
    if (status == STATUS_OK)
        status = store_programme(work, ret_is_new);
    if (status == STATUS_OK)
        status = run(work, "find_cycles", &parameters, &work->cycles);
    if (status == STATUS_OK)
        status = remove_cycles(work);
    for (size_t i = 0; status == STATUS_OK && i < work->import->cycle_count; i++)
        status = import_cycle(work, &work->import->cycles[i], &ret_cycles[i]);
    store_result_free(work->cycles);
    return status;
}

enum base_status store_programme_import(struct store_session *session,
                                        const struct store_import *import,
                                        struct store_imported_cycle *ret_cycles, bool *ret_is_new,
                                        struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct work work = {.session = session, .import = import, .arena = arena, .reterr = reterr};
    if (store_session_in_transaction(session))
        return import_all(&work, ret_cycles, ret_is_new);
    enum base_status status = store_session_begin(session, reterr);
    if (status != STATUS_OK)
        return status;
    status = import_all(&work, ret_cycles, ret_is_new);
    if (status == STATUS_OK)
        return store_session_commit(session, reterr);
    store_session_rollback(session);
    return status;
}
