/* Published forms of who was there. */
#include <math.h>

#include "base/json.h"
#include "evaluation/participation.h"
#include "publish_forms.h"

static double least_of(const struct publisher *publisher)
{
    return publisher->programme->minimum_group_size;
}

/* How many people are present in a cycle, of a declared type or not. */
static double people_in(const struct publisher *publisher, int cycle)
{
    BASE_ARENA_SCOPED *scratch = base_arena_new();
    struct evaluation_analysis everybody;
    evaluation_analysis_init(&everybody);
    struct evaluation_request request = {
        .arena = scratch,
        .scratch = scratch,
        .plan = publisher->plan,
        .data = publisher->data->table,
        .analysis = &everybody,
        .selected = evaluation_filter_select(&everybody.filter, publisher->data->table, scratch),
    };
    const bool *present = evaluation_participation_present(&request, cycle, NULL);
    size_t count = 0;
    for (size_t i = 0; i < publisher->data->table->participants.count; i++)
        count += present[i];
    return (double)count;
}

static struct evaluation_result people_by_type(struct base_arena *arena,
                                               const struct publisher *publisher, int cycle)
{
    struct evaluation_analysis by_type;
    evaluation_analysis_init(&by_type);
    by_type.metric = evaluation_catalogue_find("participation.diversity");
    by_type.cycle = cycle;
    return evaluation_compute(arena, publisher->plan, publisher->data->table, &by_type, NULL, 0);
}

bool publish_is_of_enough_people(const struct publisher *publisher,
                                 const struct publication *publication,
                                 const struct evaluation_analysis *analysis)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct evaluation_analysis of_people = *analysis;
    of_people.unit = EVALUATION_UNIT_PARTICIPANT;
    struct evaluation_result people =
        evaluation_compute(arena, publisher->plan, publisher->data->table, &of_people, NULL, 0);
    for (size_t i = 0; i < PUBLISH_COUNTS_MAX && publication->counts[i] != NULL; i++)
        if (!(publish_number(people.values, publication->counts[i]) >=
              publisher->programme->minimum_group_size))
            return false;
    return true;
}

static bool is_nobody_or_enough(const struct publisher *publisher, double people)
{
    return people == 0 || people >= least_of(publisher);
}

bool publish_types_are_open(const struct publisher *publisher, int cycle)
{
    if (publisher->plan->presence == EVALUATION_PRESENCE_ATTENDED)
        return true;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct evaluation_result result = people_by_type(arena, publisher, cycle);
    const struct evaluation_record *counts =
        evaluation_record_find(result.values, "counts")->record;
    bool is_open = publish_others_are_open(publisher, cycle);
    for (size_t i = 0; i < counts->count; i++) {
        double people = evaluation_record_number(counts, counts->fields[i].name);
        is_open = is_open && is_nobody_or_enough(publisher, people);
    }
    return is_open;
}

bool publish_others_are_open(const struct publisher *publisher, int cycle)
{
    if (publisher->plan->presence == EVALUATION_PRESENCE_ATTENDED)
        return true;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct evaluation_result result = people_by_type(arena, publisher, cycle);
    double declared = evaluation_record_number(result.values, "n");
    return is_nobody_or_enough(publisher, people_in(publisher, cycle) - declared);
}

/* Which cycles of the plan a figure over cycles may draw on. Organisations and types stand for the
   people who came from them, so those are what must be enough; and how many organisations there
   were of how many that could be tells of their types. */
static bool *shown_cycles(const struct publisher *publisher,
                          const struct evaluation_analysis *analysis, struct base_arena *arena)
{
    bool *is_shown = base_arena_array(arena, bool, publisher->plan->cycle_count);
    for (size_t i = 0; i < publisher->plan->cycle_count; i++) {
        int cycle = publisher->plan->cycles[i];
        is_shown[i] = people_in(publisher, cycle) >= least_of(publisher) &&
                      (analysis->unit == EVALUATION_UNIT_PARTICIPANT ||
                       publish_types_are_open(publisher, cycle));
    }
    return is_shown;
}

/* The turnover over some cycles of the plan only, as if there were no others. */
static struct evaluation_result turnover_of(struct base_arena *arena,
                                            const struct publisher *publisher,
                                            const struct evaluation_analysis *analysis,
                                            const bool *is_wanted)
{
    struct evaluation_plan plan = *publisher->plan;
    int *cycles = base_arena_array(arena, int, plan.cycle_count);
    plan.cycle_count = 0;
    plan.cycles = cycles;
    for (size_t i = 0; i < publisher->plan->cycle_count; i++)
        if (is_wanted[i])
            cycles[plan.cycle_count++] = publisher->plan->cycles[i];
    return evaluation_compute(arena, &plan, publisher->data->table, analysis, NULL, 0);
}

/* A cycle of a turnover; NULL if it is not among its cycles. */
static const struct evaluation_record *cycle_of(const struct evaluation_result *turnover, int cycle)
{
    const struct evaluation_value *cycles = evaluation_record_find(turnover->values, "cycles");
    for (size_t i = 0; i < cycles->list->count; i++)
        if (evaluation_record_number(cycles->list->items[i].record, "cycle") == cycle)
            return cycles->list->items[i].record;
    return NULL;
}

/* Whether the programme goes on after a cycle. */
static bool goes_on(const struct publisher *publisher, int cycle)
{
    size_t count = publisher->programme->cycle_count;
    return count > 0 && publisher->programme->cycles[count - 1].cycle > cycle;
}

