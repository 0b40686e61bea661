#include <string.h>

#include "base/json.h"
#include "programme_run_internal.h"
#include "publish_guard.h"
#include "result_write.h"

/* The record of what was published, among the stored results. */
#define LEDGER_ID "releases"
#define LEDGER_METRIC "disclosure.releases"

static struct base_text copy_text(struct base_arena *arena, struct base_text text)
{
    return text.data == NULL
               ? text
               : (struct base_text){base_arena_copy(arena, text.data, text.length), text.length};
}

/* The object as text; what it took to write it is not kept. */
static struct base_text own_text(struct base_arena *arena, struct json_object *object)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    return object == NULL ? (struct base_text){NULL, 0}
                          : copy_text(arena, base_json_write(scratch, object));
}

/* The result draws on more than the cycles that its analysis names. */
static bool draws_on_everything(const struct evaluation_analysis *analysis)
{
    static const char *const metrics[] = {"participation.retention", "participation.turnover",
                                          "spread.referral", "multiplicity.holm", "results.goals"};
    for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
        if (strcmp(analysis->metric->id, metrics[i]) == 0)
            return true;
    return false;
}

/* Whether the result of the last run still holds. */
static bool still_holds(const struct publisher *publisher,
                        const struct evaluation_analysis *analysis, const bool *cycle_is_changed)
{
    const bool *draws_on = publish_cycles_of(publisher, analysis);
    if (draws_on_everything(analysis))
        return false;
    bool draws_on_any = false;
    for (size_t i = 0; i < publisher->programme->cycle_count; i++) {
        if (draws_on[i] && cycle_is_changed[i])
            return false;
        draws_on_any = draws_on_any || draws_on[i];
    }
    return draws_on_any;
}

static void put_published(struct programme_results *results, const char *id,
                          struct json_object *published)
{
    if (published != NULL)
        json_object_object_add(results->published, id, json_object_get(published));
}

static void compute_one(const struct publisher *publisher, size_t place,
                        struct programme_results *results)
{
    struct base_arena *arena = results->arena;
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    const struct evaluation_plan *plan = results->plan.plan;
    const struct evaluation_analysis *analysis = &plan->analyses[place];
    struct json_object *requests = base_json_get(results->plan.json, "analyses");
    struct evaluation_result *result = &results->results[place];
    *result =
        evaluation_compute(arena, plan, publisher->data->table, analysis, results->results, place);
    struct json_object *published = publish(publisher, analysis, result);
    put_published(results, result->id, published);
    results->stored[place] = (struct store_metric_result){
        .id = result->id,
        .metric = result->metric,
        .cycle = publish_cycle(analysis),
        .subject = publish_subject(plan, analysis),
        .reason = publish_reason(publisher, result, published),
        .request = own_text(arena, json_object_array_get_idx(requests, place)),
        .values = own_text(arena, base_json_own(scratch, aggregator_record_json(result->values))),
        .published = own_text(arena, published),
    };
}

/* Takes over what the last run computed. */
static void take_over(const struct programme_results *last, size_t place,
                      struct programme_results *results)
{
    struct base_arena *arena = results->arena;
    const struct evaluation_analysis *analysis = &results->plan.plan->analyses[place];
    const struct store_metric_result *stored = &last->stored[place];
    results->results[place] = evaluation_result_copy(arena, &last->results[place]);
    results->results[place].id = analysis->id;
    results->results[place].metric = analysis->metric->id;
    put_published(results, analysis->id, base_json_get(last->published, analysis->id));
    results->stored[place] = (struct store_metric_result){
        .id = analysis->id,
        .metric = analysis->metric->id,
        .cycle = stored->cycle,
        .subject = publish_subject(results->plan.plan, analysis),
        .reason = stored->reason,
        .request = copy_text(arena, stored->request),
        .values = copy_text(arena, stored->values),
        .published = copy_text(arena, stored->published),
    };
}

void programme_compute(struct programme_run *run, const bool *cycle_is_changed,
                       const bool *cycle_is_over, struct programme_results *ret_results,
                       size_t *ret_computed)
{
    struct base_arena *arena = ret_results->arena;
    const struct evaluation_plan *plan = ret_results->plan.plan;
    size_t count = plan->analysis_count;
    const struct publisher_change *changes = NULL;
    const struct programme_results *last = &run->results;
    /* What the guards work with is much, and nobody needs it afterwards. */
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct publisher publisher = {
        .arena = scratch,
        .programme = run->source.programme,
        .plan = plan,
        .data = stored_reader_data(run->reader),
        .ledger = &run->ledger,
        .cycle_is_over = cycle_is_over,
        .sensitive = publish_sensitive_questions(scratch, &run->source, plan),
        .changes = &changes,
    };
    bool is_same_plan = last->arena != NULL && memcmp(last->plan.digest, ret_results->plan.digest,
                                                      sizeof(last->plan.digest)) == 0;
    ret_results->count = count + 1;
    ret_results->results = base_arena_array(arena, struct evaluation_result, count);
    ret_results->stored = base_arena_array(arena, struct store_metric_result, count + 1);
    ret_results->published = base_json_own(arena, json_object_new_object());
    *ret_computed = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_same_plan && still_holds(&publisher, &plan->analyses[i], cycle_is_changed)) {
            take_over(last, i, ret_results);
            continue;
        }
        compute_one(&publisher, i, ret_results);
        ++*ret_computed;
    }
    ret_results->stored[count] = (struct store_metric_result){
        .id = LEDGER_ID,
        .metric = LEDGER_METRIC,
        .request = BASE_TEXT("{}"),
        .values = own_text(arena, release_write(&run->ledger, arena)),
    };
}
