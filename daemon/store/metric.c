#include "store/metric.h"

#include <assert.h>
#include <string.h>

#include "call.h"
#include "session_internal.h"

/* Results of one insert at most: a run with thousands must not become one huge statement. */
#define RESULTS_PER_INSERT 500

static struct base_text json_at(const struct store_result *result, size_t row, const char *name,
                                struct base_arena *arena)
{
    int column = store_result_column(result, name);
    struct base_text text = store_result_text(result, row, column);
    if (store_result_is_null(result, row, column))
        return (struct base_text){NULL, 0};
    return (struct base_text){base_arena_copy(arena, text.data, text.length), text.length};
}

static const char *string_or_null(const struct store_result *result, size_t row, const char *name,
                                  struct base_arena *arena)
{
    return json_at(result, row, name, arena).data;
}

static void read_result(const struct store_result *result, size_t row, bool with_values,
                        struct base_arena *arena, struct store_metric_result *ret_result)
{
    *ret_result = (struct store_metric_result){
        .id = store_result_string(result, row, "id", arena),
        .metric = store_result_string(result, row, "metric", arena),
        .cycle = (int)store_result_integer(result, row, store_result_column(result, "cycle")),
        .subject = string_or_null(result, row, "subject", arena),
        .reason = string_or_null(result, row, "reason", arena),
        .request = json_at(result, row, "request", arena),
        .published = json_at(result, row, "published", arena),
    };
    if (with_values)
        ret_result->values = json_at(result, row, "values", arena);
}

/* The statement returned a row at least. */
static void read_run(const struct store_result *result, const char *programme, bool with_values,
                     struct base_arena *arena, struct store_metric_run *ret_run)
{
    struct base_text digest =
        store_result_bytes(result, 0, store_result_column(result, "plan_digest"), arena);
    *ret_run = (struct store_metric_run){
        .programme = base_arena_string(arena, programme),
        .run = store_result_integer(result, 0, store_result_column(result, "run")),
        .computed_at = store_result_string(result, 0, "computed_at", arena),
        .checked_at = store_result_string(result, 0, "checked_at", arena),
        .definition_version =
            (int)store_result_integer(result, 0, store_result_column(result, "definition_version")),
        .program_version = store_result_string(result, 0, "program_version", arena),
        .watermark = store_result_string(result, 0, "watermark", arena),
        .input_rows = store_result_integer(result, 0, store_result_column(result, "input_rows")),
    };
    assert(digest.length == sizeof(ret_run->plan_digest));
    memcpy(ret_run->plan_digest, digest.data, sizeof(ret_run->plan_digest));
    if (store_result_is_null(result, 0, store_result_column(result, "position")))
        return;
    size_t count = store_result_rows(result);
    struct store_metric_result *results =
        base_arena_array(arena, struct store_metric_result, count);
    for (size_t i = 0; i < count; i++)
        read_result(result, i, with_values, arena, &results[i]);
    ret_run->result_count = count;
    ret_run->results = results;
}

static void on_metrics(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    struct store_metric_run run;
    if (status == STATUS_OK && store_result_rows(result) == 0)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        read_run(result, call->parameters.values[0], false, call->arena, &run);
    ((store_metric_callback)call->callback)(status, status == STATUS_OK ? &run : NULL,
                                            call->context);
    base_arena_free(call->arena);
}

void store_metric_load(struct store_pool *pool, const char *programme,
                       store_metric_callback callback, void *context)
{
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    store_parameter_string(&call->parameters, programme);
    store_pool_run(pool, store_statement("load_metrics"), &call->parameters, true, on_metrics,
                   call);
}

static enum base_status insert_run(struct store_session *session,
                                   const struct store_metric_run *run, int64_t *ret_run,
                                   struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, run->programme);
    store_parameter_integer(&parameters, run->definition_version);
    store_parameter_string(&parameters, run->program_version);
    store_parameter_bytes(&parameters, run->plan_digest, sizeof(run->plan_digest));
    store_parameter_string(&parameters, run->watermark);
    store_parameter_integer(&parameters, run->input_rows);
    store_parameter_integer(&parameters, run->age_ms);
    enum base_status status = store_session_run(session, store_statement("insert_metric_run"),
                                                &parameters, &result, reterr);
    if (status != STATUS_OK)
        return status;
    if (store_result_rows(result) == 0)
        return base_failure_set(reterr, STATUS_NOT_FOUND,
                                "there is no programme \"%s\" in the database", run->programme);
    *ret_run = store_result_integer(result, 0, store_result_column(result, "run"));
    return STATUS_OK;
}

