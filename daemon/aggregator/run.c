#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aggregator.h"
#include "base/config.h"
#include "base/json.h"
#include "base/key.h"
#include "derive.h"
#include "plan_read.h"
#include "publish_guard.h"
#include "result_write.h"
#include "store/metric.h"

/* Version of the definitions in docs/metrics.md. */
#define DEFINITION_VERSION 1
/* The record of what was published, among the stored results. */
#define LEDGER_ID "releases"
#define LEDGER_METRIC "disclosure.releases"

/* One run for one programme. */
struct run {
    const struct aggregator *aggregator;
    struct base_arena *arena;
    struct store_session *session;
    const char *name;
    bool shows_progress;
    struct source source;
    struct stored_data data;
    const char *watermark;
    struct json_object *plan_json;
    const struct evaluation_plan *plan;
    struct store_metric_run earlier; /* the run before; result_count 0 if there is none */
    struct release_ledger ledger;
};

static void show(const struct run *run, const char *what)
{
    if (run->shows_progress)
        fprintf(stderr, "\r\033[K%s: %s", run->name, what);
}

static void show_reading(int64_t responses, void *context)
{
    const struct run *run = context;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    show(run, base_arena_format(scratch, "reading answers, %lld so far", (long long)responses));
}

/* Derives the plan for the facts and checks it: what derives it and what reads it must agree. */
static enum base_status derive(struct run *run, const struct derive_facts *facts,
                               struct base_failure *reterr)
{
    struct aggregator_problems problems;
    aggregator_problems_init(&problems, run->arena);
    run->plan_json = derive_plan(run->arena, &run->source, facts);
    run->plan = aggregator_plan_from_json(run->arena, "derived plan", run->plan_json, &problems);
    if (run->plan != NULL)
        return STATUS_OK;
    aggregator_problems_print(&problems, stderr);
    return base_failure_set(reterr, STATUS_INTERNAL, "%s: the derived plan is not valid",
                            run->name);
}

static enum base_status derive_for_all_cycles(struct run *run, struct base_failure *reterr)
{
    struct derive_facts facts = {
        .cycle_is_active = base_arena_array(run->arena, bool, run->source.programme->cycle_count)};
    for (size_t i = 0; i < run->source.programme->cycle_count; i++)
        facts.cycle_is_active[i] = true;
    return derive(run, &facts, reterr);
}

static enum base_status derive_for_data(struct run *run, struct base_failure *reterr)
{
    struct derive_facts facts = {
        .cycle_is_active = base_arena_array(run->arena, bool, run->source.programme->cycle_count)};
    for (size_t i = 0; i < run->source.programme->cycle_count; i++) {
        const struct stored_cycle *cycle = &run->data.cycles[i];
        facts.cycle_is_active[i] = cycle->answer_count > 0 || cycle->facts_are_known;
        facts.attendance_is_known = facts.attendance_is_known || cycle->attendance_is_known;
    }
    return derive(run, &facts, reterr);
}

/* The ledger and the publications of the run before. */
static enum base_status read_earlier(struct run *run, struct base_failure *reterr)
{
    struct base_text ledger = {NULL, 0};
    struct json_object *published = base_json_own(run->arena, json_object_new_object());
    enum base_status status =
        store_metric_read(run->session, run->name, run->arena, &run->earlier, reterr);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    for (size_t i = 0; status == STATUS_OK && i < run->earlier.result_count; i++) {
        const struct store_metric_result *result = &run->earlier.results[i];
        struct json_object *root = NULL;
        struct base_json_error error;
        if (strcmp(result->metric, LEDGER_METRIC) == 0)
            ledger = result->values;
        else if (result->published.data != NULL &&
                 base_json_parse(run->arena, result->published, &base_json_limits_file, &root,
                                 &error) == STATUS_OK)
            json_object_object_add(published, result->id, json_object_get(root));
    }
    return release_read(run->arena, run->source.programme, ledger, published, &run->ledger, reterr);
}

