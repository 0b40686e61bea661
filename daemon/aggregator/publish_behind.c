/* Who is behind a figure, and whom it leaves out. */
#include <math.h>
#include <string.h>

#include "publish_forms.h"
#include "publish_guard.h"

static struct evaluation_result compute(struct base_arena *arena, const struct publisher *publisher,
                                        const struct evaluation_analysis *analysis)
{
    return evaluation_compute(arena, publisher->plan, publisher->data->table, analysis, NULL, 0);
}

static double count_of(const struct publisher *publisher,
                       const struct evaluation_analysis *analysis, const char *field)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct evaluation_result result = compute(arena, publisher, analysis);
    double count = publish_number(result.values, field);
    return isnan(count) ? 0 : count;
}

static bool is_few(const struct publisher *publisher, double count)
{
    return count > 0 && count < publisher->programme->minimum_group_size;
}

double publish_gauge_read(const struct publisher *publisher, const struct publish_gauge *gauge)
{
    return count_of(publisher, &gauge->analysis, gauge->field);
}

struct evaluation_analysis publish_of_type(struct base_arena *arena,
                                           const struct evaluation_analysis *analysis,
                                           const char *metric, const char *type)
{
    struct evaluation_analysis one = *analysis;
    const char **list = base_arena_array(arena, const char *, 1);
    list[0] = type;
    one.metric = evaluation_catalogue_find(metric);
    one.filter.actor_type.given = true;
    one.filter.actor_type.count = 1;
    one.filter.actor_type.list = list;
    return one;
}

