#include <string.h>

#include "derive_internal.h"

struct json_object *derive_add(struct derive *derive, const char *metric, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *id = base_arena_vformat(derive->arena, format, arguments);
    va_end(arguments);
    struct json_object *analysis = json_object_new_object();
    json_object_object_add(analysis, "id", json_object_new_string(id));
    json_object_object_add(analysis, "metric", json_object_new_string(metric));
    json_object_array_add(derive->analyses, analysis);
    return analysis;
}

void derive_set_text(struct json_object *analysis, const char *name, const char *value)
{
    json_object_object_add(analysis, name, json_object_new_string(value));
}

void derive_set_integer(struct json_object *analysis, const char *name, int value)
{
    json_object_object_add(analysis, name, json_object_new_int(value));
}

void derive_set_variable(const struct derive *derive, struct json_object *analysis,
                         const char *name, const char *variable, int cycle)
{
    struct json_object *object = json_object_new_object();
    bool is_scale = derive_scale(derive, variable) != NULL;
    derive_set_text(object, is_scale ? "scale" : "question", variable);
    if (cycle != 0)
        derive_set_integer(object, "cycle", cycle);
    json_object_object_add(analysis, name, object);
}

int derive_cycle_at(const struct derive *derive, size_t place)
{
    return derive->programme->cycles[place].cycle;
}

/* The active cycle before one in which the variable was asked (`variable` NULL: any active cycle);
   SIZE_MAX if there is none. */
static size_t previous_cycle(const struct derive *derive, const char *variable, size_t place)
{
    while (place-- > 0)
        if (variable == NULL ? derive->facts->cycle_is_active[place]
                             : derive_is_asked(derive, variable, place))
            return place;
    return SIZE_MAX;
}

static const char *const units[] = {"participant", "organisation", "actor_type"};

bool derive_is_linked(const struct derive *derive)
{
    return derive->programme->linkage == SURVEY_LINKAGE_PROGRAMME;
}

static void add_participation(struct derive *derive, size_t place)
{
    int cycle = derive_cycle_at(derive, place);
    derive_set_integer(derive_add(derive, "participation.flow", "flow:c%d", cycle), "cycle", cycle);
    derive_set_integer(derive_add(derive, "participation.attendance", "attendance:c%d", cycle),
                       "cycle", cycle);
    for (size_t i = 0; i < 2; i++) {
        struct json_object *analysis =
            derive_add(derive, "participation.diversity", "diversity:c%d:%s", cycle, units[i]);
        derive_set_integer(analysis, "cycle", cycle);
        derive_set_text(analysis, "unit", units[i]);
    }
    derive_set_integer(
        derive_add(derive, "participation.representation", "representation:c%d", cycle), "cycle",
        cycle);
    size_t before = previous_cycle(derive, NULL, place);
    for (size_t i = derive_is_linked(derive) ? 0 : 1; before != SIZE_MAX && i < 3; i++) {
        struct json_object *analysis =
            derive_add(derive, "participation.retention", "retention:c%d-c%d:%s",
                       derive_cycle_at(derive, before), cycle, units[i]);
        derive_set_integer(analysis, "from", derive_cycle_at(derive, before));
        derive_set_integer(analysis, "to", cycle);
        derive_set_text(analysis, "unit", units[i]);
    }
}

/* Questions that say who was there are participation, not reaction. */
static bool is_fact(const struct derive *derive, const char *name)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    return (evaluation->attended != NULL && strcmp(name, evaluation->attended) == 0) ||
           (evaluation->assigned != NULL && strcmp(name, evaluation->assigned) == 0);
}

static void add_question(struct derive *derive, const char *metric, const char *label,
                         const char *question, int cycle)
{
    struct json_object *analysis = derive_add(derive, metric, "%s:c%d:%s", label, cycle, question);
    derive_set_text(analysis, "question", question);
    derive_set_integer(analysis, "cycle", cycle);
}

static void add_reaction(struct derive *derive, size_t place)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    int cycle = derive_cycle_at(derive, place);
    for (size_t i = 0; i < derive->variable_count; i++) {
        const struct derive_variable *variable = &derive->variables[i];
        if (!variable->is_closed || !variable->asked[place] || is_fact(derive, variable->name))
            continue;
        add_question(derive, "reaction.item", "item", variable->name, cycle);
        add_question(derive, "disclosure.display", "display", variable->name, cycle);
        if (variable->type == DERIVE_NPS)
            add_question(derive, "reaction.nps", "nps", variable->name, cycle);
    }
    for (size_t i = 0; i < evaluation->scale_count; i++) {
        const char *scale = evaluation->scales[i].id;
        if (!derive_is_asked(derive, scale, place))
            continue;
        static const char *const metrics[][2] = {{"reaction.scale", "scale"},
                                                 {"reaction.reliability", "reliability"},
                                                 {"reaction.omega", "omega"}};
        for (size_t j = 0; j < sizeof(metrics) / sizeof(metrics[0]); j++) {
            struct json_object *analysis =
                derive_add(derive, metrics[j][0], "%s:c%d:%s", metrics[j][1], cycle, scale);
            derive_set_text(analysis, "scale", scale);
            derive_set_integer(analysis, "cycle", cycle);
        }
    }
}

