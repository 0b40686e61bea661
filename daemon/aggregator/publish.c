#include "publish.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "evaluation/disclosure.h"
#include "publish_guard.h"

#define FIGURES_MAX 8

/* A figure of a result and the decimals at which it is shown; FIGURE_EXACT: as it is. */
#define FIGURE_EXACT (-1)
struct figure {
    const char *field;
    int decimals;
};

/* What may be published of a metric, and the counts that must reach the minimum group size. */
struct publication {
    const char *metric;
    const char *counts[2];
    bool is_of_answers; /* answers, not mere presence: guarded against differencing */
    struct figure figures[FIGURES_MAX];
};

static const struct publication publications[] = {
    {"participation.attendance",
     {"invited", "attended"},
     false,
     {{"invited", 0}, {"attended", 0}, {"attended_invited", 0}, {"rate", FIGURE_EXACT}}},
    {"participation.retention",
     {"present_from", "present_to"},
     false,
     {{"present_from", 0}, {"present_to", 0}, {"retained", 0}, {"retention", FIGURE_EXACT}}},
    {"participation.turnover",
     {"ever_present"},
     false,
     {{"ever_present", 0}, {"mean_cycles", 1}, {"present_in_all", 0}}},
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
     {{"n", 0}, {"mean_change", 1}, {"ci_low", 1}, {"ci_high", 1}, {"g_av", 2}, {"p", 3}}},
    {"learning.signed_rank", {"n"}, true, {{"n", 0}, {"rank_biserial", 2}, {"p", 3}}},
    {"transfer.application",
     {"answered"},
     true,
     {{"eligible", 0},
      {"answered", 0},
      {"rate", 2},
      {"rate_low", 2},
      {"rate_high", 2},
      {"mean_level", 1}}},
    {"transfer.assignment",
     {"reported"},
     true,
     {{"eligible", 0}, {"reported", 0}, {"rate", 2}, {"rate_low", 2}, {"rate_high", 2}}},
    {"spread.reach",
     {"told_n", "reach_n"},
     true,
     {{"told_n", 0},
      {"told_share", 2},
      {"told_share_low", 2},
      {"told_share_high", 2},
      {"reach_n", 0},
      {"reach_median", 0}}},
    {"understanding.change",
     {"n"},
     true,
     {{"n", 0},
      {"ad_median_pre", 2},
      {"ad_median_post", 2},
      {"ad_change", 2},
      {"ad_ci_low", 2},
      {"ad_ci_high", 2},
      {"ad_p", 3}}},
    {"understanding.ranking", {"n"}, true, {{"n", 0}, {"k", 0}, {"w", 2}, {"p", 3}}},
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
    {"trajectory.overlap",
     {"n_first", "n_second"},
     true,
     {{"n_first", 0},
      {"n_second", 0},
      {"n_pairs", 0},
      {"diff", 1},
      {"ci_low", 1},
      {"ci_high", 1},
      {"p", 3}}},
    {"results.goals",
     {NULL},
     false,
     {{"n", 0}, {"n_measured", 0}, {"n_met", 0}, {"weighted_attainment", 2}}},
};

static const struct publication item_publication = {"reaction.item", {"n"}, true, {{NULL, 0}}};

static const struct publication *find_publication(const char *metric)
{
    if (strcmp(metric, item_publication.metric) == 0)
        return &item_publication;
    for (size_t i = 0; i < sizeof(publications) / sizeof(publications[0]); i++)
        if (strcmp(publications[i].metric, metric) == 0)
            return &publications[i];
    return NULL;
}

const char *publish_subject(const struct evaluation_plan *plan,
                            const struct evaluation_analysis *analysis)
{
    const struct evaluation_variable *variable =
        analysis->variable.given ? &analysis->variable : &analysis->post;
    if (analysis->question != EVALUATION_NOT_GIVEN)
        return plan->questions[analysis->question].id;
    if (analysis->scale != EVALUATION_NOT_GIVEN)
        return plan->scales[analysis->scale].id;
    if (analysis->roster != EVALUATION_NOT_GIVEN)
        return plan->rosters[analysis->roster].id;
    if (variable->given)
        return variable->is_scale ? plan->scales[variable->index].id
                                  : plan->questions[variable->index].id;
    return NULL;
}

int publish_cycle(const struct evaluation_analysis *analysis)
{
    return analysis->cycle != 0 ? analysis->cycle : analysis->variable.cycle;
}

/* The smaller of the counts that must reach the minimum; -1 if there is none to reach. */
static double least_count(const struct publication *publication,
                          const struct evaluation_record *values)
{
    double least = -1;
    for (size_t i = 0; i < 2 && publication->counts[i] != NULL; i++) {
        double count = evaluation_record_number(values, publication->counts[i]);
        count = isnan(count) ? 0 : count;
        least = i == 0 || count < least ? count : least;
    }
    return least;
}

