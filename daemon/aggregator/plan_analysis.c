#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "evaluation/catalogue.h"
#include "evaluation/data.h"
#include "plan_json.h"

static bool read_variable(const struct plan_reader *reader, struct plan_value value,
                          struct evaluation_variable *variable, bool has_cycle)
{
    struct plan_value question, scale, cycle;
    if (!plan_object(reader, value, has_cycle ? "question scale cycle" : "question scale"))
        return false;
    bool has_question = plan_member(reader, value, "question", &question);
    bool has_scale = plan_member(reader, value, "scale", &scale);
    if (has_question == has_scale) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "needs either a question or a scale");
        return false;
    }
    variable->given = true;
    variable->is_scale = has_scale;
    bool is_right = has_scale ? plan_scale(reader, scale, &variable->index)
                              : plan_question(reader, question, &variable->index);
    if (!has_cycle)
        return is_right;
    if (!plan_member(reader, value, "cycle", &cycle)) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer, "needs a cycle");
        return false;
    }
    return plan_integer(reader, cycle, INT_MIN, INT_MAX, &variable->cycle) && is_right;
}

/* Values of an attribute; the empty one stands for rows that do not have it. */
static bool read_attribute(const struct plan_reader *reader, struct plan_value value,
                           size_t *ret_count, const char *const **ret_list)
{
    size_t count;
    if (!plan_array(reader, value, &count))
        return false;
    const char **list = base_arena_array(reader->arena, const char *, count);
    bool is_right = true;
    for (size_t i = 0; i < count; i++) {
        struct plan_value element = plan_element(reader, value, i);
        struct base_text text = base_json_text(element.json);
        list[i] = "";
        if (text.data == NULL || text.length > 0)
            is_right &= plan_text(reader, element, &list[i]);
    }
    *ret_count = count;
    *ret_list = list;
    return is_right;
}

static bool read_filter(const struct plan_reader *reader, struct plan_value value,
                        struct evaluation_filter *filter)
{
    struct plan_value list;
    if (!plan_object(reader, value, "participant organisation actor_type"))
        return false;
    bool is_right = true;
    if (plan_member(reader, value, "participant", &list)) {
        filter->participant.given = true;
        is_right &=
            read_attribute(reader, list, &filter->participant.count, &filter->participant.list);
    }
    if (plan_member(reader, value, "organisation", &list)) {
        filter->organisation.given = true;
        is_right &=
            read_attribute(reader, list, &filter->organisation.count, &filter->organisation.list);
    }
    if (plan_member(reader, value, "actor_type", &list)) {
        filter->actor_type.given = true;
        is_right &=
            read_attribute(reader, list, &filter->actor_type.count, &filter->actor_type.list);
    }
    return is_right;
}

static bool read_override(const struct plan_reader *reader, struct plan_value value,
                          struct evaluation_release *release)
{
    if (!json_object_is_type(value.json, json_type_object)) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "must be an object from participant to answer");
        return false;
    }
    size_t count = (size_t)json_object_object_length(value.json), place = 0;
    const char **names = base_arena_array(reader->arena, const char *, count);
    double *numbers = base_arena_array(reader->arena, double, count);
    json_object_object_foreach(value.json, key, answer)
    {
        struct base_text text = base_text_trim(base_json_text(answer));
        if (text.data == NULL) {
            aggregator_problem_at(reader->problems, reader->file,
                                  base_json_pointer(reader->arena, value.pointer, key),
                                  "must be a text, as in the data");
            return false;
        }
        names[place] = base_arena_string(reader->arena, key);
        numbers[place] = EVALUATION_MISSING;
        if (text.length > 0 && !base_text_number(text, &numbers[place]))
            numbers[place] = EVALUATION_INVALID;
        place++;
    }
    release->overridden = names;
    release->override_values = numbers;
    release->override_count = count;
    return true;
}

