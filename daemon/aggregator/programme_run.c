#include "programme_run.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "aggregator.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/key.h"
#include "derive.h"
#include "plan_read.h"
#include "programme_run_internal.h"

/* Version of the definitions in docs/metrics.md. */
#define DEFINITION_VERSION 1

struct programme_run *programme_run_new(const char *programme, bool shows_progress)
{
    struct programme_run *run = calloc(1, sizeof(*run));
    char *name = strdup(programme);
    if (run == NULL || name == NULL)
        abort();
    run->name = name;
    run->shows_progress = shows_progress;
    return run;
}

static void forget(struct programme_run *run)
{
    base_arena_free(run->results.arena);
    base_arena_free(run->earlier);
    base_arena_free(run->arena);
    *run = (struct programme_run){.name = run->name, .shows_progress = run->shows_progress};
}

void programme_run_free(struct programme_run *run)
{
    if (run == NULL)
        return;
    forget(run);
    free((char *)run->name);
    free(run);
}

static void show(const struct programme_run *run, const char *what)
{
    if (run->shows_progress)
        fprintf(stderr, "\r\033[K%s%s%s", what[0] == '\0' ? "" : run->name,
                what[0] == '\0' ? "" : ": ", what);
}

static void show_reading(int64_t responses, void *context)
{
    const struct programme_run *run = context;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    show(run, base_arena_format(scratch, "reading answers, %lld so far", (long long)responses));
}

/* Derives the plan for the facts and checks it: what derives it and what reads it must agree. */
static enum base_status derive(const struct programme_run *run, struct base_arena *arena,
                               const struct derive_facts *facts, struct programme_plan *ret_plan,
                               struct base_failure *reterr)
{
    struct aggregator_problems problems;
    aggregator_problems_init(&problems, arena);
    ret_plan->json = derive_plan(arena, &run->source, facts);
    ret_plan->plan = aggregator_plan_from_json(arena, "derived plan", ret_plan->json, &problems);
    if (ret_plan->plan == NULL) {
        aggregator_problems_print(&problems, stderr);
        return base_failure_set(reterr, STATUS_INTERNAL, "%s: the derived plan is not valid",
                                run->name);
    }
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    base_key_sha256(base_json_canonical(scratch, ret_plan->json), ret_plan->digest);
    return STATUS_OK;
}

/* An empty set of data for whatever the programme may ever ask. */
static enum base_status make_reader(struct programme_run *run, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    size_t cycles = run->source.programme->cycle_count, count;
    struct derive_facts facts = {.cycle_is_active = base_arena_array(scratch, bool, cycles)};
    struct programme_plan plan;
    for (size_t i = 0; i < cycles; i++)
        facts.cycle_is_active[i] = true;
    enum base_status status = derive(run, scratch, &facts, &plan, reterr);
    if (status != STATUS_OK)
        return status;
    const char *const *wanted = evaluation_plan_needs(plan.plan, scratch, &count);
    run->reader = stored_reader_new(run->arena, &run->source, wanted, count);
    return STATUS_OK;
}

bool *programme_cycles_over(const struct programme_run *run, int64_t wall_seconds,
                            struct base_arena *arena)
{
    size_t count = run->source.programme->cycle_count;
    bool *is_over = base_arena_array(arena, bool, count);
    for (size_t i = 0; i < count; i++)
        is_over[i] = run->closes_at[i] <= wall_seconds;
    return is_over;
}

/* When the next of the cycles closes; 0: all are over. */
static int64_t next_close(const struct programme_run *run, const bool *is_over)
{
    int64_t next = 0;
    for (size_t i = 0; i < run->source.programme->cycle_count; i++)
        if (!is_over[i] && (next == 0 || run->closes_at[i] < next))
            next = run->closes_at[i];
    return next;
}

/* Which cycles are over, for the watermark: "1101". */
static const char *over_mark(const struct programme_run *run, const bool *is_over,
                             struct base_arena *arena)
{
    size_t count = run->source.programme->cycle_count;
    char *mark = base_arena_alloc(arena, count + 1);
    for (size_t i = 0; i < count; i++)
        mark[i] = is_over[i] ? '1' : '0';
    mark[count] = '\0';
    return mark;
}