static struct json_object *presence_json(const struct publisher *publisher, int cycle,
                                         const struct evaluation_result *shown,
                                         const struct evaluation_result *over)
{
    static const char *const fields[] = {"present", "new", "continuing", "reentrant"};
    const struct evaluation_record *of = cycle_of(shown, cycle), *until = cycle_of(over, cycle);
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "cycle", json_object_new_int(cycle));
    if (of == NULL)
        return object;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        publish_add(object, of, fields[i], 0);
    double last_seen = until == NULL ? NAN : evaluation_record_number(until, "last_seen");
    json_object_object_add(object, "last_seen",
                           isnan(last_seen) ? NULL : base_json_number(last_seen));
    if (isnan(last_seen) && goes_on(publisher, cycle))
        json_object_object_add(object, "last_seen_reason",
                               json_object_new_string("next_cycle_not_over"));
    return object;
}

/* Everything is counted among the cycles that are shown, so that nothing tells of one that is not;
   and who has gone, and how often people came, among those of them that are over: until then who
   has not come yet would count as gone. */
void publish_turnover(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                      const struct evaluation_result *result, struct json_object *object)
{
    (void)result;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    static const struct publish_figure summary[] = {
        {"ever_present", 0}, {"mean_cycles", 1}, {"present_in_all", 0}};
    bool *is_wanted = shown_cycles(publisher, analysis, arena);
    struct evaluation_result shown = turnover_of(arena, publisher, analysis, is_wanted);
    bool is_any_over = false;
    for (size_t i = 0; i < publisher->plan->cycle_count; i++) {
        is_wanted[i] = is_wanted[i] && publish_is_over(publisher, publisher->plan->cycles[i]);
        is_any_over = is_any_over || is_wanted[i];
    }
    struct evaluation_result over = turnover_of(arena, publisher, analysis, is_wanted);
    for (size_t i = 0; i < sizeof(summary) / sizeof(summary[0]); i++) {
        if (is_any_over)
            publish_add(object, over.values, summary[i].field, summary[i].decimals);
        else
            json_object_object_add(object, summary[i].field, NULL);
    }
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < publisher->plan->cycle_count; i++)
        json_object_array_add(list,
                              presence_json(publisher, publisher->plan->cycles[i], &shown, &over));
    json_object_object_add(object, "cycles", list);
}

/* All counts and what follows from them, or none: a count that is left out alone could be told from
   the others, and which others go with it from their sizes. */
void publish_diversity(const struct publisher *publisher,
                       const struct evaluation_analysis *analysis,
                       const struct evaluation_result *result, struct json_object *object)
{
    static const char *const following[] = {"k_observed", "blau_normalised", "effective_types"};
    const struct evaluation_value *counts = evaluation_record_find(result->values, "counts");
    bool is_open = publish_types_are_open(publisher, analysis->cycle);
    struct json_object *by_type = json_object_new_object();
    for (size_t i = 0; i < counts->record->count; i++) {
        const char *type = counts->record->fields[i].name;
        if (is_open)
            publish_add(by_type, counts->record, type, 0);
        else
            json_object_object_add(by_type, type, NULL);
    }
    json_object_object_add(object, "counts", by_type);
    for (size_t i = 0; !is_open && i < sizeof(following) / sizeof(following[0]); i++)
        json_object_object_add(object, following[i], NULL);
}

/* Those who answered and are in no group: all of them are published, and those in groups. */
static double responded_of_no_type(const struct publisher *publisher,
                                   const struct evaluation_analysis *analysis,
                                   const struct evaluation_result *result)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct evaluation_analysis flow = *analysis;
    flow.metric = evaluation_catalogue_find("participation.flow");
    struct evaluation_result all =
        evaluation_compute(arena, publisher->plan, publisher->data->table, &flow, NULL, 0);
    return evaluation_record_number(all.values, "complete") +
           evaluation_record_number(all.values, "partial") -
           evaluation_record_number(result->values, "responded");
}

/* Who answered is seen by nobody, wherever attendance is: how the answers are spread over the types
   is told only where each of them is nobody's or of enough. */
void publish_representation(const struct publisher *publisher,
                            const struct evaluation_analysis *analysis,
                            const struct evaluation_result *result, struct json_object *object)
{
    const struct evaluation_value *groups = evaluation_record_find(result->values, "groups");
    if (!is_nobody_or_enough(publisher, responded_of_no_type(publisher, analysis, result))) {
        json_object_object_add(object, "eligible", NULL);
        json_object_object_add(object, "responded", NULL);
        json_object_object_add(object, "dissimilarity", NULL);
        json_object_object_add(object, "r_indicator", NULL);
    }
    for (size_t i = 0; i < groups->list->count; i++) {
        const struct evaluation_record *group = groups->list->items[i].record;
        if (is_nobody_or_enough(publisher, evaluation_record_number(group, "responded")))
            continue;
        json_object_object_add(object, "dissimilarity", NULL);
        json_object_object_add(object, "r_indicator", NULL);
    }
}

/* Who came through somebody is a fact of each newcomer, so enough of them must have come. */
void publish_referral(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                      const struct evaluation_result *result, struct json_object *object)
{
    const struct evaluation_value *types =
        evaluation_record_find(result->values, "new_actor_types");
    struct json_object *list = NULL;
    if (publish_types_are_open(publisher, analysis->cycle))
        list = json_object_new_array();
    for (size_t i = 0; list != NULL && types != NULL && i < types->list->count; i++)
        json_object_array_add(list, json_object_new_string(types->list->items[i].text));
    json_object_object_add(object, "new_actor_types", list);
    if (list == NULL)
        json_object_object_add(object, "new_organisations", NULL);
    if (evaluation_record_number(result->values, "newcomers") >= least_of(publisher))
        publish_add(object, result->values, "referred", 0);
    else
        json_object_object_add(object, "referred", NULL);
}
