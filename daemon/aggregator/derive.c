#include "derive.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "derive_internal.h"

/* The steps of a list of choices whose values are numbers; false if a value is none. */
static bool find_steps(const struct survey_choice *choices, size_t count, int *ret_minimum,
                       int *ret_maximum)
{
    size_t steps = 0;
    for (size_t i = 0; i < count; i++) {
        if (choices[i].role != SURVEY_CHOICE_PLAIN)
            continue;
        if (!choices[i].is_number || choices[i].number != choices[i].code)
            return false;
        *ret_minimum =
            steps == 0 || choices[i].code < *ret_minimum ? choices[i].code : *ret_minimum;
        *ret_maximum =
            steps == 0 || choices[i].code > *ret_maximum ? choices[i].code : *ret_maximum;
        steps++;
    }
    return steps >= 2;
}

static bool is_named(const char *name, const char *wanted)
{
    return wanted != NULL && strcmp(name, wanted) == 0;
}

static struct derive_column code_column(const struct survey_programme *programme,
                                        const struct survey_item *item,
                                        const struct survey_column *column)
{
    struct derive_column derived = {.type = DERIVE_NUMERIC};
    const struct survey_choice *choices = item->choices;
    size_t count = item->choice_count;
    if (item->kind == SURVEY_ITEM_BOOLEAN) {
        derived.type = item->is_consent ? DERIVE_NONE : DERIVE_BINARY;
        derived.is_closed = !item->is_consent;
        return derived;
    }
    if (column->part >= 0) {
        choices = item->parts[column->part].choices;
        count = item->parts[column->part].choice_count;
    }
    if (!find_steps(choices, count, &derived.minimum, &derived.maximum))
        return derived;
    bool is_recommendation = is_named(column->name, programme->evaluation.recommend) &&
                             derived.minimum == 0 && derived.maximum == 10;
    derived.type = is_recommendation ? DERIVE_NPS : DERIVE_LIKERT;
    derived.is_closed = true;
    return derived;
}

struct derive_column derive_column_of(struct base_arena *arena,
                                      const struct survey_programme *programme,
                                      const struct survey_questionnaire *questionnaire,
                                      size_t column)
{
    const struct survey_column *entry = &questionnaire->columns[column];
    const struct survey_item *item = &questionnaire->items[entry->item];
    struct derive_column derived = {.type = DERIVE_NONE};
    switch (entry->kind) {
    case SURVEY_COLUMN_CODE:
        derived = code_column(programme, item, entry);
        break;
    case SURVEY_COLUMN_OPTION:
        derived.type = DERIVE_BINARY;
        break;
    case SURVEY_COLUMN_RANK:
        derived.type = DERIVE_NUMERIC;
        break;
    case SURVEY_COLUMN_NUMBER:
        derived.type =
            item->whole && item->has_minimum && item->minimum >= 0 ? DERIVE_COUNT : DERIVE_NUMERIC;
        break;
    case SURVEY_COLUMN_DATE:
    case SURVEY_COLUMN_TEXT:
        break;
    }
    bool is_roster = item->rows_are_organisations && entry->row >= 0;
    derived.name = is_roster ? base_arena_format(arena, "%s:%s", item->name,
                                                 item->rows[entry->row].organisation->value)
                             : entry->name;
    return derived;
}

const struct derive_variable *derive_find(const struct derive *derive, const char *name)
{
    for (size_t i = 0; i < derive->variable_count; i++)
        if (strcmp(derive->variables[i].name, name) == 0)
            return &derive->variables[i];
    return NULL;
}

const struct survey_scale *derive_scale(const struct derive *derive, const char *id)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    for (size_t i = 0; i < evaluation->scale_count; i++)
        if (strcmp(evaluation->scales[i].id, id) == 0)
            return &evaluation->scales[i];
    return NULL;
}