/* The listed questions that the cycle asks and that have steps; NULL if there is none. */
static struct json_object *asked_of(const struct derive *derive, const char *const *names,
                                    size_t count, size_t place)
{
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < count; i++) {
        const struct derive_variable *variable = derive_find(derive, names[i]);
        if (variable != NULL && variable->type == DERIVE_LIKERT &&
            derive_is_asked(derive, names[i], place))
            json_object_array_add(list, json_object_new_string(names[i]));
    }
    if (json_object_array_length(list) > 0)
        return list;
    json_object_put(list);
    return NULL;
}

static void add_agreement(struct derive *derive, size_t place)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    static const char *const groups[] = {"all", "actor_type"};
    int cycle = derive_cycle_at(derive, place);
    for (size_t i = 0; i < 2; i++) {
        struct json_object *questions =
            asked_of(derive, evaluation->agreement, evaluation->agreement_count, place);
        if (questions == NULL)
            return;
        struct json_object *analysis =
            derive_add(derive, "understanding.agreement", "agreement:c%d:%s", cycle, groups[i]);
        json_object_object_add(analysis, "questions", questions);
        derive_set_integer(analysis, "cycle", cycle);
        derive_set_text(analysis, "group", groups[i]);
    }
    for (size_t i = 0; i < evaluation->agreement_count; i++) {
        const char *question = evaluation->agreement[i];
        const struct derive_variable *variable = derive_find(derive, question);
        if (!derive_is_asked(derive, question, place) || variable->type != DERIVE_LIKERT)
            continue;
        struct json_object *analysis =
            derive_add(derive, "understanding.icc", "icc:c%d:%s", cycle, question);
        derive_set_variable(derive, analysis, "variable", question, cycle);
        derive_set_text(analysis, "group", "actor_type");
        size_t before = previous_cycle(derive, question, place);
        if (before == SIZE_MAX || !derive_is_linked(derive))
            continue;
        analysis = derive_add(derive, "understanding.change", "convergence:c%d-c%d:%s",
                              derive_cycle_at(derive, before), cycle, question);
        derive_set_variable(derive, analysis, "pre", question, derive_cycle_at(derive, before));
        derive_set_variable(derive, analysis, "post", question, cycle);
    }
}

static void add_ranking(struct derive *derive, size_t place)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    struct json_object *questions =
        asked_of(derive, evaluation->ranking, evaluation->ranking_count, place);
    if (questions == NULL)
        return;
    int cycle = derive_cycle_at(derive, place);
    struct json_object *analysis =
        derive_add(derive, "understanding.ranking", "ranking:c%d", cycle);
    json_object_object_add(analysis, "questions", questions);
    derive_set_integer(analysis, "cycle", cycle);
}

static bool is_of_type(const struct derive *derive, const char *name, enum derive_type type,
                       size_t place)
{
    const struct derive_variable *variable = name == NULL ? NULL : derive_find(derive, name);
    return variable != NULL && variable->type == type && derive_is_asked(derive, name, place);
}

static void add_transfer(struct derive *derive, size_t place)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    int cycle = derive_cycle_at(derive, place);
    if (is_of_type(derive, evaluation->assignment, DERIVE_BINARY, place)) {
        struct json_object *analysis =
            derive_add(derive, "transfer.assignment", "assignment:c%d", cycle);
        derive_set_text(analysis, "question", evaluation->assignment);
        if (is_of_type(derive, evaluation->assignment_quality, DERIVE_LIKERT, place))
            derive_set_text(analysis, "quality", evaluation->assignment_quality);
        derive_set_integer(analysis, "cycle", cycle);
    }
    if (is_of_type(derive, evaluation->application, DERIVE_LIKERT, place)) {
        struct json_object *analysis =
            derive_add(derive, "transfer.application", "application:c%d", cycle);
        derive_set_text(analysis, "question", evaluation->application);
        derive_set_integer(analysis, "threshold", evaluation->application_threshold);
        derive_set_integer(analysis, "cycle", cycle);
        derive_set_text(analysis, "base", derive_is_linked(derive) ? "previous" : "all");
    }
    if (is_of_type(derive, evaluation->spread_told, DERIVE_BINARY, place) &&
        evaluation->spread_reach != NULL && derive_find(derive, evaluation->spread_reach) != NULL) {
        struct json_object *analysis = derive_add(derive, "spread.reach", "reach:c%d", cycle);
        derive_set_text(analysis, "told", evaluation->spread_told);
        derive_set_text(analysis, "reach", evaluation->spread_reach);
        derive_set_integer(analysis, "cycle", cycle);
    }
    if (derive_is_linked(derive))
        derive_set_integer(derive_add(derive, "spread.referral", "referral:c%d", cycle), "cycle",
                           cycle);
}

