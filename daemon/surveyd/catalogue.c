#include "catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "daemon.h"
#include "standing.h"
#include "store/response.h"

struct catalogue *catalogue_ref(struct catalogue *catalogue)
{
    catalogue->references++;
    return catalogue;
}

void catalogue_unref(struct catalogue *catalogue)
{
    if (catalogue && --catalogue->references == 0) {
        base_arena_free(catalogue->arena);
    }
}

const struct catalogue_programme *catalogue_find(const struct catalogue *catalogue,
                                                 struct base_text programme)
{
    for (size_t i = 0; i < catalogue->programme_count; i++) {
        if (base_text_equal_string(programme, catalogue->programmes[i].programme->programme)) {
            return &catalogue->programmes[i];
        }
    }
    return NULL;
}

bool catalogue_cycle_is_open(const struct catalogue_cycle *cycle, int64_t wall_seconds)
{
    return !cycle->sealed && cycle->opens_at <= wall_seconds && wall_seconds < cycle->closes_at;
}

bool catalogue_cycle_takes_answers(const struct catalogue_cycle *cycle, int64_t wall_seconds)
{
    /* Nothing was written in a cycle that was closed without ever having been open. */
    bool was_open = cycle->opens_at < cycle->closes_at;
    return !cycle->sealed && was_open && cycle->opens_at <= wall_seconds &&
           wall_seconds < cycle->closes_at + STORE_SUBMISSION_GRACE_S;
}

const struct catalogue_cycle *catalogue_open_cycle(const struct catalogue_programme *programme,
                                                   int64_t wall_seconds)
{
    for (size_t i = programme->cycle_count; i-- > 0;) {
        if (catalogue_cycle_is_open(&programme->cycles[i], wall_seconds)) {
            return &programme->cycles[i];
        }
    }
    return NULL;
}

const struct catalogue_cycle *catalogue_cycle(const struct catalogue_programme *programme,
                                              int cycle)
{
    for (size_t i = 0; i < programme->cycle_count; i++) {
        if (programme->cycles[i].cycle->cycle == cycle) {
            return &programme->cycles[i];
        }
    }
    return NULL;
}

const struct survey_questionnaire *catalogue_questionnaire(const struct catalogue_cycle *cycle,
                                                           int version)
{
    for (size_t i = 0; i < cycle->version_count; i++) {
        if (cycle->versions[i].version == version) {
            return cycle->versions[i].questionnaire;
        }
    }
    return NULL;
}

/* What the database holds was checked when it was imported. It is parsed with the same code, so a
   failure means that an older or newer program imported it; such a programme is left out. */
struct parser {
    struct base_arena *arena;
    const struct store_catalogue_programme *stored;
    const struct survey_programme *programme;
    struct survey_problems problems;
};

static bool parse_versions(struct parser *parser, struct catalogue_cycle *cycle)
{
    const struct store_catalogue_programme *stored = parser->stored;
    struct catalogue_version *versions =
        base_arena_array(parser->arena, struct catalogue_version, stored->questionnaire_count);
    for (size_t i = 0; i < stored->questionnaire_count; i++) {
        const struct store_catalogue_questionnaire *row = &stored->questionnaires[i];
        if (row->cycle != cycle->cycle->cycle) {
            continue;
        }
        struct json_object *root = NULL;
        struct base_json_error error;
        struct catalogue_version *version = &versions[cycle->version_count];
        version->version = row->version;
        if (base_json_parse(parser->arena, row->document, &base_json_limits_file, &root, &error) !=
                STATUS_OK ||
            survey_questionnaire_parse(parser->arena, cycle->cycle->survey_file, root,
                                       parser->programme, row->cycle, &parser->problems,
                                       &version->questionnaire) != STATUS_OK) {
            return false;
        }
        cycle->version_count++;
    }
    cycle->versions = versions;
    return catalogue_questionnaire(cycle, cycle->version) != NULL;
}

static bool parse_cycles(struct parser *parser, struct catalogue_programme *ret_programme)
{
    const struct store_catalogue_programme *stored = parser->stored;
    struct catalogue_cycle *cycles =
        base_arena_array(parser->arena, struct catalogue_cycle, stored->cycle_count);
    for (size_t i = 0; i < stored->cycle_count; i++) {
        const struct store_catalogue_cycle *row = &stored->cycles[i];
        const struct survey_cycle *cycle = survey_programme_cycle(parser->programme, row->cycle);
        if (!cycle) {
            return false;
        }
        struct survey_cycle *as_it_is = base_arena_object(parser->arena, struct survey_cycle);
        *as_it_is = *cycle;
        as_it_is->opens = base_arena_string(parser->arena, row->opens_local);
        as_it_is->closes = base_arena_string(parser->arena, row->closes_local);
        cycles[i] = (struct catalogue_cycle){
            .cycle = as_it_is,
            .opens_at = row->opens_at,
            .closes_at = row->closes_at,
            .sealed = row->sealed,
            .version = row->version,
        };
        if (!parse_versions(parser, &cycles[i])) {
            return false;
        }
    }
    ret_programme->cycles = cycles;
    ret_programme->cycle_count = stored->cycle_count;
    return true;
}

static bool parse_programme(struct base_arena *arena,
                            const struct store_catalogue_programme *stored,
                            struct catalogue_programme *ret_programme)
{
    struct parser parser = {.arena = arena, .stored = stored};
    survey_problems_init(&parser.problems, arena);
    struct json_object *root = NULL;
    struct base_json_error error;
    if (base_json_parse(arena, stored->document, &base_json_limits_file, &root, &error) !=
            STATUS_OK ||
        survey_programme_parse(arena, "programme.json", root, &parser.problems,
                               &parser.programme) != STATUS_OK) {
        return false;
    }
    ret_programme->programme = parser.programme;
    return parse_cycles(&parser, ret_programme);
}