bool derive_is_asked(const struct derive *derive, const char *variable, size_t cycle)
{
    const struct survey_scale *scale = derive_scale(derive, variable);
    for (size_t i = 0; scale != NULL && i < scale->item_count; i++)
        if (derive_is_asked(derive, scale->items[i], cycle))
            return true;
    const struct derive_variable *found = scale == NULL ? derive_find(derive, variable) : NULL;
    return found != NULL && found->asked[cycle] && derive->facts->cycle_is_active[cycle];
}

static struct derive_variable *variable_of(struct derive *derive, const char *name)
{
    struct derive_variable *found = (struct derive_variable *)derive_find(derive, name);
    if (found != NULL)
        return found;
    if (derive->variable_count == derive->variable_capacity) {
        size_t capacity = derive->variable_capacity == 0 ? 64 : 2 * derive->variable_capacity;
        struct derive_variable *grown =
            base_arena_array(derive->arena, struct derive_variable, capacity);
        if (derive->variable_count > 0)
            memcpy(grown, derive->variables, derive->variable_count * sizeof(*grown));
        derive->variables = grown;
        derive->variable_capacity = capacity;
    }
    struct derive_variable *variable = &derive->variables[derive->variable_count++];
    *variable = (struct derive_variable){
        .name = name,
        .asked = base_arena_array(derive->arena, bool, derive->programme->cycle_count)};
    return variable;
}

/* Takes in one column. A question that is asked differently in different questionnaires keeps the
   widest range, and is no closed question unless it always was one. */
static void add_column(struct derive *derive, const struct survey_questionnaire *questionnaire,
                       size_t column, size_t cycle)
{
    const struct survey_item *item = &questionnaire->items[questionnaire->columns[column].item];
    struct derive_column derived =
        derive_column_of(derive->arena, derive->programme, questionnaire, column);
    if (derived.type == DERIVE_NONE)
        return;
    bool is_roster = item->rows_are_organisations;
    if (is_roster && !is_named(item->name, derive->programme->evaluation.roster))
        return;
    struct derive_variable *variable = variable_of(derive, is_roster ? item->name : derived.name);
    variable->asked[cycle] = true;
    variable->is_roster = is_roster;
    if (variable->type == DERIVE_NONE) {
        variable->type = derived.type;
        variable->minimum = derived.minimum;
        variable->maximum = derived.maximum;
        variable->is_closed = derived.is_closed && !is_roster;
        return;
    }
    if (variable->type != derived.type) {
        variable->type = DERIVE_NUMERIC;
        variable->is_closed = false;
    }
    variable->minimum = derived.minimum < variable->minimum ? derived.minimum : variable->minimum;
    variable->maximum = derived.maximum > variable->maximum ? derived.maximum : variable->maximum;
}

static size_t cycle_place(const struct derive *derive, int cycle)
{
    for (size_t i = 0; i < derive->programme->cycle_count; i++)
        if (derive->programme->cycles[i].cycle == cycle)
            return i;
    return SIZE_MAX;
}

static void collect_variables(struct derive *derive)
{
    for (size_t i = 0; i < derive->source->count; i++) {
        const struct source_questionnaire *entry = &derive->source->questionnaires[i];
        size_t cycle = cycle_place(derive, entry->cycle);
        for (size_t j = 0; cycle != SIZE_MAX && j < entry->questionnaire->column_count; j++)
            add_column(derive, entry->questionnaire, j, cycle);
    }
}

static struct json_object *text(const char *value)
{
    return json_object_new_string(value);
}

static bool is_reversed(const struct derive *derive, const char *name)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    for (size_t i = 0; i < evaluation->reversed_count; i++)
        if (strcmp(evaluation->reversed[i], name) == 0)
            return true;
    return false;
}