static bool read_releases(const struct plan_reader *reader, struct plan_value value,
                          struct evaluation_analysis *analysis)
{
    size_t count;
    if (!plan_array(reader, value, &count))
        return false;
    struct evaluation_release *releases =
        base_arena_array(reader->arena, struct evaluation_release, count);
    bool is_right = true;
    for (size_t i = 0; i < count; i++) {
        struct plan_value element = plan_element(reader, value, i), member;
        struct evaluation_release *release = &releases[i];
        is_right &= plan_object(reader, element, "id filter exclude override");
        if (!json_object_is_type(element.json, json_type_object))
            continue;
        if (plan_member(reader, element, "id", &member)) {
            is_right &= plan_text(reader, member, &release->id);
        } else {
            aggregator_problem_at(reader->problems, reader->file, element.pointer, "needs an id");
            is_right = false;
        }
        if (plan_member(reader, element, "filter", &member))
            is_right &= read_filter(reader, member, &release->filter);
        if (plan_member(reader, element, "exclude", &member))
            is_right &= plan_texts(reader, member, &release->exclude_count, &release->excluded);
        if (plan_member(reader, element, "override", &member))
            is_right &= read_override(reader, member, release);
    }
    analysis->releases = releases;
    analysis->release_count = count;
    return is_right;
}

static bool read_family(const struct plan_reader *reader, struct plan_value value,
                        struct evaluation_analysis *analysis)
{
    size_t count;
    if (!plan_array(reader, value, &count))
        return false;
    struct evaluation_reference *family =
        base_arena_array(reader->arena, struct evaluation_reference, count);
    bool is_right = true;
    for (size_t i = 0; i < count; i++) {
        struct plan_value element = plan_element(reader, value, i), id, field;
        if (!plan_object(reader, element, "id field") || !plan_member(reader, element, "id", &id) ||
            !plan_member(reader, element, "field", &field) ||
            !plan_text(reader, id, &family[i].id) || !plan_text(reader, field, &family[i].field)) {
            aggregator_problem_at(reader->problems, reader->file, element.pointer,
                                  "needs the id of an earlier analysis and the name of a field");
            is_right = false;
        } else if (evaluation_interner_find(&reader->names->analyses, base_text_of(family[i].id)) ==
                   EVALUATION_NONE) {
            aggregator_problem_at(reader->problems, reader->file, id.pointer,
                                  "\"%s\" is no earlier analysis%s", family[i].id,
                                  plan_nearest(reader, family[i].id, &reader->names->analyses));
            is_right = false;
        }
    }
    analysis->family = family;
    analysis->family_count = count;
    return is_right;
}

static bool read_cycles(const struct plan_reader *reader, struct plan_value value,
                        struct evaluation_analysis *analysis)
{
    size_t count;
    if (!plan_array(reader, value, &count))
        return false;
    int *cycles = base_arena_array(reader->arena, int, count);
    bool is_right = true;
    for (size_t i = 0; i < count; i++) {
        struct plan_value element = plan_element(reader, value, i);
        is_right &= plan_integer(reader, element, INT_MIN, INT_MAX, &cycles[i]);
        if (i > 0 && cycles[i] <= cycles[i - 1]) {
            aggregator_problem_at(reader->problems, reader->file, element.pointer,
                                  "cycles must ascend");
            is_right = false;
        }
    }
    if (count == 0) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "must name at least one cycle");
        is_right = false;
    }
    analysis->cycles = cycles;
    analysis->cycle_count = count;
    return is_right;
}

static bool read_questions(const struct plan_reader *reader, struct plan_value value,
                           struct evaluation_analysis *analysis)
{
    if (!plan_questions(reader, value, &analysis->question_count, &analysis->questions))
        return false;
    if (analysis->question_count == 0)
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "must name at least one question");
    return analysis->question_count > 0;
}

static bool read_count_base(const struct plan_reader *reader, struct plan_value value, int *ret)
{
    int base;
    if (!plan_integer(reader, value, 1, 5, &base))
        return false;
    if (base != 1 && base != 3 && base != 5) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer, "must be 1, 3 or 5");
        return false;
    }
    *ret = base;
    return true;
}