const struct publish_gauge *publish_type_gauges(const struct publisher *publisher,
                                                const struct evaluation_analysis *analysis,
                                                const char *metric, const char *field,
                                                size_t *ret_count)
{
    *ret_count = publisher->plan->actor_type_count;
    struct publish_gauge *gauges =
        base_arena_array(publisher->arena, struct publish_gauge, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        gauges[i] = (struct publish_gauge){
            publish_of_type(publisher->arena, analysis, metric, publisher->plan->actor_types[i]),
            field};
    return gauges;
}

/* The network as it is in one cycle. */
static struct evaluation_analysis structure_of(const struct evaluation_analysis *analysis,
                                               int cycle)
{
    struct evaluation_analysis structure = *analysis;
    structure.metric = evaluation_catalogue_find("network.structure");
    structure.cycle = cycle;
    structure.from = structure.to = 0;
    return structure;
}

const struct publish_gauge *publish_gauges(const struct publisher *publisher,
                                           const struct publication *publication,
                                           const struct evaluation_analysis *analysis,
                                           size_t *ret_count)
{
    if (strcmp(publication->metric, "disclosure.breakdown") == 0)
        return publish_type_gauges(publisher, analysis, "reaction.scale", "n", ret_count);
    struct publish_gauge *gauges =
        base_arena_array(publisher->arena, struct publish_gauge, PUBLISH_COUNTS_MAX);
    *ret_count = 0;
    if (strcmp(publication->metric, "network.change") == 0) {
        gauges[0] = (struct publish_gauge){structure_of(analysis, analysis->from), "respondents"};
        gauges[1] = (struct publish_gauge){structure_of(analysis, analysis->to), "respondents"};
        *ret_count = 2;
        return gauges;
    }
    for (size_t i = 0; i < PUBLISH_COUNTS_MAX && publication->counts[i] != NULL; i++)
        gauges[(*ret_count)++] = (struct publish_gauge){*analysis, publication->counts[i]};
    return gauges;
}

static struct evaluation_series series_of(const struct publisher *publisher,
                                          const struct evaluation_analysis *analysis,
                                          const struct evaluation_variable *variable,
                                          struct base_arena *arena)
{
    struct evaluation_request request = {
        .arena = arena,
        .scratch = arena,
        .plan = publisher->plan,
        .data = publisher->data->table,
        .analysis = analysis,
        .selected = evaluation_filter_select(&analysis->filter, publisher->data->table, arena),
    };
    return evaluation_series_variable(&request, variable);
}

/* Those who have only one of two variables. */
struct sides {
    double first, second;
};

static struct sides sides_of(const struct publisher *publisher,
                             const struct evaluation_analysis *analysis,
                             const struct evaluation_variable *first,
                             const struct evaluation_variable *second)
{
    struct evaluation_analysis paired = *analysis;
    paired.metric = evaluation_catalogue_find("learning.paired");
    paired.pre = *first;
    paired.post = *second;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct evaluation_result result = compute(arena, publisher, &paired);
    return (struct sides){evaluation_record_number(result.values, "n_pre_only"),
                          evaluation_record_number(result.values, "n_post_only")};
}

/* What is published of the variable alone waits for more answers, or too few gave it: it is, or
   will be, of other people than anything that is computed now. */
static bool waits_alone(const struct publisher *publisher,
                        const struct evaluation_analysis *analysis,
                        const struct evaluation_variable *variable)
{
    if (!variable->given)
        return false;
    const struct evaluation_plan *plan = publisher->plan;
    struct evaluation_analysis alone;
    evaluation_analysis_init(&alone);
    alone.cycle = variable->cycle;
    alone.filter = analysis->filter;
    alone.metric =
        evaluation_catalogue_find(variable->is_scale ? "reaction.scale" : "reaction.item");
    *(variable->is_scale ? &alone.scale : &alone.question) = variable->index;
    alone.id = base_arena_format(publisher->arena, "%s:c%d:%s",
                                 variable->is_scale ? "scale" : "item", alone.cycle,
                                 variable->is_scale ? plan->scales[variable->index].id
                                                    : plan->questions[variable->index].id);
    const struct publish_gauge gauge = {alone, "n"};
    /* When it is published for the first time, it is of more people than this would be. */
    if (release_generation(publisher->ledger, alone.id) == 0)
        return publish_gauge_read(publisher, &gauge) < publisher->programme->minimum_group_size;
    return release_reason(publisher->ledger, alone.id) == EVALUATION_N_TOO_SMALL ||
           publish_differs_by_few(publisher, &gauge, 1, &alone, alone.id);
}

/* A scale is made of its questions, which are published too. */
static bool waits(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                  const struct evaluation_variable *variable)
{
    if (waits_alone(publisher, analysis, variable))
        return true;
    if (!variable->given || !variable->is_scale)
        return false;
    const struct evaluation_scale *scale = &publisher->plan->scales[variable->index];
    for (size_t i = 0; i < scale->item_count; i++) {
        const struct evaluation_variable item = {
            .given = true, .index = scale->items[i], .cycle = variable->cycle};
        if (waits_alone(publisher, analysis, &item))
            return true;
    }
    return false;
}

/* A part of the analysis by its place among the plan's questions or scales; it may have none. */
static bool part_waits(const struct publisher *publisher,
                       const struct evaluation_analysis *analysis, size_t index, bool is_scale)
{
    const struct evaluation_variable part = {.given = index != EVALUATION_NOT_GIVEN,
                                             .is_scale = is_scale,
                                             .index = index,
                                             .cycle = analysis->cycle};
    return waits(publisher, analysis, &part);
}

bool publish_parts_wait(const struct publisher *publisher,
                        const struct evaluation_analysis *analysis)
{
    const struct evaluation_variable *const variables[] = {
        &analysis->pre, &analysis->then, &analysis->post, &analysis->x, &analysis->y};
    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
        if (waits(publisher, analysis, variables[i]))
            return true;
    struct evaluation_variable at = analysis->variable;
    if (analysis->cycle_count == 0 && waits(publisher, analysis, &at))
        return true;
    for (size_t i = 0; i < analysis->cycle_count; i++) {
        at.cycle = analysis->cycles[i];
        if (waits(publisher, analysis, &at))
            return true;
    }
    for (size_t i = 0; i < analysis->question_count; i++)
        if (part_waits(publisher, analysis, analysis->questions[i], false))
            return true;
    return part_waits(publisher, analysis, analysis->told, false) ||
           part_waits(publisher, analysis, analysis->reach, false) ||
           part_waits(publisher, analysis, analysis->scale, true);
}

bool publish_comparison_leaves_out_few(const struct publisher *publisher,
                                       const struct evaluation_analysis *analysis,
                                       const struct evaluation_variable *first,
                                       const struct evaluation_variable *second)
{
    struct sides sides = sides_of(publisher, analysis, first, second);
    return is_few(publisher, sides.first) || is_few(publisher, sides.second);
}

bool publish_course_leaves_out_few(const struct publisher *publisher,
                                   const struct evaluation_analysis *analysis)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct evaluation_data *data = publisher->data->table;
    size_t *given = base_arena_array(arena, size_t, data->participants.count);
    struct evaluation_variable at = analysis->variable;
    for (size_t i = 0; i < analysis->cycle_count; i++) {
        at.cycle = analysis->cycles[i];
        struct evaluation_series series = series_of(publisher, analysis, &at, arena);
        for (size_t j = 0; j < series.count; j++)
            given[data->members[series.members[j]].participant]++;
    }
    for (size_t i = 0; i < analysis->cycle_count; i++) {
        double left_out = 0;
        at.cycle = analysis->cycles[i];
        struct evaluation_series series = series_of(publisher, analysis, &at, arena);
        for (size_t j = 0; j < series.count; j++)
            left_out += given[data->members[series.members[j]].participant] < analysis->cycle_count;
        if (is_few(publisher, left_out))
            return true;
    }
    return false;
}