static struct json_object *questions_json(const struct derive *derive)
{
    static const char *const types[] = {
        [DERIVE_LIKERT] = "likert", [DERIVE_NPS] = "nps",         [DERIVE_BINARY] = "binary",
        [DERIVE_COUNT] = "count",   [DERIVE_NUMERIC] = "numeric",
    };
    struct json_object *questions = json_object_new_object();
    for (size_t i = 0; i < derive->variable_count; i++) {
        const struct derive_variable *variable = &derive->variables[i];
        struct json_object *question = json_object_new_object();
        json_object_object_add(question, "type", text(types[variable->type]));
        if (variable->type == DERIVE_LIKERT) {
            json_object_object_add(question, "min", json_object_new_int(variable->minimum));
            json_object_object_add(question, "max", json_object_new_int(variable->maximum));
        }
        if (variable->type == DERIVE_LIKERT && is_reversed(derive, variable->name))
            json_object_object_add(question, "reverse", json_object_new_boolean(1));
        json_object_object_add(questions, variable->name, question);
    }
    return questions;
}

static struct json_object *scales_json(const struct derive *derive)
{
    const struct survey_evaluation *evaluation = &derive->programme->evaluation;
    struct json_object *scales = json_object_new_object();
    for (size_t i = 0; i < evaluation->scale_count; i++) {
        const struct survey_scale *scale = &evaluation->scales[i];
        struct json_object *items = json_object_new_array();
        for (size_t j = 0; j < scale->item_count; j++)
            if (derive_find(derive, scale->items[j]) != NULL)
                json_object_array_add(items, text(scale->items[j]));
        if (json_object_array_length(items) == 0) {
            json_object_put(items);
            continue;
        }
        struct json_object *object = json_object_new_object();
        json_object_object_add(object, "items", items);
        json_object_object_add(object, "min_answered", base_json_number(scale->min_answered));
        json_object_object_add(scales, scale->id, object);
    }
    return scales;
}

/* Whether everybody is asked the item: it has no condition, and is in nothing that has one. */
static bool is_unconditional(const struct survey_questionnaire *questionnaire,
                             const struct survey_item *item)
{
    if (item->visible_if != NULL || questionnaire->pages[item->page].visible_if != NULL)
        return false;
    for (int panel = item->panel; panel >= 0; panel = questionnaire->panels[panel].parent)
        if (questionnaire->panels[panel].visible_if != NULL)
            return false;
    return true;
}

/* The questions by which a response is judged complete: those that everybody must answer; where
   nobody must answer anything, the closed ones that everybody is asked. Of a multiple choice or a
   ranking one column stands for the whole. */
static struct json_object *required_json(const struct derive *derive,
                                         const struct survey_questionnaire *questionnaire,
                                         bool must_be_required)
{
    struct json_object *required = json_object_new_array();
    for (size_t i = 0; i < questionnaire->item_count; i++) {
        const struct survey_item *item = &questionnaire->items[i];
        bool is_required = item->is_required || item->each_row_required;
        if (!is_unconditional(questionnaire, item) || item->rows_are_organisations ||
            is_required != must_be_required)
            continue;
        bool is_one = item->kind == SURVEY_ITEM_CHECKBOX || item->kind == SURVEY_ITEM_RANKING;
        for (size_t j = 0; j < item->column_count && (!is_one || j == 0); j++) {
            struct derive_column derived = derive_column_of(derive->arena, derive->programme,
                                                            questionnaire, item->column_first + j);
            if (derived.type != DERIVE_NONE && (must_be_required || derived.is_closed))
                json_object_array_add(required, text(derived.name));
        }
    }
    return required;
}

static struct json_object *questionnaires_json(const struct derive *derive)
{
    struct json_object *object = json_object_new_object();
    for (size_t i = 0; i < derive->programme->cycle_count; i++) {
        int cycle = derive->programme->cycles[i].cycle;
        const struct survey_questionnaire *questionnaire = source_current(derive->source, cycle);
        if (questionnaire == NULL)
            continue;
        struct json_object *required = required_json(derive, questionnaire, true);
        if (json_object_array_length(required) == 0) {
            json_object_put(required);
            required = required_json(derive, questionnaire, false);
        }
        json_object_object_add(object, base_arena_format(derive->arena, "%d", cycle), required);
    }
    return object;
}