static bool read_choice(const struct plan_reader *reader, enum evaluation_parameter parameter,
                        struct plan_value value, struct evaluation_analysis *analysis)
{
    static const enum evaluation_unit groups[] = {EVALUATION_UNIT_ORGANISATION,
                                                  EVALUATION_UNIT_ACTOR_TYPE,
                                                  EVALUATION_UNIT_PARTICIPANT, EVALUATION_UNIT_ALL};
    size_t place;
    switch (parameter) {
    case EVALUATION_PARAMETER_UNIT:
        if (!plan_word(reader, value, "participant|organisation|actor_type", &place))
            return false;
        analysis->unit = (enum evaluation_unit)place;
        return true;
    case EVALUATION_PARAMETER_GROUP:
        if (!plan_word(reader, value, "organisation|actor_type|participant|all", &place))
            return false;
        analysis->group = groups[place];
        return true;
    case EVALUATION_PARAMETER_BY:
        if (!plan_word(reader, value, "organisation|actor_type", &place))
            return false;
        analysis->by = groups[place];
        return true;
    case EVALUATION_PARAMETER_BASE:
        if (!plan_word(reader, value, "previous|earlier|all", &place))
            return false;
        analysis->base = (enum evaluation_base)place;
        return true;
    default: /* EVALUATION_PARAMETER_MISSING */
        if (!plan_word(reader, value, "reconstruct|strict", &place))
            return false;
        analysis->strict = place == 1;
        return true;
    }
}

static bool read_parameter(const struct plan_reader *reader, enum evaluation_parameter parameter,
                           struct plan_value value, struct evaluation_analysis *analysis)
{
    bool has_cycle =
        (analysis->metric->required & EVALUATION_BIT(EVALUATION_PARAMETER_CYCLES)) == 0;
    switch (parameter) {
    case EVALUATION_PARAMETER_CYCLE:
        return plan_integer(reader, value, INT_MIN, INT_MAX, &analysis->cycle);
    case EVALUATION_PARAMETER_FROM:
        return plan_integer(reader, value, INT_MIN, INT_MAX, &analysis->from);
    case EVALUATION_PARAMETER_TO:
        return plan_integer(reader, value, INT_MIN, INT_MAX, &analysis->to);
    case EVALUATION_PARAMETER_CYCLES:
        return read_cycles(reader, value, analysis);
    case EVALUATION_PARAMETER_QUESTION:
        return plan_question(reader, value, &analysis->question);
    case EVALUATION_PARAMETER_SCALE:
        return plan_scale(reader, value, &analysis->scale);
    case EVALUATION_PARAMETER_QUALITY:
        return plan_question(reader, value, &analysis->quality);
    case EVALUATION_PARAMETER_TOLD:
        return plan_question(reader, value, &analysis->told);
    case EVALUATION_PARAMETER_REACH:
        return plan_question(reader, value, &analysis->reach);
    case EVALUATION_PARAMETER_QUESTIONS:
        return read_questions(reader, value, analysis);
    case EVALUATION_PARAMETER_VARIABLE:
        return read_variable(reader, value, &analysis->variable, has_cycle);
    case EVALUATION_PARAMETER_PRE:
        return read_variable(reader, value, &analysis->pre, true);
    case EVALUATION_PARAMETER_THEN:
        return read_variable(reader, value, &analysis->then, true);
    case EVALUATION_PARAMETER_POST:
        return read_variable(reader, value, &analysis->post, true);
    case EVALUATION_PARAMETER_X:
        return read_variable(reader, value, &analysis->x, true);
    case EVALUATION_PARAMETER_Y:
        return read_variable(reader, value, &analysis->y, true);
    case EVALUATION_PARAMETER_X_THRESHOLD:
        return plan_number(reader, value, -INFINITY, INFINITY, &analysis->x_threshold);
    case EVALUATION_PARAMETER_Y_THRESHOLD:
        return plan_number(reader, value, -INFINITY, INFINITY, &analysis->y_threshold);
    case EVALUATION_PARAMETER_THRESHOLD:
        return plan_number(reader, value, -INFINITY, INFINITY, &analysis->threshold);
    case EVALUATION_PARAMETER_RELIABILITY:
        return plan_number(reader, value, -INFINITY, INFINITY, &analysis->reliability);
    case EVALUATION_PARAMETER_MIN_POINTS:
        return plan_integer(reader, value, 2, 10000, &analysis->min_points);
    case EVALUATION_PARAMETER_UNIT:
    case EVALUATION_PARAMETER_GROUP:
    case EVALUATION_PARAMETER_BY:
    case EVALUATION_PARAMETER_BASE:
    case EVALUATION_PARAMETER_MISSING:
        return read_choice(reader, parameter, value, analysis);
    case EVALUATION_PARAMETER_FIRST:
        return plan_text(reader, value, &analysis->first);
    case EVALUATION_PARAMETER_SECOND:
        return plan_text(reader, value, &analysis->second);
    case EVALUATION_PARAMETER_LIST_GROUPS:
        return plan_boolean(reader, value, &analysis->list_groups);
    case EVALUATION_PARAMETER_ROSTER:
        return plan_roster(reader, value, &analysis->roster);
    case EVALUATION_PARAMETER_K:
        return plan_integer(reader, value, 1, 1000000, &analysis->k);
    case EVALUATION_PARAMETER_MIN_ORGANISATIONS:
        return plan_integer(reader, value, 1, 1000000, &analysis->min_organisations);
    case EVALUATION_PARAMETER_COUNT_BASE:
        return read_count_base(reader, value, &analysis->count_base);
    case EVALUATION_PARAMETER_SENSITIVE:
        return plan_boolean(reader, value, &analysis->sensitive);
    case EVALUATION_PARAMETER_RELEASES:
        return read_releases(reader, value, analysis);
    case EVALUATION_PARAMETER_FAMILY:
        return read_family(reader, value, analysis);
    case EVALUATION_PARAMETER_FILTER:
        return read_filter(reader, value, &analysis->filter);
    case EVALUATION_PARAMETER_COUNT:
        break;
    }
    return false;
}