static void add_network(struct derive *derive, size_t place)
{
    const char *roster = derive->programme->evaluation.roster;
    const struct derive_variable *variable = roster == NULL ? NULL : derive_find(derive, roster);
    if (variable == NULL || !variable->is_roster || !derive_is_asked(derive, roster, place))
        return;
    int cycle = derive_cycle_at(derive, place);
    int threshold = derive->programme->evaluation.roster_threshold;
    struct json_object *analysis = derive_add(derive, "network.structure", "network:c%d", cycle);
    derive_set_text(analysis, "roster", roster);
    derive_set_integer(analysis, "cycle", cycle);
    derive_set_integer(analysis, "threshold", threshold);
    size_t before = previous_cycle(derive, roster, place);
    if (before == SIZE_MAX)
        return;
    analysis = derive_add(derive, "network.change", "network-change:c%d-c%d",
                          derive_cycle_at(derive, before), cycle);
    derive_set_text(analysis, "roster", roster);
    derive_set_integer(analysis, "from", derive_cycle_at(derive, before));
    derive_set_integer(analysis, "to", cycle);
    derive_set_integer(analysis, "threshold", threshold);
}

/* Scales from cycle to cycle, whoever was there. */
static void add_overlap(struct derive *derive, size_t place)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    for (size_t i = 0; derive_is_linked(derive) && i < evaluation->scale_count; i++) {
        const char *scale = evaluation->scales[i].id;
        size_t before = previous_cycle(derive, scale, place);
        if (before == SIZE_MAX || !derive_is_asked(derive, scale, place))
            continue;
        int from = derive_cycle_at(derive, before), to = derive_cycle_at(derive, place);
        struct json_object *analysis =
            derive_add(derive, "trajectory.overlap", "overlap:c%d-c%d:%s", from, to, scale);
        derive_set_variable(derive, analysis, "pre", scale, from);
        derive_set_variable(derive, analysis, "post", scale, to);
    }
}

/* How well a cycle stands for what came of the programme so far. */
static int standing(const struct derive *derive, size_t place)
{
    const struct derive_facts *facts = derive->facts;
    if (facts->cycle_bears != NULL && !facts->cycle_bears[place])
        return 0;
    return facts->cycle_is_over == NULL || facts->cycle_is_over[place] ? 2 : 1;
}

size_t derive_find_cycle(const struct derive *derive, const char *variable, bool last)
{
    size_t first = SIZE_MAX, found = SIZE_MAX;
    for (size_t i = 0; variable != NULL && i < derive->programme->cycle_count; i++) {
        if (!derive_is_asked(derive, variable, i))
            continue;
        bool is_better = found == SIZE_MAX || standing(derive, i) >= standing(derive, found);
        first = first == SIZE_MAX ? i : first;
        found = is_better ? i : found;
    }
    return last ? found : first;
}

void derive_analyses(struct derive *derive)
{
    for (size_t i = 0; i < derive->programme->cycle_count; i++) {
        if (!derive->facts->cycle_is_active[i])
            continue;
        add_participation(derive, i);
        add_reaction(derive, i);
        add_agreement(derive, i);
        add_ranking(derive, i);
        add_transfer(derive, i);
        add_network(derive, i);
        add_overlap(derive, i);
    }
    for (size_t i = derive_is_linked(derive) ? 0 : 1; i < 3; i++)
        derive_set_text(derive_add(derive, "participation.turnover", "turnover:%s", units[i]),
                        "unit", units[i]);
    derive_learning(derive);
    derive_course(derive);
    derive_families(derive);
    struct json_object *goals = derive->programme->evaluation.goals;
    if (goals != NULL && json_object_array_length(goals) > 0)
        derive_add(derive, "results.goals", "goals");
}
