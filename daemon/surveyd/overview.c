#include "overview.h"

#include "question.h"
#include "store/respondent.h"

struct finding {
    struct visit *visit;
    overview_callback callback;
    bool answers_unknown;
    void *context;
};

const char *overview_results_path(const struct visit *visit, const struct catalogue_cycle *cycle)
{
    if (!visit->programme->participants_see_results || cycle->opens_at > visit->now ||
        catalogue_cycle_takes_answers(cycle, visit->now)) {
        return NULL;
    }
    return base_arena_format(visit->arena, "%s/results/%d", visit->path, cycle->cycle->cycle);
}

static enum pages_cycle_state state_of(const struct visit *visit,
                                       const struct catalogue_cycle *cycle)
{
    if (cycle->sealed) {
        return PAGES_CYCLE_SEALED;
    }
    if (cycle->opens_at > visit->now) {
        return PAGES_CYCLE_UPCOMING;
    }
    return catalogue_cycle_is_open(cycle, visit->now) ? PAGES_CYCLE_OPEN : PAGES_CYCLE_CLOSED;
}

static void fill(const struct visit *visit, const struct catalogue_cycle *cycle,
                 const struct store_answered *answered, struct pages_overview_cycle *ret_row)
{
    *ret_row = (struct pages_overview_cycle){
        .cycle = cycle->cycle,
        .state = state_of(visit, cycle),
        .results = overview_results_path(visit, cycle),
    };
    /* Where the times of cycles overlap the link leads to the last one only. */
    if (cycle == catalogue_open_cycle(visit->in, visit->now)) {
        ret_row->form = visit->path;
    }
    if (answered && !cycle->sealed) {
        ret_row->is_answered = true;
        ret_row->day = base_arena_string(visit->arena, answered->day);
        ret_row->revision = answered->revision;
        ret_row->answers =
            base_arena_format(visit->arena, "%s/cycle/%d", visit->path, cycle->cycle->cycle);
    }
}

static void tell(const struct finding *finding, const struct store_answered *answered, size_t count)
{
    struct visit *visit = finding->visit;
    size_t cycle_count = visit->in->cycle_count;
    struct pages_overview_cycle *rows =
        base_arena_array(visit->arena, struct pages_overview_cycle, cycle_count);
    for (size_t i = 0, j = 0; i < cycle_count; i++) {
        const struct catalogue_cycle *cycle = &visit->in->cycles[i];
        while (j < count && answered[j].cycle < cycle->cycle->cycle) {
            j++;
        }
        bool is_answered = j < count && answered[j].cycle == cycle->cycle->cycle;
        fill(visit, cycle, is_answered ? &answered[j] : NULL, &rows[i]);
    }
    struct pages_overview *overview = base_arena_object(visit->arena, struct pages_overview);
    *overview = (struct pages_overview){.programme = visit->programme,
                                        .language = visit->language,
                                        .answers_unknown = finding->answers_unknown,
                                        .count = cycle_count,
                                        .cycles = rows};
    finding->callback(overview, finding->context);
}

static void tell_without_database(void *context)
{
    struct finding *finding = context;
    finding->visit->without_database = true;
    finding->answers_unknown = true;
    tell(finding, NULL, 0);
}

static void on_answered(enum base_status status, const struct store_answered *answered,
                        size_t count, void *context)
{
    struct finding *finding = question_end(context);
    if (finding && status == STATUS_OK) {
        tell(finding, answered, count);
    } else if (finding) {
        tell_without_database(finding);
    }
}

/* Whose answers are whose an open link cannot tell; but there are the results. */
static const struct pages_overview *of_results(const struct visit *visit)
{
    size_t cycle_count = visit->in->cycle_count;
    struct pages_overview_cycle *rows =
        base_arena_array(visit->arena, struct pages_overview_cycle, cycle_count);
    struct pages_overview *overview = base_arena_object(visit->arena, struct pages_overview);
    *overview = (struct pages_overview){.programme = visit->programme,
                                        .language = visit->language,
                                        .of_results = true,
                                        .cycles = rows};
    for (size_t i = 0; i < cycle_count; i++) {
        const struct catalogue_cycle *cycle = &visit->in->cycles[i];
        const char *results = overview_results_path(visit, cycle);
        if (results) {
            rows[overview->count++] = (struct pages_overview_cycle){
                .cycle = cycle->cycle, .state = PAGES_CYCLE_CLOSED, .results = results};
        }
    }
    return overview->count > 0 ? overview : NULL;
}

void overview_find(struct visit *visit, overview_callback callback, void *context)
{
    size_t count = 0;
    const uint8_t *pseudonyms = visit_pseudonyms(visit, &count);
    if (visit->open_link) {
        callback(of_results(visit), context);
        return;
    }
    struct finding *finding = base_arena_object(visit->arena, struct finding);
    *finding = (struct finding){.visit = visit, .callback = callback, .context = context};
    if (count == 0) {
        /* Every key has been destroyed: nothing can be told of answers, but still of cycles. */
        tell(finding, NULL, 0);
    } else if (visit->without_database || questions_are_late(visit->worker->questions)) {
        tell_without_database(finding);
    } else {
        store_answered_find(visit->worker->pool, visit->programme->programme, pseudonyms, count,
                            on_answered,
                            question_new(visit->worker, tell_without_database, finding));
    }
}