bool publish_pairs_leave_out_few(const struct publisher *publisher,
                                 const struct evaluation_analysis *analysis,
                                 const struct evaluation_result *result)
{
    /* The form decides on each of the other comparisons. */
    if (strcmp(result->metric, "learning.retrospective") == 0)
        return publish_comparison_leaves_out_few(publisher, analysis, &analysis->then,
                                                 &analysis->post);
    if (analysis->cycle_count > 0)
        return publish_course_leaves_out_few(publisher, analysis);
    if (strcmp(result->metric, "learning.paired") != 0 &&
        strcmp(result->metric, "learning.signed_rank") != 0 &&
        strcmp(result->metric, "understanding.change") != 0)
        return false;
    return publish_comparison_leaves_out_few(publisher, analysis, &analysis->pre, &analysis->post);
}

double publish_gave_two_of_three(const struct publisher *publisher,
                                 const struct evaluation_analysis *analysis)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    const struct evaluation_variable *const variables[] = {&analysis->pre, &analysis->then,
                                                           &analysis->post};
    const struct evaluation_data *data = publisher->data->table;
    unsigned char *given = base_arena_array(arena, unsigned char, data->participants.count);
    for (size_t i = 0; i < 3; i++) {
        struct evaluation_series series = series_of(publisher, analysis, variables[i], arena);
        for (size_t j = 0; j < series.count; j++)
            given[data->members[series.members[j]].participant]++;
    }
    double two = 0;
    for (size_t i = 0; i < data->participants.count; i++)
        two += given[i] == 2;
    return two;
}

/* Each group of the spread between types could be published on its own, and nobody is outside:
   then the spread tells nothing that the groups would not. */