/* Reads everything as of one moment. */
static enum base_status read_input(struct run *run, struct base_failure *reterr)
{
    struct store_catalogue catalogue;
    enum base_status status =
        store_catalogue_read(run->session, run->name, run->arena, &catalogue, reterr);
    if (status == STATUS_OK)
        status = source_from_catalogue(run->arena, &catalogue.programmes[0], &run->source, reterr);
    if (status == STATUS_OK)
        status = derive_for_all_cycles(run, reterr);
    if (status == STATUS_OK)
        status = read_earlier(run, reterr);
    if (status != STATUS_OK)
        return status;
    size_t count;
    const char *const *wanted = evaluation_plan_needs(run->plan, run->arena, &count);
    show(run, "reading answers");
    status = stored_data_read(run->arena, run->session, &run->source, wanted, count, show_reading,
                              run, &run->data, reterr);
    if (status == STATUS_OK)
        status =
            store_metric_watermark(run->session, run->name, run->arena, &run->watermark, reterr);
    return status;
}

static struct base_text own_text(struct base_arena *arena, struct json_object *object)
{
    return object == NULL ? (struct base_text){NULL, 0} : base_json_write(arena, object);
}

/* Computes every analysis and says what of it is published. */
static struct store_metric_result *compute(struct run *run, size_t *ret_count)
{
    size_t count = run->plan->analysis_count;
    struct json_object *requests = base_json_get(run->plan_json, "analyses");
    struct evaluation_result *results =
        base_arena_array(run->arena, struct evaluation_result, count);
    struct store_metric_result *stored =
        base_arena_array(run->arena, struct store_metric_result, count + 1);
    struct publisher publisher = {
        .arena = run->arena,
        .programme = run->source.programme,
        .plan = run->plan,
        .data = &run->data,
        .ledger = &run->ledger,
        .sensitive = publish_sensitive_questions(run->arena, &run->source, run->plan)};
    release_update(&run->ledger, &run->data);
    for (size_t i = 0; i < count; i++) {
        const struct evaluation_analysis *analysis = &run->plan->analyses[i];
        results[i] =
            evaluation_compute(run->arena, run->plan, run->data.table, analysis, results, i);
        struct json_object *values =
            base_json_own(run->arena, aggregator_record_json(results[i].values));
        stored[i] = (struct store_metric_result){
            .id = results[i].id,
            .metric = results[i].metric,
            .cycle = publish_cycle(analysis),
            .subject = publish_subject(run->plan, analysis),
            .reason = evaluation_reason_word(results[i].reason),
            .request = own_text(run->arena, json_object_array_get_idx(requests, i)),
            .values = own_text(run->arena, values),
            .published = own_text(run->arena, publish(&publisher, analysis, &results[i])),
        };
    }
    stored[count] = (struct store_metric_result){
        .id = LEDGER_ID,
        .metric = LEDGER_METRIC,
        .request = BASE_TEXT("{}"),
        .values = own_text(run->arena, release_write(&run->ledger)),
    };
    *ret_count = count + 1;
    return stored;
}

/* The same input, plan and program give the same results, which are stored already. */
static bool is_current(const struct run *run, const struct store_metric_run *next)
{
    const struct store_metric_run *earlier = &run->earlier;
    return earlier->result_count > 0 && earlier->definition_version == next->definition_version &&
           strcmp(earlier->program_version, next->program_version) == 0 &&
           strcmp(earlier->watermark, next->watermark) == 0 &&
           memcmp(earlier->plan_digest, next->plan_digest, sizeof(next->plan_digest)) == 0;
}

static void report(const struct run *run, int64_t number, bool is_new)
{
    if (run->shows_progress)
        fprintf(stderr, "\r\033[K");
    fprintf(run->aggregator->output, "%s: run %lld%s, %zu analyses of %lld answers\n", run->name,
            (long long)number, is_new ? "" : " is up to date", run->plan->analysis_count,
            (long long)run->data.response_count);
}

static enum base_status compute_and_store(struct run *run, struct base_failure *reterr)
{
    struct store_metric_run stored = {
        .programme = run->name,
        .definition_version = DEFINITION_VERSION,
        .program_version = SURVEYD_VERSION,
        .watermark = run->watermark,
        .input_rows = run->data.response_count,
    };
    enum base_status status = derive_for_data(run, reterr);
    if (status != STATUS_OK)
        return status;
    base_key_sha256(base_json_canonical(run->arena, run->plan_json), stored.plan_digest);
    if (is_current(run, &stored)) {
        report(run, run->earlier.run, false);
        return STATUS_OK;
    }
    show(run, "computing");
    stored.results = compute(run, &stored.result_count);
    show(run, "storing");
    int64_t number;
    status = store_metric_write(run->session, &stored, &number, reterr);
    if (status == STATUS_OK)
        report(run, number, true);
    return status;
}