/* What insert_results gathers column by column. */
struct columns {
    const char **ids, **metrics, **subjects, **reasons;
    int *cycles;
    struct base_text *requests, *values, *published;
};

static struct columns gather(const struct store_metric_result *results, size_t count,
                             struct base_arena *arena)
{
    struct columns columns = {
        .ids = base_arena_array(arena, const char *, count),
        .metrics = base_arena_array(arena, const char *, count),
        .subjects = base_arena_array(arena, const char *, count),
        .reasons = base_arena_array(arena, const char *, count),
        .cycles = base_arena_array(arena, int, count),
        .requests = base_arena_array(arena, struct base_text, count),
        .values = base_arena_array(arena, struct base_text, count),
        .published = base_arena_array(arena, struct base_text, count),
    };
    for (size_t i = 0; i < count; i++) {
        columns.ids[i] = results[i].id;
        columns.metrics[i] = results[i].metric;
        columns.subjects[i] = results[i].subject;
        columns.reasons[i] = results[i].reason;
        columns.cycles[i] = results[i].cycle;
        columns.requests[i] = results[i].request;
        columns.values[i] = results[i].values;
        columns.published[i] = results[i].published;
    }
    return columns;
}

static enum base_status insert_results(struct store_session *session, const char *programme,
                                       int64_t run, size_t first,
                                       const struct store_metric_result *results, size_t count,
                                       struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct columns columns = gather(results, count, arena);
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_integer(&parameters, run);
    store_parameter_integer(&parameters, (int64_t)first + 1);
    store_parameter_strings(&parameters, columns.ids, count);
    store_parameter_strings(&parameters, columns.metrics, count);
    store_parameter_integers(&parameters, columns.cycles, count);
    store_parameter_strings(&parameters, columns.subjects, count);
    store_parameter_strings(&parameters, columns.reasons, count);
    store_parameter_texts(&parameters, columns.requests, count);
    store_parameter_texts(&parameters, columns.values, count);
    store_parameter_texts(&parameters, columns.published, count);
    return store_session_run(session, store_statement("insert_metric_results"), &parameters, NULL,
                             reterr);
}

static enum base_status run_for(struct store_session *session, const char *statement,
                                const char *programme, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    return store_session_run(session, store_statement(statement), &parameters, NULL, reterr);
}

static enum base_status insert_release(struct store_session *session, const char *programme,
                                       const struct store_release *release,
                                       struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_parameters parameters;
    enum base_status status = STATUS_OK;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_integer(&parameters, release->cycle);
    if (release->replaces)
        status = store_session_run(session, store_statement("delete_cycle_releases"), &parameters,
                                   NULL, reterr);
    if (status != STATUS_OK || release->answers.length == 0)
        return status;
    store_parameter_integer(&parameters, release->generation);
    store_parameter_integer(&parameters, release->part);
    store_parameter_bytes(&parameters, release->answers.data, release->answers.length);
    return store_session_run(session, store_statement("insert_metric_release"), &parameters, NULL,
                             reterr);
}

static enum base_status insert_releases(struct store_session *session,
                                        const struct store_metric_run *run,
                                        struct base_failure *reterr)
{
    struct store_release release;
    enum base_status status = STATUS_OK;
    if (run->begins_record)
        status = run_for(session, "delete_metric_releases", run->programme, reterr);
    while (status == STATUS_OK && run->next_release != NULL &&
           run->next_release(run->release_context, &release))
        status = insert_release(session, run->programme, &release, reterr);
    return status;
}

static enum base_status delete_older(struct store_session *session, const char *programme,
                                     int64_t run, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_integer(&parameters, run);
    return store_session_run(session, store_statement("delete_older_metric_runs"), &parameters,
                             NULL, reterr);
}

enum base_status store_metric_write(struct store_session *session,
                                    const struct store_metric_run *run, int64_t *ret_run,
                                    struct base_failure *reterr)
{
    int64_t number = 0;
    enum base_status status = store_session_begin(session, reterr);
    if (status != STATUS_OK)
        return status;
    status = insert_run(session, run, &number, reterr);
    for (size_t first = 0; status == STATUS_OK && first < run->result_count;
         first += RESULTS_PER_INSERT) {
        size_t count = run->result_count - first;
        if (count > RESULTS_PER_INSERT)
            count = RESULTS_PER_INSERT;
        status = insert_results(session, run->programme, number, first, run->results + first, count,
                                reterr);
    }
    if (status == STATUS_OK)
        status = insert_releases(session, run, reterr);
    if (status == STATUS_OK)
        status = delete_older(session, run->programme, number, reterr);
    if (status == STATUS_OK)
        status = store_session_commit(session, reterr);
    store_session_rollback(session);
    if (status == STATUS_OK)
        *ret_run = number;
    return status;
}