/* Reads every parameter that is there; reports those that are missing or do not belong. */
static bool read_parameters(const struct plan_reader *reader, struct plan_value value,
                            struct evaluation_analysis *analysis)
{
    const struct evaluation_metric *metric = analysis->metric;
    uint64_t either =
        EVALUATION_BIT(EVALUATION_PARAMETER_QUESTION) | EVALUATION_BIT(EVALUATION_PARAMETER_SCALE);
    uint64_t known = metric->required | metric->optional | (metric->either_scale ? either : 0) |
                     EVALUATION_BIT(EVALUATION_PARAMETER_FILTER);
    struct base_buffer names;
    base_buffer_init(&names, reader->arena);
    base_buffer_string(&names, "id metric");
    bool is_right = true;
    uint64_t found = 0;
    for (int i = 0; i < EVALUATION_PARAMETER_COUNT; i++) {
        struct plan_value member;
        const char *name = evaluation_parameter_name((enum evaluation_parameter)i);
        if ((known & EVALUATION_BIT(i)) == 0)
            continue;
        base_buffer_format(&names, " %s", name);
        if (plan_member(reader, value, name, &member)) {
            found |= EVALUATION_BIT(i);
            is_right &= read_parameter(reader, (enum evaluation_parameter)i, member, analysis);
        } else if ((metric->required & EVALUATION_BIT(i)) != 0) {
            aggregator_problem_at(reader->problems, reader->file, value.pointer, "%s needs \"%s\"",
                                  metric->id, name);
            is_right = false;
        }
    }
    is_right &= plan_object(reader, value, names.data);
    if (metric->either_scale && ((found & either) == 0 || (found & either) == either)) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "%s needs either a question or a scale", metric->id);
        is_right = false;
    }
    return is_right;
}

static const char *nearest_metric(const struct plan_reader *reader, const char *id)
{
    struct nearest nearest = {.wanted = base_text_of(id)};
    size_t count;
    const struct evaluation_metric *metrics = evaluation_catalogue(&count);
    for (size_t i = 0; i < count; i++)
        nearest_try(&nearest, base_text_of(metrics[i].id));
    return nearest.found.data == NULL ? "; survey-aggregator metrics lists all"
                                      : nearest_question(&nearest, reader->arena);
}

bool plan_analysis(const struct plan_reader *reader, struct plan_value value,
                   struct evaluation_analysis *analysis)
{
    struct plan_value member;
    const char *metric;
    evaluation_analysis_init(analysis);
    if (!json_object_is_type(value.json, json_type_object)) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer, "must be an object");
        return false;
    }
    if (!plan_member(reader, value, "id", &member)) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer, "needs an id");
        return false;
    }
    if (!plan_text(reader, member, &analysis->id))
        return false;
    if (!plan_member(reader, value, "metric", &member)) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer, "needs a metric");
        return false;
    }
    if (!plan_text(reader, member, &metric))
        return false;
    analysis->metric = evaluation_catalogue_find(metric);
    if (analysis->metric == NULL) {
        aggregator_problem_at(reader->problems, reader->file, member.pointer,
                              "\"%s\" is no metric that this program computes%s", metric,
                              nearest_metric(reader, metric));
        return false;
    }
    return read_parameters(reader, value, analysis);
}
