/* Pictures of answers: changes of the same people, shares, and scales by actor type. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "builder.h"

static bool is_listed(const struct pages_pair *pairs, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(pairs[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* How far views are from the middle, question by question, over the longest time there is. */
static void build_convergences(const struct report_builder *builder, struct pages_report *report)
{
    struct pages_pair *pairs =
        base_arena_array(builder->arena, struct pages_pair, builder->results.count + 1);
    const struct report_result *each;
    size_t place = 0, count = 0;
    while (
        (each = report_results_next(&builder->results, "understanding.change", -1, NULL, &place))) {
        const char *question = report_variable_name(each, "post");
        if (is_listed(pairs, count, question)) {
            continue;
        }
        const struct report_result *widest =
            report_widest(builder, "understanding.change", question);
        const struct report_result *result = widest ? widest : each;
        struct report_span span = report_span_of(result);
        double minimum, maximum;
        report_variable_range(builder, question, &minimum, &maximum);
        struct pages_pair *pair = &pairs[count++];
        *pair = (struct pages_pair){
            .id = question,
            .text = report_variable_text(builder, question),
            .from = span.from,
            .to = span.to,
            .maximum = (maximum - minimum) / 2,
            .before = report_number(result->published, "ad_median_pre"),
            .after = report_number(result->published, "ad_median_post"),
            .then = NAN,
            .change = report_change_of(result->published, "ad_change", "ad_ci_low", "ad_ci_high"),
            .effect = NAN,
        };
        pair->change.p = report_adjusted(builder, result->stored->id, "ad_p");
    }
    report->convergences = pairs;
    report->convergence_count = count;
}

/* The change in retrospect of the same pair: its id differs in the first word only. */
static struct json_object *hindsight_of(const struct report_builder *builder, const char *paired)
{
    const char *rest = strchr(paired, ':');
    const struct report_result *result =
        rest ? report_results_by_id(&builder->results,
                                    base_arena_format(builder->arena, "retrospective%s", rest))
             : NULL;
    return result ? result->published : NULL;
}

static void take_hindsight(struct pages_pair *pair, struct json_object *hindsight)
{
    pair->hindsight = report_change_of(base_json_get(hindsight, "retrospective"), "mean_change",
                                       "ci_low", "ci_high");
    pair->shift = report_change_of(base_json_get(hindsight, "response_shift"), "mean_change",
                                   "ci_low", "ci_high");
    /* Of the same people only: else the two are not on one scale. */
    bool is_of_same = pair->hindsight.published && pair->hindsight.n == pair->change.n;
    pair->then = is_of_same ? pair->after - pair->hindsight.mean : NAN;
}

/* Whether the variable is a scale and any of its questions is compared by itself too. */
static bool is_whole(const struct report_builder *builder, const char *variable)
{
    const struct survey_evaluation *evaluation = &builder->programme->evaluation;
    for (size_t i = 0; i < evaluation->scale_count; i++) {
        const struct survey_scale *scale = &evaluation->scales[i];
        bool is_it = strcmp(scale->id, variable) == 0;
        for (size_t j = 0; is_it && j < scale->item_count; j++) {
            if (report_widest(builder, "learning.paired", scale->items[j])) {
                return true;
            }
        }
    }
    return false;
}

static void build_pairs(const struct report_builder *builder, struct pages_report *report)
{
    struct pages_pair *pairs =
        base_arena_array(builder->arena, struct pages_pair, builder->results.count + 1);
    const struct report_result *result;
    size_t place = 0, count = 0;
    while ((result = report_results_next(&builder->results, "learning.paired", -1, NULL, &place))) {
        const char *variable = report_variable_name(result, "post");
        struct report_span span = report_span_of(result);
        struct pages_pair *pair = &pairs[count++];
        *pair = (struct pages_pair){
            .id = result->stored->id,
            .text = report_variable_text(builder, variable),
            .from = span.from,
            .to = span.to,
            .before = report_number(result->published, "mean_pre"),
            .after = report_number(result->published, "mean_post"),
            .change = report_change_of(result->published, "mean_change", "ci_low", "ci_high"),
            .effect = report_number(result->published, "g_av"),
            .is_whole = is_whole(builder, variable),
        };
        pair->change.p = report_adjusted(builder, result->stored->id, "p");
        report_variable_range(builder, variable, &pair->minimum, &pair->maximum);
        take_hindsight(pair, hindsight_of(builder, result->stored->id));
    }
    report->pairs = pairs;
    report->pair_count = count;
}

/* Where each share comes from. */
static const struct {
    enum pages_measure measure;
    const char *metric, *question, *n, *value, *low, *high;
} shares[] = {
    {PAGES_MEASURE_ASSIGNMENT_DONE, "transfer.assignment", "question", "reported", "rate",
     "rate_low", "rate_high"},
    {PAGES_MEASURE_APPLIED, "transfer.application", "question", "answered", "rate", "rate_low",
     "rate_high"},
    {PAGES_MEASURE_TOLD, "spread.reach", "told", "told_n", "told_share", "told_share_low",
     "told_share_high"},
};
#define SHARES (sizeof(shares) / sizeof(shares[0]))