enum base_status store_metric_check(struct store_session *session, const char *programme,
                                    int64_t run, int64_t age_ms, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_integer(&parameters, run);
    store_parameter_integer(&parameters, age_ms);
    return store_session_run(session, store_statement("check_metric_run"), &parameters, NULL,
                             reterr);
}

enum base_status store_metric_lock(struct store_session *session, const char *programme,
                                   struct base_failure *reterr)
{
    assert(!store_session_in_transaction(session));
    return run_for(session, "lock_metrics", programme, reterr);
}

enum base_status store_metric_unlock(struct store_session *session, const char *programme,
                                     struct base_failure *reterr)
{
    return run_for(session, "unlock_metrics", programme, reterr);
}

enum base_status store_metric_read(struct store_session *session, const char *programme,
                                   struct base_arena *arena, struct store_metric_run *ret_run,
                                   struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    enum base_status status =
        store_session_run(session, store_statement("read_metrics"), &parameters, &result, reterr);
    if (status != STATUS_OK)
        return status;
    if (store_result_rows(result) == 0)
        return base_failure_set(reterr, STATUS_NOT_FOUND,
                                "no metrics of \"%s\" are stored; run survey-aggregator",
                                programme);
    read_run(result, programme, true, arena, ret_run);
    return STATUS_OK;
}

enum base_status store_metric_try_follow(struct store_session *session, bool *ret_is_ours,
                                         struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters none = {0};
    enum base_status status =
        store_session_run(session, store_statement("try_lock_follower"), &none, &result, reterr);
    if (status == STATUS_OK)
        *ret_is_ours = store_result_boolean(result, 0, store_result_column(result, "is_ours"));
    return status;
}

enum base_status store_metric_latest(struct store_session *session, const char *programme,
                                     int64_t *ret_run, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    enum base_status status = store_session_run(session, store_statement("find_latest_metric_run"),
                                                &parameters, &result, reterr);
    if (status == STATUS_OK)
        *ret_run = store_result_integer(result, 0, store_result_column(result, "run"));
    return status;
}

enum base_status store_metric_documents(struct store_session *session, const char *programme,
                                        struct base_arena *arena, const char **ret_mark,
                                        struct base_failure *reterr)
{
    STORE_RESULT_SCOPED *result = NULL;
    struct store_parameters parameters;
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    enum base_status status = store_session_run(session, store_statement("read_documents_mark"),
                                                &parameters, &result, reterr);
    if (status == STATUS_OK)
        *ret_mark = store_result_string(result, 0, "mark", arena);
    return status;
}

/* What reading the record hands over to. */
struct release_stream {
    int cycle;
    enum base_status (*each)(const struct store_release *release, void *context,
                             struct base_failure *reterr);
    void *context;
};

/* Fields of a row: generation, part, answers. */
static enum base_status on_release(struct base_text row, void *context, struct base_failure *reterr)
{
    const struct release_stream *stream = context;
    struct base_text generation, part;
    struct store_release release = {.cycle = stream->cycle};
    struct base_text rest = {row.data + 2, row.length - 2};
    if (!store_copy_field(&rest, &generation) || !store_copy_field(&rest, &part) ||
        !store_copy_field(&rest, &release.answers) || generation.length != 4 || part.length != 4)
        return base_failure_set(reterr, STATUS_INTERNAL,
                                "PostgreSQL sent a record in a form that is not understood");
    release.generation = (int)store_copy_integer(generation);
    release.part = (int)store_copy_integer(part);
    return stream->each(&release, stream->context, reterr);
}

enum base_status store_release_read(struct store_session *session, const char *programme, int cycle,
                                    enum base_status (*each)(const struct store_release *release,
                                                             void *context,
                                                             struct base_failure *reterr),
                                    void *context, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct release_stream stream = {cycle, each, context};
    struct store_parameters parameters;
    assert(store_session_in_transaction(session));
    store_parameters_init(&parameters, arena);
    store_parameter_string(&parameters, programme);
    store_parameter_integer(&parameters, cycle);
    enum base_status status = store_session_run(session, store_statement("set_copied_releases"),
                                                &parameters, NULL, reterr);
    if (status != STATUS_OK)
        return status;
    return store_session_copy(session, store_statement("copy_metric_releases"), on_release, &stream,
                              reterr);
}