static struct json_object *rosters_json(const struct derive *derive)
{
    const struct survey_programme *programme = derive->programme;
    const char *id = programme->evaluation.roster;
    struct json_object *rosters = json_object_new_object();
    const struct derive_variable *variable = id == NULL ? NULL : derive_find(derive, id);
    if (variable == NULL || !variable->is_roster)
        return rosters;
    struct json_object *nodes = json_object_new_array();
    for (size_t i = 0; i < programme->organisation_count; i++) {
        const struct survey_organisation *organisation = &programme->organisations[i];
        struct json_object *node = json_object_new_object();
        json_object_object_add(node, "id", text(organisation->value));
        json_object_object_add(node, "type",
                               text(programme->actor_types[organisation->actor_type].value));
        json_object_object_add(node, "from", json_object_new_int(organisation->from_cycle));
        json_object_array_add(nodes, node);
    }
    struct json_object *roster = json_object_new_object();
    json_object_object_add(roster, "nodes", nodes);
    json_object_object_add(rosters, id, roster);
    return rosters;
}

/* The goals with those of their members that a plan knows. */
static struct json_object *goals_json(const struct derive *derive)
{
    static const char *const members[] = {"id", "baseline", "target", "actual", "weight", "score"};
    struct json_object *goals = json_object_new_array();
    struct json_object *given = derive->programme->evaluation.goals;
    for (size_t i = 0; given != NULL && i < json_object_array_length(given); i++) {
        struct json_object *from = json_object_array_get_idx(given, i);
        struct json_object *goal = json_object_new_object();
        for (size_t j = 0; j < sizeof(members) / sizeof(members[0]); j++) {
            struct json_object *member = base_json_get(from, members[j]);
            if (member != NULL)
                json_object_object_add(goal, members[j], json_object_get(member));
        }
        json_object_array_add(goals, goal);
    }
    return goals;
}

static struct json_object *cycles_json(const struct derive *derive)
{
    struct json_object *cycles = json_object_new_array();
    for (size_t i = 0; i < derive->programme->cycle_count; i++)
        if (derive->facts->cycle_is_active[i])
            json_object_array_add(cycles, json_object_new_int(derive->programme->cycles[i].cycle));
    return cycles;
}

struct json_object *derive_plan(struct base_arena *arena, const struct source *source,
                                const struct derive_facts *facts)
{
    struct derive derive = {
        .arena = arena,
        .source = source,
        .programme = source->programme,
        .facts = facts,
        .analyses = json_object_new_array(),
    };
    collect_variables(&derive);
    derive_analyses(&derive);
    struct json_object *types = json_object_new_array();
    for (size_t i = 0; i < source->programme->actor_type_count; i++)
        json_object_array_add(types, text(source->programme->actor_types[i].value));
    struct json_object *plan = base_json_own(arena, json_object_new_object());
    json_object_object_add(plan, "title", text(source->programme->programme));
    json_object_object_add(plan, "confidence", base_json_number(0.95));
    json_object_object_add(plan, "presence",
                           text(facts->attendance_is_known ? "attended" : "responded"));
    json_object_object_add(plan, "cycles", cycles_json(&derive));
    json_object_object_add(plan, "actor_types", types);
    json_object_object_add(plan, "questions", questions_json(&derive));
    json_object_object_add(plan, "scales", scales_json(&derive));
    json_object_object_add(plan, "questionnaire", questionnaires_json(&derive));
    json_object_object_add(plan, "rosters", rosters_json(&derive));
    json_object_object_add(plan, "goals", goals_json(&derive));
    json_object_object_add(plan, "analyses", derive.analyses);
    return plan;
}