static struct catalogue *catalogue_new(struct worker *worker, const struct store_catalogue *stored)
{
    struct base_arena *arena = base_arena_new();
    struct catalogue *catalogue = base_arena_object(arena, struct catalogue);
    catalogue->arena = arena;
    catalogue->references = 1;
    catalogue->stamp = stored->stamp;
    struct catalogue_programme *programmes =
        base_arena_array(arena, struct catalogue_programme, stored->programme_count);
    for (size_t i = 0; i < stored->programme_count; i++) {
        if (parse_programme(arena, &stored->programmes[i],
                            &programmes[catalogue->programme_count])) {
            catalogue->programme_count++;
        } else {
            base_log_event(worker->daemon->log, BASE_LOG_ERROR,
                           "a programme in the database is not served: this version of surveyd "
                           "does not understand it; import its folder again",
                           base_log_text("programme", stored->programmes[i].programme));
        }
    }
    catalogue->programmes = programmes;
    return catalogue;
}

#define POLL_MS 1000

/* Longer than a database that is there takes to be connected to and read. */
#define COPY_AFTER_MS 300

enum loader_state {
    LOADER_WAITING, /* for the timer */
    LOADER_ASKING,  /* for the stamp */
    LOADER_LOADING, /* for the catalogue */
};

/* The timer runs while waiting only: the pool gives every job a deadline. */
struct catalogue_loader {
    struct worker *worker;
    enum loader_state state;
    struct base_timer *timer;
    struct base_timer *copy_timer;  /* once, after the start */
    struct standing_loader *people; /* of the first worker; or NULL */
};

static void loader_set_state(struct catalogue_loader *loader, enum loader_state state);

static void replace_catalogue(struct worker *worker, struct catalogue *catalogue)
{
    catalogue_unref(worker->catalogue);
    worker->catalogue = catalogue;
    atomic_store(&worker->catalogue_loaded, true);
    http_server_accept(worker->server);
}

static void on_catalogue(enum base_status status, const struct store_catalogue *stored,
                         void *context)
{
    struct catalogue_loader *loader = context;
    struct worker *worker = loader->worker;
    if (status == STATUS_OK) {
        replace_catalogue(worker, catalogue_new(worker, stored));
        base_log_event(worker->daemon->log, BASE_LOG_INFO, "programmes read",
                       base_log_number("worker", worker->index),
                       base_log_number("programmes", worker->catalogue->programme_count));
        if (worker->index == 0) {
            standing_take_catalogue(worker->daemon->standing, stored);
        }
    }
    loader_set_state(loader, LOADER_WAITING);
}

/* A daemon that was started during an outage. */
static void on_copy_time(void *context)
{
    struct catalogue_loader *loader = context;
    struct worker *worker = loader->worker;
    struct standing_copy *copy =
        worker->catalogue ? NULL : standing_copy_ref(worker->daemon->standing);
    if (!copy) {
        return;
    }
    struct catalogue *catalogue = catalogue_new(worker, &copy->content.catalogue);
    catalogue->is_copy = true;
    replace_catalogue(worker, catalogue);
    standing_copy_unref(copy);
    base_log_event(worker->daemon->log, BASE_LOG_NOTICE,
                   "PostgreSQL does not answer: serving the programmes that were known last",
                   base_log_number("worker", worker->index),
                   base_log_number("programmes", catalogue->programme_count));
}

static void on_stamp(enum base_status status, int64_t stamp, void *context)
{
    struct catalogue_loader *loader = context;
    const struct catalogue *catalogue = loader->worker->catalogue;
    bool changed =
        status == STATUS_OK && (!catalogue || catalogue->is_copy || catalogue->stamp != stamp);
    loader_set_state(loader, changed ? LOADER_LOADING : LOADER_WAITING);
}

static void on_poll(void *context)
{
    loader_set_state(context, LOADER_ASKING);
}

static int64_t poll_ms(const struct catalogue *catalogue)
{
    if (!catalogue) {
        return POLL_MS / 20;
    }
    return catalogue->is_copy ? POLL_MS / 5 : POLL_MS;
}

static void loader_set_state(struct catalogue_loader *loader, enum loader_state state)
{
    loader->state = state;
    switch (state) {
    case LOADER_WAITING:
        base_timer_set(http_loop_base(loader->worker->loop), loader->timer,
                       poll_ms(loader->worker->catalogue));
        break;
    case LOADER_ASKING:
        store_catalogue_stamp(loader->worker->pool, on_stamp, loader);
        break;
    case LOADER_LOADING:
        store_catalogue_load(loader->worker->pool, on_catalogue, loader);
        break;
    }
}

struct catalogue_loader *catalogue_loader_new(struct worker *worker)
{
    struct catalogue_loader *loader = calloc(1, sizeof *loader);
    if (!loader) {
        abort();
    }
    loader->worker = worker;
    loader->timer = base_timer_new(http_loop_base(worker->loop), on_poll, loader);
    loader->copy_timer = base_timer_new(http_loop_base(worker->loop), on_copy_time, loader);
    base_timer_set(http_loop_base(worker->loop), loader->copy_timer, COPY_AFTER_MS);
    loader->people = worker->index == 0 ? standing_loader_new(worker) : NULL;
    loader_set_state(loader, LOADER_WAITING);
    return loader;
}

void catalogue_loader_free(struct catalogue_loader *loader)
{
    if (loader) {
        standing_loader_free(loader->people);
        base_timer_free(http_loop_base(loader->worker->loop), loader->copy_timer);
        base_timer_free(http_loop_base(loader->worker->loop), loader->timer);
        free(loader);
    }
}