static void add_figure(struct json_object *object, const struct evaluation_record *values,
                       const struct figure *figure)
{
    double value = evaluation_record_number(values, figure->field);
    double scale = figure->decimals == FIGURE_EXACT ? 1 : pow(10, figure->decimals);
    if (isnan(value))
        json_object_object_add(object, figure->field, NULL);
    else if (figure->decimals == FIGURE_EXACT)
        json_object_object_add(object, figure->field, base_json_number(value));
    else
        json_object_object_add(object, figure->field,
                               base_json_number(round(value * scale) / scale + 0.0));
}

/* The distribution of a question by the rules of disclosure.display, with its interval. */
static struct json_object *item_json(const struct publisher *publisher,
                                     const struct evaluation_analysis *analysis,
                                     const struct evaluation_result *result)
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
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "n", json_object_new_int64(n));
    json_object_object_add(object, "first", base_json_number(question->minimum));
    json_object_object_add(object, "percent", percent);
    json_object_object_add(object, "mean",
                           base_json_number((double)evaluation_disclosure_tenths(sum, n) / 10));
    add_figure(object, result->values, &(struct figure){"ci_low", 1});
    add_figure(object, result->values, &(struct figure){"ci_high", 1});
    return object;
}

/* Response rates, and the number of answers by the open link, which are no part of the rates. */
static struct json_object *publish_flow(const struct publisher *publisher,
                                        const struct evaluation_analysis *analysis,
                                        const struct evaluation_result *result)
{
    const struct survey_programme *programme = publisher->programme;
    double least = programme->minimum_group_size;
    double responded = evaluation_record_number(result->values, "complete") +
                       evaluation_record_number(result->values, "partial");
    struct json_object *object = base_json_own(publisher->arena, json_object_new_object());
    double eligible = evaluation_record_number(result->values, "eligible");
    /* That nobody was invited, as where only the open link is used, tells nothing of anybody. */
    if (responded >= least || eligible == 0) {
        add_figure(object, result->values, &(struct figure){"eligible", 0});
        json_object_object_add(object, "responded", base_json_number(responded));
        add_figure(object, result->values, &(struct figure){"rr2", FIGURE_EXACT});
    }
    for (size_t i = 0; i < programme->cycle_count; i++) {
        double open = (double)publisher->data->cycles[i].open_count;
        if (programme->cycles[i].cycle == analysis->cycle && open >= least)
            json_object_object_add(object, "open", base_json_number(open));
    }
    return json_object_object_length(object) == 0 ? NULL : object;
}

static struct json_object *figures_json(const struct publication *publication,
                                        const struct evaluation_result *result)
{
    struct json_object *object = json_object_new_object();
    for (size_t i = 0; i < FIGURES_MAX && publication->figures[i].field != NULL; i++)
        add_figure(object, result->values, &publication->figures[i]);
    return object;
}

/* Participants who cannot be followed make figures of following them meaningless. */
static bool is_unlinkable(const struct publisher *publisher,
                          const struct evaluation_analysis *analysis)
{
    bool is_of_people = strcmp(analysis->metric->id, "participation.retention") == 0 ||
                        strcmp(analysis->metric->id, "participation.turnover") == 0;
    bool has_open = false;
    for (size_t i = 0; i < publisher->programme->cycle_count; i++)
        has_open = has_open || publisher->data->cycles[i].open_count > 0;
    return is_of_people && has_open && analysis->unit == EVALUATION_UNIT_PARTICIPANT &&
           publisher->plan->presence == EVALUATION_PRESENCE_ATTENDED;
}

/* What was published before, unless the minimum has been raised since; NULL if nothing was. */
static struct json_object *published_before(const struct publisher *publisher,
                                            const struct publication *publication, const char *id)
{
    struct json_object *before = base_json_get(publisher->ledger->published, id);
    for (size_t i = 0; before != NULL && i < 2 && publication->counts[i] != NULL; i++) {
        struct json_object *count = base_json_get(before, publication->counts[i]);
        if (json_object_get_int64(count) < publisher->programme->minimum_group_size)
            return NULL;
    }
    return before;
}

struct json_object *publish(const struct publisher *publisher,
                            const struct evaluation_analysis *analysis,
                            const struct evaluation_result *result)
{
    const struct publication *publication = find_publication(result->metric);
    if (strcmp(result->metric, "participation.flow") == 0)
        return publish_flow(publisher, analysis, result);
    if (publication == NULL || is_unlinkable(publisher, analysis))
        return NULL;
    double least = least_count(publication, result->values);
    if (least >= 0 && least < publisher->programme->minimum_group_size)
        return NULL;
    if (publish_reveals_class(publisher, analysis, result))
        return NULL;
    if (publication->is_of_answers &&
        (publish_differs_by_few(publisher, publication->counts, analysis, result->id) ||
         publish_leaves_out_few(publisher, analysis, result)))
        return published_before(publisher, publication, result->id);
    if (publication->is_of_answers)
        release_note(publisher->ledger, result->id);
    return base_json_own(publisher->arena, publication == &item_publication
                                               ? item_json(publisher, analysis, result)
                                               : figures_json(publication, result));
}
