/* What is derived about several cycles together, and about groups. */
#include <string.h>

#include "derive_internal.h"

static bool is_stepped(const struct derive *derive, const char *name)
{
    const struct survey_scale *scale = derive_scale(derive, name);
    const struct derive_variable *variable =
        derive_find(derive, scale == NULL ? name : scale->items[0]);
    return variable != NULL && variable->type == DERIVE_LIKERT;
}

static void add_gain(struct derive *derive, const struct survey_pair *pair, int from, int to)
{
    if (!is_stepped(derive, pair->pre) || !is_stepped(derive, pair->post))
        return;
    struct json_object *analysis =
        derive_add(derive, "learning.gain", "gain:%s:c%d-c%d", pair->id, from, to);
    derive_set_variable(derive, analysis, "pre", pair->pre, from);
    derive_set_variable(derive, analysis, "post", pair->post, to);
    if (derive_scale(derive, pair->pre) == NULL || derive_scale(derive, pair->post) == NULL)
        return;
    analysis = derive_add(derive, "learning.reliable_change", "reliable-change:%s:c%d-c%d",
                          pair->id, from, to);
    derive_set_variable(derive, analysis, "pre", pair->pre, from);
    derive_set_variable(derive, analysis, "post", pair->post, to);
}

/* One pair of measurements: change, its test by ranks, its share of what could be gained, and
   change in retrospect. */
static void add_pair(struct derive *derive, const struct survey_pair *pair)
{
    size_t before = derive_find_cycle(derive, pair->pre, false);
    size_t after = derive_find_cycle(derive, pair->post, true);
    bool has_then =
        pair->then != NULL && after != SIZE_MAX && derive_is_asked(derive, pair->then, after);
    if (before == SIZE_MAX || after == SIZE_MAX ||
        (before == after && strcmp(pair->pre, pair->post) == 0))
        return;
    int from = derive_cycle_at(derive, before), to = derive_cycle_at(derive, after);
    if (from != to && !derive_is_linked(derive))
        return;
    static const char *const metrics[][2] = {{"learning.paired", "paired"},
                                             {"learning.signed_rank", "signed-rank"}};
    for (size_t i = 0; i < 2; i++) {
        struct json_object *analysis =
            derive_add(derive, metrics[i][0], "%s:%s:c%d-c%d", metrics[i][1], pair->id, from, to);
        derive_set_variable(derive, analysis, "pre", pair->pre, from);
        derive_set_variable(derive, analysis, "post", pair->post, to);
    }
    add_gain(derive, pair, from, to);
    if (!has_then)
        return;
    struct json_object *analysis = derive_add(derive, "learning.retrospective",
                                              "retrospective:%s:c%d-c%d", pair->id, from, to);
    derive_set_variable(derive, analysis, "pre", pair->pre, from);
    derive_set_variable(derive, analysis, "then", pair->then, to);
    derive_set_variable(derive, analysis, "post", pair->post, to);
}

void derive_learning(struct derive *derive)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    for (size_t i = 0; i < evaluation->pair_count; i++)
        add_pair(derive, &evaluation->pairs[i]);
}

/* Whether cycles lie between the first and the last that ask: neighbours are compared anyway. */
static bool find_span(const struct derive *derive, const char *variable, size_t *ret_first,
                      size_t *ret_last)
{
    *ret_first = derive_find_cycle(derive, variable, false);
    *ret_last = derive_find_cycle(derive, variable, true);
    for (size_t i = *ret_first; *ret_first != SIZE_MAX && i < *ret_last; i++)
        if (i > *ret_first && derive_is_asked(derive, variable, i))
            return true;
    return false;
}

/* From the first cycle to the last: what the claim of a shared understanding rests on. */
static void add_understanding(struct derive *derive, const char *question)
{
    size_t first, last;
    bool has_between = find_span(derive, question, &first, &last);
    if (!is_stepped(derive, question) || first == SIZE_MAX || first == last)
        return;
    int from = derive_cycle_at(derive, first), to = derive_cycle_at(derive, last);
    struct json_object *analysis;
    if (has_between) {
        analysis = derive_add(derive, "understanding.change", "convergence:c%d-c%d:%s", from, to,
                              question);
        derive_set_variable(derive, analysis, "pre", question, from);
        derive_set_variable(derive, analysis, "post", question, to);
    }
    analysis = derive_add(derive, "trajectory.overlap", "overlap:c%d-c%d:%s", from, to, question);
    derive_set_variable(derive, analysis, "pre", question, from);
    derive_set_variable(derive, analysis, "post", question, to);
}

static void add_network_span(struct derive *derive)
{
    const char *roster = derive->programme->evaluation.roster;
    const struct derive_variable *variable = roster == NULL ? NULL : derive_find(derive, roster);
    size_t first, last;
    if (variable == NULL || !variable->is_roster || !find_span(derive, roster, &first, &last))
        return;
    int from = derive_cycle_at(derive, first), to = derive_cycle_at(derive, last);
    struct json_object *analysis =
        derive_add(derive, "network.change", "network-change:c%d-c%d", from, to);
    derive_set_text(analysis, "roster", roster);
    derive_set_integer(analysis, "from", from);
    derive_set_integer(analysis, "to", to);
    derive_set_integer(analysis, "threshold", derive->programme->evaluation.roster_threshold);
}

/* The same people over all cycles up to the last to compare with that ask a scale, where these are
 * at least three. */
