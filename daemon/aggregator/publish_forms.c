#include "publish_forms.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "evaluation/disclosure.h"

static const struct publication publications[] = {
    {"participation.attendance",
     {"invited", "attended"},
     false,
     {{"invited", 0}, {"attended", 0}, {"attended_invited", 0}, {"rate", 2}}},
    {"participation.retention",
     {"present_from", "present_to"},
     false,
     {{"present_from", 0}, {"present_to", 0}, {"retained", 0}, {"retention", 2}}},
    {"participation.turnover", {"ever_present"}, false, {{NULL, 0}}},
    {"participation.diversity",
     {"n"},
     false,
     {{"n", 0},
      {"k_observed", 0},
      {"k_declared", 0},
      {"blau_normalised", 2},
      {"effective_types", 1}}},
    {"participation.representation",
     {"eligible", "responded"},
     false,
     {{"eligible", 0}, {"responded", 0}, {"dissimilarity", 2}, {"r_indicator", 2}}},
    {"reaction.item", {"n"}, true, {{"n", 0}}},
    {"reaction.nps", {"n"}, true, {{"n", 0}, {"nps", 0}, {"ci_low", 0}, {"ci_high", 0}}},
    {"reaction.scale", {"n"}, true, {{"n", 0}, {"mean", 1}, {"ci_low", 1}, {"ci_high", 1}}},
    {"reaction.reliability",
     {"n"},
     true,
     {{"n", 0}, {"k", 0}, {"alpha", 2}, {"ci_low", 2}, {"ci_high", 2}}},
    {"reaction.omega", {"n"}, true, {{"n", 0}, {"k", 0}, {"omega", 2}}},
    {"learning.paired",
     {"n"},
     true,
     {{"n", 0},
      {"mean_change", 1},
      {"ci_low", 1},
      {"ci_high", 1},
      {"g_av", 2},
      {"p", PUBLISH_CHANCE},
      {"mean_pre", 1},
      {"mean_post", 1}}},
    {"learning.signed_rank", {"n"}, true, {{"n", 0}, {"rank_biserial", 2}, {"p", PUBLISH_CHANCE}}},
    {"learning.retrospective",
     {"retrospective.n", "conventional.n", "response_shift.n"},
     true,
     {{NULL, 0}}},
    {"transfer.application",
     {"answered"},
     true,
     {{"eligible", 0},
      {"answered", 0},
      {"rate", 2},
      {"rate_low", 2},
      {"rate_high", 2},
      {"bound_low", 2},
      {"bound_high", 2},
      {"mean_level", 1}}},
    {"transfer.assignment",
     {"reported"},
     true,
     {{"eligible", 0},
      {"reported", 0},
      {"rate", 2},
      {"rate_low", 2},
      {"rate_high", 2},
      {"bound_low", 2},
      {"bound_high", 2}}},
    {"spread.reach",
     {"told_n", "reach_n"},
     true,
     {{"told_n", 0},
      {"told_share", 2},
      {"told_share_low", 2},
      {"told_share_high", 2},
      {"reach_n", 0},
      {"reach_median", 0},
      {"reach_max_share", 2}}},
    {"spread.referral",
     {"present"},
     false,
     {{"present", 0}, {"newcomers", 0}, {"new_organisations", 0}}},
    {"understanding.change",
     {"n"},
     true,
     {{"n", 0},
      {"ad_change", 2},
      {"ad_ci_low", 2},
      {"ad_ci_high", 2},
      {"ad_p", PUBLISH_CHANCE},
      {"ad_median_pre", 2},
      {"ad_median_post", 2},
      {"rwg_pre", 2},
      {"rwg_post", 2},
      {"awg_pre", 2},
      {"awg_post", 2}}},
    {"understanding.agreement",
     {"n"},
     true,
     {{"n", 0}, {"ad_median_mean", 2}, {"rwg_j_mean", 2}, {"awg_mean", 2}}},
    {"understanding.icc",
     {"n"},
     true,
     {{"n", 0},
      {"groups", 0},
      {"icc1", 2},
      {"icc1_low", 2},
      {"icc1_high", 2},
      {"p", PUBLISH_CHANCE}}},
    {"understanding.ranking", {"n"}, true, {{"n", 0}, {"k", 0}, {"w", 2}, {"p", PUBLISH_CHANCE}}},
    {"network.structure",
     {"respondents"},
     true,
     {{"nodes", 0},
      {"respondents", 0},
      {"coverage", 2},
      {"density", 2},
      {"reciprocity", 2},
      {"cross_share", 2},
      {"ei_index", 2},
      {"ei_expected", 2}}},
    {"network.change",
     {NULL},
     true,
     {{"nodes_common", 0},
      {"dyads_common", 0},
      {"maintained", 0},
      {"new", 0},
      {"lost", 0},
      {"jaccard", 2},
      {"density_from", 2},
      {"density_to", 2}}},
    {"trajectory.overlap",
     {"n_first", "n_second"},
     true,
     {{"n_first", 0}, {"n_second", 0}, {"n_pairs", 0}, {"diff", 1}}},
    {"trajectory.slope",
     {"n"},
     true,
     {{"n", 0}, {"mean_slope", 2}, {"ci_low", 2}, {"ci_high", 2}, {"p", PUBLISH_CHANCE}}},
    {"trajectory.friedman", {"n"}, true, {{"n", 0}, {"k", 0}, {"w", 2}, {"p", PUBLISH_CHANCE}}},
    {"trajectory.page", {"n"}, true, {{"n", 0}, {"k", 0}, {"p_increasing", PUBLISH_CHANCE}}},
    {"disclosure.breakdown", {NULL}, true, {{NULL, 0}}},
    {"results.goals",
     {NULL},
     false,
     {{"n", 0}, {"n_measured", 0}, {"n_met", 0}, {"weighted_attainment", 2}}},
};