static enum base_status run_locked(struct run *run, struct base_failure *reterr)
{
    enum base_status status = store_session_begin_snapshot(run->session, reterr);
    if (status == STATUS_OK)
        status = read_input(run, reterr);
    if (status != STATUS_OK) {
        store_session_rollback(run->session);
        return status;
    }
    status = store_session_commit(run->session, reterr);
    return status == STATUS_OK ? compute_and_store(run, reterr) : status;
}

static enum base_status run_programme(const struct aggregator *aggregator,
                                      struct store_session *session, const char *name,
                                      struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct run run = {.aggregator = aggregator,
                      .arena = arena,
                      .session = session,
                      .name = name,
                      .shows_progress = isatty(STDERR_FILENO)};
    show(&run, "waiting for another run to end");
    enum base_status status = store_metric_lock(session, name, reterr);
    if (status != STATUS_OK)
        return status;
    status = run_locked(&run, reterr);
    struct base_failure failure;
    enum base_status unlocked = store_metric_unlock(session, name, &failure);
    if (status == STATUS_OK && unlocked != STATUS_OK)
        return base_failure_set(reterr, unlocked, "%s", failure.text);
    return status;
}

/* Runs for one programme, or for all; one that fails does not keep the others from being
   computed. The exit code of the first failure. */
static int run_programmes(const struct aggregator *aggregator, struct store_session *session,
                          const char *programme)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_catalogue catalogue = {0};
    struct base_failure failure;
    int code = 0;
    if (programme != NULL) {
        if (run_programme(aggregator, session, programme, &failure) != STATUS_OK)
            return base_command_fail(AGGREGATOR_PROGRAM, &failure);
        return 0;
    }
    if (store_catalogue_read(session, NULL, arena, &catalogue, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    for (size_t i = 0; i < catalogue.programme_count; i++) {
        const char *name = catalogue.programmes[i].programme;
        if (run_programme(aggregator, session, name, &failure) == STATUS_OK)
            continue;
        int failed = base_command_fail(AGGREGATOR_PROGRAM, &failure);
        code = code == 0 ? failed : code;
    }
    if (catalogue.programme_count == 0)
        fprintf(stderr,
                AGGREGATOR_PROGRAM ": no programme is imported, so there is nothing to do\n");
    return code;
}

static int run_with_config(const struct aggregator *aggregator, const char *config_path,
                           const char *programme)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_config config;
    struct base_failure failure;
    const char *errors = "";
    enum base_status status = base_config_read(arena, config_path, &config, &errors);
    if (status != STATUS_OK) {
        fprintf(stderr, "%s", errors);
        base_failure_set(&failure, STATUS_CONFIG, "%s: %s", config_path,
                         status == STATUS_IO ? "cannot be read; name the configuration by --config"
                                             : "has errors");
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    }
    STORE_SESSION_SCOPED *session = NULL;
    if (store_session_open(config.database_aggregator, AGGREGATOR_PROGRAM, &session, &failure) !=
        STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    return run_programmes(aggregator, session, programme);
}

int aggregator_run(const struct base_command *command, int argc, char **argv, void *context)
{
    const char *config = "/etc/surveyd/surveyd.conf", *programme = NULL;
    const struct base_option options[] = {
        BASE_OPTION_TEXT("programme", "NAME", &programme,
                         "Only this programme; without the option, all that are imported."),
        BASE_OPTION_TEXT("config", "FILE", &config,
                         "Read this configuration, not /etc/surveyd/surveyd.conf."),
    };
    const struct base_usage usage = {
        .program = AGGREGATOR_PROGRAM,
        .command = command->words,
        .summary = "Computes the metrics of what is stored, and stores them.",
        .details = "The analyses follow from the programme's evaluation block; `plan` prints "
                   "them. What may\nbe published is decided by the programme's minimum group "
                   "size, also against\nwhat earlier runs published.\n\nExample:\n"
                   "  survey-aggregator run --programme competence-provision",
    };
    struct base_operands operands;
    struct base_failure failure;
    bool ended;
    const struct aggregator *aggregator = context;
    if (base_options_parse(&usage, options, sizeof(options) / sizeof(options[0]), argc, argv,
                           aggregator->output, &operands, &ended, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    return ended ? 0 : run_with_config(aggregator, config, programme);
}