static void add_trajectories(struct derive *derive, const char *scale)
{
    static const char *const metrics[][2] = {{"trajectory.slope", "slope"},
                                             {"trajectory.friedman", "friedman"},
                                             {"trajectory.page", "page"}};
    struct json_object *cycles = json_object_new_array();
    size_t last = derive_find_cycle(derive, scale, true);
    for (size_t i = 0; last != SIZE_MAX && i <= last; i++)
        if (derive_is_asked(derive, scale, i))
            json_object_array_add(cycles, json_object_new_int(derive_cycle_at(derive, i)));
    for (size_t i = 0; json_object_array_length(cycles) >= 3 && i < 3; i++) {
        struct json_object *analysis =
            derive_add(derive, metrics[i][0], "%s:%s", metrics[i][1], scale);
        derive_set_variable(derive, analysis, "variable", scale, 0);
        json_object_object_add(analysis, "cycles", json_object_get(cycles));
    }
    json_object_put(cycles);
}

static bool is_sensitive(const struct derive *derive, const struct survey_scale *scale)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    for (size_t i = 0; i < evaluation->sensitive_count; i++) {
        size_t length = strlen(evaluation->sensitive[i]);
        for (size_t j = 0; j < scale->item_count; j++)
            if (strncmp(scale->items[j], evaluation->sensitive[i], length) == 0 &&
                (scale->items[j][length] == '\0' || scale->items[j][length] == '_'))
                return true;
    }
    return false;
}

/* Each scale by actor type. */
static void add_breakdowns(struct derive *derive, const struct survey_scale *scale)
{
    for (size_t i = 0; i < derive->programme->cycle_count; i++) {
        if (!derive_is_asked(derive, scale->id, i))
            continue;
        int cycle = derive_cycle_at(derive, i);
        struct json_object *analysis =
            derive_add(derive, "disclosure.breakdown", "breakdown:c%d:%s", cycle, scale->id);
        derive_set_text(analysis, "scale", scale->id);
        derive_set_integer(analysis, "cycle", cycle);
        derive_set_text(analysis, "by", "actor_type");
        derive_set_integer(analysis, "k", derive->programme->minimum_group_size);
        derive_set_integer(analysis, "min_organisations", 2);
        json_object_object_add(analysis, "sensitive",
                               json_object_new_boolean(is_sensitive(derive, scale)));
    }
}

/* Whether those who did the assignment use it at work. */
static void add_link(struct derive *derive)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    const struct derive_variable *done =
        evaluation->assignment == NULL ? NULL : derive_find(derive, evaluation->assignment);
    if (done == NULL || done->type != DERIVE_BINARY || evaluation->application == NULL ||
        !is_stepped(derive, evaluation->application))
        return;
    for (size_t i = 0; i < derive->programme->cycle_count; i++) {
        if (!derive_is_asked(derive, evaluation->assignment, i) ||
            !derive_is_asked(derive, evaluation->application, i))
            continue;
        int cycle = derive_cycle_at(derive, i);
        struct json_object *analysis = derive_add(derive, "transfer.link", "link:c%d", cycle);
        derive_set_variable(derive, analysis, "x", evaluation->assignment, cycle);
        derive_set_integer(analysis, "x_threshold", 1);
        derive_set_variable(derive, analysis, "y", evaluation->application, cycle);
        derive_set_integer(analysis, "y_threshold", evaluation->application_threshold);
    }
}

void derive_course(struct derive *derive)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    for (size_t i = 0; derive_is_linked(derive) && i < evaluation->agreement_count; i++)
        add_understanding(derive, evaluation->agreement[i]);
    add_network_span(derive);
    add_link(derive);
    for (size_t i = 0; i < evaluation->scale_count; i++) {
        if (derive_is_linked(derive))
            add_trajectories(derive, evaluation->scales[i].id);
        add_breakdowns(derive, &evaluation->scales[i]);
    }
}

/* The p-values of one claim: tests of a metric that belong together. */
static const struct {
    const char *family;
    const char *metric;
    const char *field;
} tests[] = {
    {"understanding", "understanding.change", "ad_p"},
    {"learning", "learning.paired", "p"},
    {"learning", "learning.signed_rank", "p"},
    {"course", "trajectory.overlap", "p"},
    {"course", "trajectory.slope", "p"},
};

static void add_family(struct derive *derive, const char *name)
{
    struct json_object *family = json_object_new_array();
    size_t count = json_object_array_length(derive->analyses);
    for (size_t i = 0; i < count; i++) {
        struct json_object *analysis = json_object_array_get_idx(derive->analyses, i);
        const char *metric = json_object_get_string(json_object_object_get(analysis, "metric"));
        for (size_t t = 0; t < sizeof(tests) / sizeof(tests[0]); t++) {
            if (strcmp(tests[t].family, name) != 0 || strcmp(tests[t].metric, metric) != 0)
                continue;
            struct json_object *reference = json_object_new_object();
            json_object_object_add(reference, "id",
                                   json_object_get(json_object_object_get(analysis, "id")));
            derive_set_text(reference, "field", tests[t].field);
            json_object_array_add(family, reference);
        }
    }
    if (json_object_array_length(family) == 0) {
        json_object_put(family);
        return;
    }
    struct json_object *analysis = derive_add(derive, "multiplicity.holm", "holm:%s", name);
    json_object_object_add(analysis, "family", family);
}

void derive_families(struct derive *derive)
{
    static const char *const names[] = {"understanding", "learning", "course"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        add_family(derive, names[i]);
}