/* Of some metrics more than figures is published. */
static const struct {
    const char *metric;
    void (*complete)(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                     const struct evaluation_result *result, struct json_object *object);
} completions[] = {
    {"reaction.item", publish_item},
    {"trajectory.overlap", publish_course},
    {"learning.retrospective", publish_retrospective},
    {"participation.turnover", publish_turnover},
    {"participation.diversity", publish_diversity},
    {"participation.representation", publish_representation},
    {"spread.referral", publish_referral},
    {"disclosure.breakdown", publish_breakdown},
    {"network.structure", publish_types},
    {"network.change", publish_respondents},
};

const struct publication *publish_find(const char *metric)
{
    for (size_t i = 0; i < sizeof(publications) / sizeof(publications[0]); i++)
        if (strcmp(publications[i].metric, metric) == 0)
            return &publications[i];
    return NULL;
}

double publish_number(const struct evaluation_record *values, const char *path)
{
    const char *dot = strchr(path, '.');
    for (size_t i = 0; dot != NULL && i < values->count; i++) {
        const struct evaluation_field *field = &values->fields[i];
        size_t length = (size_t)(dot - path);
        if (field->value.kind == EVALUATION_RECORD && strlen(field->name) == length &&
            memcmp(field->name, path, length) == 0)
            return publish_number(field->value.record, dot + 1);
    }
    return dot != NULL ? NAN : evaluation_record_number(values, path);
}

void publish_add(struct json_object *object, const struct evaluation_record *values,
                 const char *field, int decimals)
{
    double value = evaluation_record_number(values, field);
    double scale = pow(10, decimals);
    double rounded = round(value * scale) / scale + 0.0;
    if (isnan(value))
        json_object_object_add(object, field, NULL);
    else
        json_object_object_add(object, field,
                               base_json_number(decimals == PUBLISH_CHANCE
                                                    ? fmax(rounded, PUBLISH_CHANCE_LEAST)
                                                    : rounded));
}

struct json_object *publish_form(const struct publisher *publisher,
                                 const struct publication *publication,
                                 const struct evaluation_analysis *analysis,
                                 const struct evaluation_result *result)
{
    struct json_object *object = json_object_new_object();
    for (size_t i = 0; i < PUBLISH_FIGURES_MAX && publication->figures[i].field != NULL; i++)
        publish_add(object, result->values, publication->figures[i].field,
                    publication->figures[i].decimals);
    for (size_t i = 0; i < sizeof(completions) / sizeof(completions[0]); i++)
        if (strcmp(completions[i].metric, publication->metric) == 0)
            completions[i].complete(publisher, analysis, result, object);
    return object;
}

/* The distribution of a question by the rules of disclosure.display, with its interval. */
void publish_item(const struct publisher *publisher, const struct evaluation_analysis *analysis,
                  const struct evaluation_result *result, struct json_object *object)
{
    const struct evaluation_question *question = &publisher->plan->questions[analysis->question];
    const struct evaluation_value *counts = evaluation_record_find(result->values, "counts");
    int64_t n = (int64_t)evaluation_record_number(result->values, "n"), sum = 0;
    struct json_object *percent = json_object_new_array();
    for (size_t i = 0; counts != NULL && i < counts->list->count; i++) {
        int64_t count = counts->list->items[i].integer;
        sum += count * ((int64_t)question->minimum + (int64_t)i);
        json_object_array_add(percent,
                              json_object_new_int64(evaluation_disclosure_percent(count, n)));
    }
    json_object_object_add(object, "first", base_json_number(question->minimum));
    json_object_object_add(object, "percent", percent);
    json_object_object_add(object, "mean",
                           base_json_number((double)evaluation_disclosure_tenths(sum, n) / 10));
    publish_add(object, result->values, "ci_low", 1);
    publish_add(object, result->values, "ci_high", 1);
}
