/* Use case: participants see what their group answered, once the cycle has closed. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "catalogue_report.h"
#include "overview.h"
#include "pages/results.h"
#include "store/response.h"

/* Each state that shows no figures, to a program. */
static const struct {
    int status;
    const char *code;
    const char *detail;
} refusals[] = {
    [PAGES_RESULTS_SHOWN] = {406, "page_only", "The results are a page; ask for text/html."},
    [PAGES_RESULTS_NOT_COMPUTED] = {404, "not_computed", "The results have not been computed yet."},
    [PAGES_RESULTS_NOT_CLOSED] = {403, "not_closed",
                                  "The results are shown when the cycle has closed."},
    [PAGES_RESULTS_NOT_SHARED] = {404, "not_shared",
                                  "There are no results for participants at this address."},
};

/* When the grace after the closing is over, in the programme's own time: the first whole minute. */
static const char *shown_from(const struct visit *visit)
{
    const char *closes = visit->cycle->cycle->closes;
    struct tm local = {0};
    if (sscanf(closes, "%d-%d-%dT%d:%d", &local.tm_year, &local.tm_mon, &local.tm_mday,
               &local.tm_hour, &local.tm_min) != 5) {
        return closes;
    }
    local.tm_year -= 1900;
    local.tm_mon -= 1;
    local.tm_min += STORE_SUBMISSION_GRACE_S / 60 + (visit->cycle->closes_at % 60 != 0);
    timegm(&local); /* brings the fields into their ranges */
    return base_arena_format(visit->arena, "%04d-%02d-%02dT%02d:%02d", local.tm_year + 1900,
                             local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min);
}

static void answer(struct visit *visit, enum pages_results_state state,
                   const struct pages_report *report, bool is_early)
{
    if (visit->json) {
        visit_respond_problem(visit, refusals[state].status, refusals[state].code,
                              refusals[state].detail);
        return;
    }
    struct base_text cycle = http_exchange_segment(visit->exchange, "cycle");
    struct pages_results page = {
        .programme = visit->programme,
        .cycle = state == PAGES_RESULTS_NOT_SHARED ? NULL : visit->cycle->cycle,
        .language = visit->language,
        .state = state,
        .report = report,
        .shown_from = state == PAGES_RESULTS_NOT_CLOSED ? shown_from(visit) : NULL,
        .is_early = is_early,
        .path = base_arena_format(visit->arena, "%s/results/%.*s", visit->path, (int)cycle.length,
                                  cycle.data),
        .back = visit->path,
    };
    struct base_buffer html;
    base_buffer_init(&html, visit->arena);
    pages_results_write(&visit->worker->daemon->site, &page, &html);
    bool is_page = state == PAGES_RESULTS_SHOWN || state == PAGES_RESULTS_NOT_COMPUTED;
    visit_respond_page(visit, is_page ? 200 : refusals[state].status, base_buffer_view(&html));
}

/* The run as if it had nothing but the results of this cycle: what is built from it is the report
   of the cycle alone, from the same publication. */
static struct store_metric_run only_cycle(struct base_arena *arena,
                                          const struct store_metric_run *run, int cycle)
{
    struct store_metric_run only = *run;
    struct store_metric_result *results =
        base_arena_array(arena, struct store_metric_result, run->result_count + 1);
    only.result_count = 0;
    for (size_t i = 0; i < run->result_count; i++) {
        if (run->results[i].cycle == cycle) {
            results[only.result_count++] = run->results[i];
        }
    }
    only.results = results;
    return only;
}

static void on_run(enum base_status status, const struct store_metric_run *run, void *context)
{
    struct visit *visit = context;
    const struct catalogue_cycle *cycle = visit->cycle;
    if (status == STATUS_NOT_FOUND) {
        answer(visit, PAGES_RESULTS_NOT_COMPUTED, NULL, false);
        return;
    }
    if (status != STATUS_OK) {
        visit_respond_notice(visit, PAGES_NOTICE_UNAVAILABLE, NULL);
        return;
    }
    struct store_metric_run only = only_cycle(visit->arena, run, cycle->cycle->cycle);
    if (only.result_count == 0) {
        answer(visit, PAGES_RESULTS_NOT_COMPUTED, NULL, false);
        return;
    }
    struct catalogue_programme alone = {
        .programme = visit->programme, .cycle_count = 1, .cycles = cycle};
    struct pages_report report =
        catalogue_report(visit->arena, &alone, visit->language, &only, visit->now);
    /* Late answers come in until then. Both are UTC in a form that sorts. */
    const char *last =
        base_clock_format_utc(visit->arena, cycle->closes_at + STORE_SUBMISSION_GRACE_S);
    answer(visit, PAGES_RESULTS_SHOWN, &report, strcmp(run->checked_at, last) < 0);
}

/* NULL if the path names none. */
static const struct catalogue_cycle *asked_cycle(const struct visit *visit)
{
    int64_t number = 0;
    if (!base_text_integer(http_exchange_segment(visit->exchange, "cycle"), &number) ||
        number < 1 || number > SURVEY_CYCLES_MAX) {
        return NULL;
    }
    return catalogue_cycle(visit->in, (int)number);
}

void show_results(struct http_exchange *exchange, void *context)
{
    struct worker *worker = context;
    struct visit *visit = visit_begin(exchange, worker);
    if (!visit) {
        return;
    }
    visit->cycle = asked_cycle(visit);
    if (!visit->cycle || !visit->programme->participants_see_results) {
        answer(visit, PAGES_RESULTS_NOT_SHARED, NULL, false);
    } else if (!overview_results_path(visit, visit->cycle)) {
        answer(visit, PAGES_RESULTS_NOT_CLOSED, NULL, false);
    } else {
        store_metric_load(worker->pool, visit->programme->programme, on_run, visit);
    }
}