static struct pages_share share_of(const struct report_builder *builder, size_t kind)
{
    struct pages_share_point *points =
        base_arena_array(builder->arena, struct pages_share_point, builder->results.count + 1);
    struct pages_share share = {.measure = shares[kind].measure, .text = "", .points = points};
    const struct report_result *result;
    size_t place = 0;
    while (
        (result = report_results_next(&builder->results, shares[kind].metric, -1, NULL, &place))) {
        struct json_object *published = result->published;
        const char *question = report_text(result->request, shares[kind].question);
        share.text = report_variable_text(builder, question);
        share.is_sensitive = report_is_sensitive(builder, question);
        points[share.count++] = (struct pages_share_point){
            .cycle = result->stored->cycle,
            .published = !isnan(report_number(published, shares[kind].value)),
            .n = report_count(published, shares[kind].n),
            .eligible = report_count(published, "eligible"),
            .value = report_number(published, shares[kind].value),
            .low = report_number(published, shares[kind].low),
            .high = report_number(published, shares[kind].high),
            .bound_low = report_number(published, "bound_low"),
            .bound_high = report_number(published, "bound_high"),
        };
    }
    return share;
}

static void build_shares(const struct report_builder *builder, struct pages_report *report)
{
    struct pages_share *list = base_arena_array(builder->arena, struct pages_share, SHARES);
    for (size_t i = 0; i < SHARES; i++) {
        list[report->share_count] = share_of(builder, i);
        report->share_count += list[report->share_count].count > 0;
    }
    report->shares = list;
}

static struct pages_group group_of(struct json_object *published)
{
    struct pages_group group = {
        .published = report_count(published, "n") >= 0,
        .n = report_count(published, "n"),
        .mean = report_number(published, "mean"),
        .low = report_number(published, "ci_low"),
        .high = report_number(published, "ci_high"),
    };
    group.has_interval = !isnan(group.low) && !isnan(group.high);
    return group;
}

static struct pages_breakdown_cycle breakdown_cycle(const struct report_builder *builder,
                                                    const struct report_result *result)
{
    const struct survey_programme *programme = builder->programme;
    struct json_object *list = base_json_get(result->published, "groups");
    size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    struct pages_group *groups =
        base_arena_array(builder->arena, struct pages_group, programme->actor_type_count);
    for (size_t i = 0; i < programme->actor_type_count; i++) {
        groups[i] = (struct pages_group){.n = -1, .mean = NAN, .low = NAN, .high = NAN};
        for (size_t j = 0; j < count; j++) {
            struct json_object *group = json_object_array_get_idx(list, j);
            if (strcmp(report_text(group, "id"), programme->actor_types[i].value) != 0) {
                continue;
            }
            groups[i] = group_of(group);
            if (strcmp(report_text(group, "status"), "empty") == 0) {
                groups[i].published = true;
                groups[i].n = 0;
            }
        }
    }
    const struct report_result *whole = report_results_find(
        &builder->results, "reaction.scale", result->stored->cycle, result->stored->subject);
    return (struct pages_breakdown_cycle){
        .cycle = result->stored->cycle,
        .all = group_of(whole ? whole->published : NULL),
        .groups = groups,
    };
}

static void build_breakdowns(const struct report_builder *builder, struct pages_report *report)
{
    const struct survey_evaluation *evaluation = &builder->programme->evaluation;
    struct pages_breakdown *list =
        base_arena_array(builder->arena, struct pages_breakdown, evaluation->scale_count);
    for (size_t i = 0; i < evaluation->scale_count; i++) {
        const char *scale = evaluation->scales[i].id;
        struct pages_breakdown_cycle *cycles = base_arena_array(
            builder->arena, struct pages_breakdown_cycle, builder->results.count + 1);
        struct pages_breakdown breakdown = {
            .id = scale, .text = report_variable_text(builder, scale), .cycles = cycles};
        const struct report_result *result;
        size_t place = 0;
        bool shows_any = false;
        while ((result = report_results_next(&builder->results, "disclosure.breakdown", -1, scale,
                                             &place))) {
            shows_any = shows_any || result->published;
            cycles[breakdown.count++] = breakdown_cycle(builder, result);
        }
        report_variable_range(builder, scale, &breakdown.minimum, &breakdown.maximum);
        /* A picture in which every group is hidden says nothing. */
        if (shows_any) {
            list[report->breakdown_count++] = breakdown;
        }
    }
    report->breakdowns = list;
}

void report_build_answers(const struct report_builder *builder, struct pages_report *report)
{
    build_convergences(builder, report);
    build_pairs(builder, report);
    build_shares(builder, report);
    build_breakdowns(builder, report);
}