/* When the cycles close as the catalogue has it, which need not be as the programme's file says. */
static void take_closing(struct programme_run *run, const struct store_catalogue_programme *stored)
{
    const struct survey_programme *programme = run->source.programme;
    run->closes_at = base_arena_array(run->arena, int64_t, programme->cycle_count);
    for (size_t i = 0; i < programme->cycle_count; i++)
        for (size_t j = 0; j < stored->cycle_count; j++)
            if (stored->cycles[j].cycle == programme->cycles[i].cycle)
                run->closes_at[i] = stored->cycles[j].sealed ? 0 : stored->cycles[j].closes_at;
}

static enum base_status derive_for_data(const struct programme_run *run, struct base_arena *arena,
                                        const bool *is_over, struct programme_plan *ret_plan,
                                        struct base_failure *reterr)
{
    const struct stored_data *data = stored_reader_data(run->reader);
    struct derive_facts facts = {
        .cycle_is_active = base_arena_array(arena, bool, data->cycle_count),
        .cycle_bears = base_arena_array(arena, bool, data->cycle_count),
        .cycle_is_over = is_over,
    };
    size_t least = (size_t)run->source.programme->minimum_group_size;
    for (size_t i = 0; i < data->cycle_count; i++) {
        facts.cycle_bears[i] = data->cycles[i].responses.count >= least;
        facts.cycle_is_active[i] = data->cycles[i].responses.count > 0 || data->facts_are_known[i];
        facts.attendance_is_known = facts.attendance_is_known || data->attendance_is_known[i];
    }
    return derive(run, arena, &facts, ret_plan, reterr);
}

/* The provenance, the ledger and the publications of the stored run. */
static enum base_status read_earlier(struct programme_run *run, struct store_session *session,
                                     struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct store_metric_run earlier = {0};
    struct base_text ledger = {NULL, 0};
    run->earlier = base_arena_new();
    struct json_object *published = base_json_own(run->earlier, json_object_new_object());
    enum base_status status = store_metric_read(session, run->name, scratch, &earlier, reterr);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    for (size_t i = 0; status == STATUS_OK && i < earlier.result_count; i++) {
        const struct store_metric_result *result = &earlier.results[i];
        struct json_object *root = NULL;
        struct base_json_error error;
        if (strcmp(result->metric, "disclosure.releases") == 0)
            ledger = result->values;
        else if (result->published.data != NULL &&
                 base_json_parse(scratch, result->published, &base_json_limits_file, &root,
                                 &error) == STATUS_OK)
            json_object_object_add(published, result->id, json_object_get(root));
    }
    if (status == STATUS_OK && earlier.result_count > 0) {
        run->has_stored = true;
        run->stored_run = earlier.run;
        run->definition_version = earlier.definition_version;
        run->program_version = base_arena_string(run->arena, earlier.program_version);
        run->watermark = base_arena_string(run->arena, earlier.watermark);
        memcpy(run->plan_digest, earlier.plan_digest, sizeof(run->plan_digest));
    }
    if (ledger.data != NULL)
        ledger.data = base_arena_copy(run->arena, ledger.data, ledger.length);
    return release_read(run->arena, run->source.programme, ledger, published, &run->ledger, reterr);
}

static enum base_status take_release(const struct store_release *release, void *context,
                                     struct base_failure *reterr)
{
    return release_history_add(context, release->generation, release->answers, reterr);
}

/* Tells apart what the ledger knows and what it does not. */
static enum base_status match_ledger(struct programme_run *run, struct store_session *session,
                                     struct base_failure *reterr)
{
    struct stored_data *data = stored_reader_data(run->reader);
    enum base_status status = STATUS_OK;
    for (size_t i = 0; run->ledger.generation > 0 && status == STATUS_OK && i < data->cycle_count;
         i++) {
        BASE_ARENA_SCOPED *scratch = base_arena_new();
        struct release_history *history = release_history_new(scratch);
        status = store_release_read(session, run->name, data->cycles[i].cycle, take_release,
                                    history, reterr);
        if (status == STATUS_OK)
            release_match(&run->ledger, history, data, i);
        answers_block_fold_stamps(&data->cycles[i].responses);
    }
    return status;
}