static bool types_are_narrow(const struct publisher *publisher,
                             const struct evaluation_analysis *analysis,
                             const struct evaluation_result *result)
{
    if (analysis->variable.is_scale || analysis->group != EVALUATION_UNIT_ACTOR_TYPE)
        return true;
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct evaluation_analysis table;
    evaluation_analysis_init(&table);
    table.id = analysis->id;
    table.metric = evaluation_catalogue_find("disclosure.breakdown");
    table.question = analysis->variable.index;
    table.cycle = analysis->variable.cycle;
    table.by = EVALUATION_UNIT_ACTOR_TYPE;
    table.k = publisher->programme->minimum_group_size;
    table.min_organisations = 2;
    struct evaluation_result breakdown = compute(arena, publisher, &table);
    const struct evaluation_value *groups = evaluation_record_find(breakdown.values, "groups");
    for (size_t i = 0; i < groups->list->count; i++) {
        const char *status = evaluation_record_find(groups->list->items[i].record, "status")->text;
        if (strcmp(status, "published") != 0 && strcmp(status, "empty") != 0)
            return true;
    }
    struct evaluation_analysis item = table;
    item.metric = evaluation_catalogue_find("reaction.item");
    double inside = evaluation_record_number(breakdown.values, "total_n");
    return inside != evaluation_record_number(result->values, "n") ||
           is_few(publisher, count_of(publisher, &item, "n") - inside);
}

/* The whole is published as the scale: what the groups leave of it must be none, or enough. Of
   sensitive answers those who are left over might all be alike, so that nobody may be. */
static bool breakdown_is_narrow(const struct publisher *publisher,
                                const struct evaluation_analysis *analysis,
                                const struct evaluation_result *result)
{
    struct evaluation_analysis whole = *analysis;
    whole.metric = evaluation_catalogue_find("reaction.scale");
    const struct publish_gauge gauge = {whole, "n"};
    double left_out = publish_gauge_read(publisher, &gauge);
    const struct evaluation_value *groups = evaluation_record_find(result->values, "groups");
    for (size_t i = 0; i < groups->list->count; i++) {
        const struct evaluation_record *group = groups->list->items[i].record;
        if (strcmp(evaluation_record_find(group, "status")->text, "published") == 0)
            left_out -= evaluation_record_number(group, "n");
    }
    return analysis->sensitive ? left_out > 0 : is_few(publisher, left_out);
}

/* The networks of the two cycles are published too: organisations that are in one of them only, and
   pairs that were observed in one only, must be none or several. */
static bool network_is_narrow(const struct publisher *publisher,
                              const struct evaluation_analysis *analysis,
                              const struct evaluation_result *result)
{
    const int cycles[] = {analysis->from, analysis->to};
    for (size_t i = 0; i < 2; i++) {
        struct evaluation_analysis structure = structure_of(analysis, cycles[i]);
        const struct publish_gauge gauge = {structure, "respondents"};
        const char *id = base_arena_format(publisher->arena, "network:c%d", cycles[i]);
        if (publish_differs_by_few(publisher, &gauge, 1, &structure, id))
            return true;
        double alone = count_of(publisher, &structure, "nodes") -
                       evaluation_record_number(result->values, "nodes_common");
        double pairs = count_of(publisher, &structure, "dyads_observed") -
                       evaluation_record_number(result->values, "dyads_common");
        if (alone == 1 || is_few(publisher, pairs))
            return true;
    }
    return false;
}

bool publish_is_narrow(const struct publisher *publisher,
                       const struct evaluation_analysis *analysis,
                       const struct evaluation_result *result)
{
    if (strcmp(result->metric, "understanding.icc") == 0)
        return types_are_narrow(publisher, analysis, result);
    if (strcmp(result->metric, "disclosure.breakdown") == 0)
        return analysis->scale == EVALUATION_NOT_GIVEN ||
               breakdown_is_narrow(publisher, analysis, result);
    if (strcmp(result->metric, "network.change") == 0)
        return network_is_narrow(publisher, analysis, result);
    if (strcmp(result->metric, "understanding.agreement") != 0)
        return false;
    /* By type the groups are as small as the types: only the whole group is shown. */
    return (analysis->group != EVALUATION_UNIT_ALL ||
            is_few(publisher, evaluation_record_number(result->values, "n_incomplete")));
}