/* Reads everything as of one moment. */
static enum base_status read_whole(struct programme_run *run, struct store_session *session,
                                   struct base_failure *reterr)
{
    struct store_catalogue catalogue;
    enum base_status status =
        store_catalogue_read(session, run->name, run->arena, &catalogue, reterr);
    if (status == STATUS_OK)
        status = source_from_catalogue(run->arena, &catalogue.programmes[0], &run->source, reterr);
    if (status == STATUS_OK) {
        take_closing(run, &catalogue.programmes[0]);
        status = read_earlier(run, session, reterr);
    }
    if (status == STATUS_OK)
        status = make_reader(run, reterr);
    if (status == STATUS_OK)
        status = store_metric_documents(session, run->name, run->arena, &run->documents, reterr);
    if (status == STATUS_OK)
        status = stored_reader_participation(run->reader, session, reterr);
    show(run, "reading answers");
    if (status == STATUS_OK)
        status = stored_reader_responses(run->reader, session, show_reading, run, reterr);
    if (status != STATUS_OK)
        return status;
    show(run, "putting answers in order");
    stored_reader_finish(run->reader);
    return match_ledger(run, session, reterr);
}

/* The same input, plan and program give the same results, which are stored already. */
static bool is_current(const struct programme_run *run, const struct programme_plan *plan,
                       const char *watermark)
{
    return run->has_stored && run->definition_version == DEFINITION_VERSION &&
           strcmp(run->program_version, SURVEYD_VERSION) == 0 &&
           strcmp(run->watermark, watermark) == 0 &&
           memcmp(run->plan_digest, plan->digest, sizeof(run->plan_digest)) == 0;
}

static bool next_release(void *context, struct store_release *ret_release)
{
    return release_next(context, ret_release);
}

/* How long ago the input was read. */
static int64_t input_age_ms(const struct programme_run *run)
{
    return base_clock_monotonic_ms(base_clock_system()) - run->read_ms;
}

/* Forgets the last run: what it computed and published is part of what was computed now. */
static void forget_last(struct programme_run *run, const struct programme_results *results)
{
    base_arena_free(run->results.arena);
    base_arena_free(run->earlier);
    run->results = (struct programme_results){0};
    run->earlier = NULL;
    run->ledger.published = results->published;
    malloc_trim(0);
}

/* Stores what was computed, and keeps it. */
static enum base_status store_results(struct programme_run *run, struct store_session *session,
                                      struct programme_results *results, const char *watermark,
                                      bool has_releases, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct stored_data *data = stored_reader_data(run->reader);
    struct release_cursor cursor = {.arena = scratch, .ledger = &run->ledger, .data = data};
    struct store_metric_run stored = {
        .programme = run->name,
        .definition_version = DEFINITION_VERSION,
        .program_version = SURVEYD_VERSION,
        .watermark = watermark,
        .input_rows = data->response_count,
        .age_ms = input_age_ms(run),
        .result_count = results->count,
        .results = results->stored,
        .next_release = has_releases ? next_release : NULL,
        .release_context = &cursor,
        .begins_record = has_releases && run->ledger.generation == 1,
    };
    memcpy(stored.plan_digest, results->plan.digest, sizeof(stored.plan_digest));
    show(run, "storing");
    enum base_status status = store_metric_write(session, &stored, &run->stored_run, reterr);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < data->cycle_count; i++)
        data->cycles[i].removed_count = 0;
    run->results = *results;
    run->has_stored = true;
    run->definition_version = DEFINITION_VERSION;
    run->program_version = SURVEYD_VERSION;
    run->watermark = watermark;
    memcpy(run->plan_digest, results->plan.digest, sizeof(run->plan_digest));
    return STATUS_OK;
}

/* Which cycles hold answers that the last run did not see. */
static bool *changed_cycles(const struct programme_run *run, struct base_arena *arena, bool all)
{
    const struct stored_data *data = stored_reader_data(run->reader);
    const struct release_ledger *ledger = &run->ledger;
    bool *is_changed = base_arena_array(arena, bool, data->cycle_count);
    for (size_t i = 0; i < data->cycle_count; i++) {
        const struct answers_block *block = &data->cycles[i].responses;
        is_changed[i] = all || ledger->removed[i] == ledger->generation;
        for (size_t row = 0; !is_changed[i] && row < answers_block_stamped(block); row++)
            is_changed[i] =
                ledger->stamps[answers_block_stamp(block, row)].changed == ledger->generation;
    }
    return is_changed;
}

/* Computes from what was read, and stores; `all`: not only answers may have changed. */
static enum base_status compute_and_store(struct programme_run *run, struct store_session *session,
                                          bool all, struct programme_outcome *ret_outcome,
                                          struct base_failure *reterr)
{
    struct programme_results results = {.arena = base_arena_new()};
    const struct stored_data *data = stored_reader_data(run->reader);
    const bool *is_over =
        programme_cycles_over(run, base_clock_wall_seconds(base_clock_system()), results.arena);
    enum base_status status = derive_for_data(run, results.arena, is_over, &results.plan, reterr);
    if (status != STATUS_OK) {
        base_arena_free(results.arena);
        return status;
    }
    const char *watermark =
        base_arena_format(results.arena, "%s %s %s", stored_data_mark(data, results.arena),
                          run->documents, over_mark(run, is_over, results.arena));
    *ret_outcome = (struct programme_outcome){.analyses = results.plan.plan->analysis_count,
                                              .answers = data->response_count,
                                              .next_close = next_close(run, is_over)};
    if (is_current(run, &results.plan, watermark)) {
        ret_outcome->run = run->stored_run;
        base_arena_free(results.arena);
        return store_metric_check(session, run->name, run->stored_run, input_age_ms(run), reterr);
    }
    show(run, "computing");
    bool has_releases = release_settle(&run->ledger, stored_reader_data(run->reader));
    programme_compute(run, changed_cycles(run, results.arena, all), is_over, &results,
                      &ret_outcome->computed);
    forget_last(run, &results);
    status = store_results(run, session, &results, watermark, has_releases, reterr);
    if (status != STATUS_OK)
        base_arena_free(results.arena);
    ret_outcome->run = run->stored_run;
    ret_outcome->is_new = true;
    return status;
}

/* Reads within one snapshot. */
static enum base_status read_in_snapshot(struct programme_run *run, struct store_session *session,
                                         const struct programme_changes *changes,
                                         struct base_failure *reterr)
{
    run->read_ms = base_clock_monotonic_ms(base_clock_system());
    enum base_status status = store_session_begin_snapshot(session, reterr);
    if (status != STATUS_OK)
        return status;
    if (changes == NULL)
        status = read_whole(run, session, reterr);
    else if (changes->participation)
        status = stored_reader_participation(run->reader, session, reterr);
    if (changes != NULL && status == STATUS_OK)
        status =
            stored_reader_update(run->reader, session, changes->keys, changes->key_count, reterr);
    if (status != STATUS_OK) {
        store_session_rollback(session);
        return status;
    }
    return store_session_commit(session, reterr);
}

static enum base_status run_locked(struct programme_run *run, struct store_session *session,
                                   const struct programme_changes *changes,
                                   struct programme_outcome *ret_outcome,
                                   struct base_failure *reterr)
{
    if (changes != NULL) {
        int64_t stored_run = 0;
        enum base_status status = store_metric_latest(session, run->name, &stored_run, reterr);
        if (status != STATUS_OK)
            return status;
        changes = stored_run == run->stored_run ? changes : NULL;
    }
    if (changes == NULL) {
        forget(run);
        run->arena = base_arena_new();
    }
    enum base_status status = read_in_snapshot(run, session, changes, reterr);
    if (status != STATUS_OK)
        return status;
    if (changes != NULL)
        stored_reader_finish(run->reader);
    stored_reader_tabulate(run->reader);
    /* What only reading needed goes back to the system before computing needs more. */
    malloc_trim(0);
    return compute_and_store(run, session, changes == NULL || changes->participation, ret_outcome,
                             reterr);
}

static enum base_status run_with(struct programme_run *run, struct store_session *session,
                                 const struct programme_changes *changes,
                                 struct programme_outcome *ret_outcome, struct base_failure *reterr)
{
    show(run, "waiting for another run to end");
    enum base_status status = store_metric_lock(session, run->name, reterr);
    if (status != STATUS_OK)
        return status;
    status = run_locked(run, session, changes, ret_outcome, reterr);
    struct base_failure failure;
    enum base_status unlocked = store_metric_unlock(session, run->name, &failure);
    show(run, "");
    if (status == STATUS_OK && unlocked != STATUS_OK)
        return base_failure_set(reterr, unlocked, "%s", failure.text);
    return status;
}

enum base_status programme_run_whole(struct programme_run *run, struct store_session *session,
                                     struct programme_outcome *ret_outcome,
                                     struct base_failure *reterr)
{
    return run_with(run, session, NULL, ret_outcome, reterr);
}

enum base_status programme_run_update(struct programme_run *run, struct store_session *session,
                                      const struct programme_changes *changes,
                                      struct programme_outcome *ret_outcome,
                                      struct base_failure *reterr)
{
    return run_with(run, session, changes, ret_outcome, reterr);
}
