#include "plan_read.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "evaluation/catalogue.h"
#include "evaluation/data.h"
#include "file.h"
#include "plan_json.h"

#define PLAN_NAMES                                                                                 \
    "title confidence presence cycles actor_types questions scales questionnaire rosters goals "   \
    "analyses"

static bool read_range(const struct plan_reader *reader, struct plan_value value,
                       struct evaluation_question *question)
{
    struct plan_value limit;
    bool is_right = true;
    if (plan_member(reader, value, "min", &limit))
        is_right &= plan_number(reader, limit, -INFINITY, INFINITY, &question->minimum);
    if (plan_member(reader, value, "max", &limit))
        is_right &= plan_number(reader, limit, -INFINITY, INFINITY, &question->maximum);
    return is_right;
}

static void check_question(const struct plan_reader *reader, struct plan_value value,
                           const struct evaluation_question *question)
{
    double range = question->maximum - question->minimum;
    if (question->type == EVALUATION_LIKERT &&
        (!isfinite(range) || question->minimum != floor(question->minimum) ||
         question->maximum != floor(question->maximum)))
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "a likert question needs whole numbers min and max");
    else if (range < 0 || (question->type == EVALUATION_LIKERT && range < 1))
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "min must be less than max");
    else if (question->type == EVALUATION_LIKERT && range >= EVALUATION_CATEGORIES_MAX)
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "a likert question has at most %d categories",
                              EVALUATION_CATEGORIES_MAX);
    else if (question->reverse && !isfinite(range))
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "a reversed question needs min and max");
}

static void read_question(const struct plan_reader *reader, struct plan_value value,
                          struct evaluation_question *question)
{
    static const double minimum[] = {-INFINITY, 0, 0, 0, -INFINITY};
    static const double maximum[] = {INFINITY, 10, 1, INFINITY, INFINITY};
    struct plan_value member;
    size_t type = EVALUATION_NUMERIC;
    if (!plan_object(reader, value, "type min max reverse"))
        return;
    if (!plan_member(reader, value, "type", &member)) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "needs a type: likert, nps, binary, count or numeric");
        return;
    }
    if (!plan_word(reader, member, "likert|nps|binary|count|numeric", &type))
        return;
    question->type = (enum evaluation_question_type)type;
    question->minimum = minimum[type];
    question->maximum = maximum[type];
    if (!read_range(reader, value, question))
        return;
    if ((type == EVALUATION_NPS || type == EVALUATION_BINARY) &&
        (question->minimum != minimum[type] || question->maximum != maximum[type]))
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "goes from %g to %g, as every %s question: leave out min and max",
                              minimum[type], maximum[type],
                              type == EVALUATION_NPS ? "nps" : "binary");
    if (type == EVALUATION_COUNT && question->minimum < 0)
        aggregator_problem_at(reader->problems, reader->file, value.pointer,
                              "counts from 0, as every count question: leave out min");
    if (plan_member(reader, value, "reverse", &member))
        plan_boolean(reader, member, &question->reverse);
    check_question(reader, value, question);
}

/* The members of an object as a list: `*ret_keys` and the values, in the file's order. */
static size_t list_members(const struct plan_reader *reader, struct plan_value value,
                           const char *const **ret_keys)
{
    size_t count = 0;
    if (!json_object_is_type(value.json, json_type_object)) {
        aggregator_problem_at(reader->problems, reader->file, value.pointer, "must be an object");
        return 0;
    }
    const char **keys = base_arena_array(reader->arena, const char *,
                                         (size_t)json_object_object_length(value.json));
    json_object_object_foreach(value.json, key, member)
    {
        (void)member;
        keys[count++] = base_arena_string(reader->arena, key);
    }
    *ret_keys = keys;
    return count;
}

/* Names of one object, which all differ. */
static void remember(struct evaluation_interner *names, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        evaluation_interner_add(names, base_text_of(keys[i]));
}

static void read_questions(const struct plan_reader *reader, struct plan_value value)
{
    const char *const *keys = NULL;
    size_t count = list_members(reader, value, &keys);
    struct evaluation_question *questions =
        base_arena_array(reader->arena, struct evaluation_question, count);
    for (size_t i = 0; i < count; i++) {
        struct plan_value member;
        questions[i] = (struct evaluation_question){.id = keys[i], .type = EVALUATION_NUMERIC};
        plan_member(reader, value, keys[i], &member);
        if (keys[i][0] == '@' || keys[i][0] == '\0')
            aggregator_problem_at(reader->problems, reader->file, member.pointer,
                                  "a question's name must not be empty or begin with @");
        read_question(reader, member, &questions[i]);
    }
    reader->plan->questions = questions;
    reader->plan->question_count = count;
    remember(&reader->names->questions, keys, count);
}

static void read_scales(const struct plan_reader *reader, struct plan_value value)
{
    const char *const *keys = NULL;
    size_t count = list_members(reader, value, &keys);
    struct evaluation_scale *scales =
        base_arena_array(reader->arena, struct evaluation_scale, count);
    for (size_t i = 0; i < count; i++) {
        struct evaluation_scale *scale = &scales[i];
        struct plan_value member, items, share;
        *scale = (struct evaluation_scale){.id = keys[i], .minimum_answered = 0.5};
        plan_member(reader, value, keys[i], &member);
        if (!plan_object(reader, member, "items min_answered"))
            continue;
        if (plan_member(reader, member, "items", &items))
            plan_questions(reader, items, &scale->item_count, &scale->items);
        if (scale->item_count == 0)
            aggregator_problem_at(reader->problems, reader->file, member.pointer,
                                  "needs items: a list of at least one question");
        if (plan_member(reader, member, "min_answered", &share))
            plan_number(reader, share, 0, 1, &scale->minimum_answered);
    }
    reader->plan->scales = scales;
    reader->plan->scale_count = count;
    remember(&reader->names->scales, keys, count);
}

static void read_questionnaires(const struct plan_reader *reader, struct plan_value value)
{
    const char *const *keys = NULL;
    size_t count = list_members(reader, value, &keys);
    struct evaluation_questionnaire *list =
        base_arena_array(reader->arena, struct evaluation_questionnaire, count);
    for (size_t i = 0; i < count; i++) {
        struct plan_value member;
        int64_t cycle = 0;
        plan_member(reader, value, keys[i], &member);
        if (!base_text_integer(base_text_of(keys[i]), &cycle) || cycle < INT_MIN || cycle > INT_MAX)
            aggregator_problem_at(reader->problems, reader->file, member.pointer,
                                  "must be named by a cycle, such as \"1\"");
        list[i].cycle = (int)cycle;
        plan_questions(reader, member, &list[i].required_count, &list[i].required);
    }
    reader->plan->questionnaires = list;
    reader->plan->questionnaire_count = count;
}

static bool is_new(struct evaluation_interner *names, const char *name)
{
    uint32_t count = names->count;
    return evaluation_interner_add(names, base_text_of(name)) == count;
}

static void read_nodes(const struct plan_reader *reader, struct plan_value value,
                       struct evaluation_roster *roster)
{
    size_t count = 0;
    if (!plan_array(reader, value, &count))
        return;
    struct evaluation_node *nodes = base_arena_array(reader->arena, struct evaluation_node, count);
    struct evaluation_interner names;
    evaluation_interner_init(&names, reader->arena);
    for (size_t i = 0; i < count; i++) {
        struct plan_value node = plan_element(reader, value, i), member;
        nodes[i] = (struct evaluation_node){.id = "", .from_cycle = 1};
        if (!plan_object(reader, node, "id type from"))
            continue;
        if (!plan_member(reader, node, "id", &member))
            aggregator_problem_at(reader->problems, reader->file, node.pointer, "needs an id");
        else
            plan_text(reader, member, &nodes[i].id);
        if (plan_member(reader, node, "type", &member))
            plan_text(reader, member, &nodes[i].type);
        if (plan_member(reader, node, "from", &member))
            plan_integer(reader, member, INT_MIN, INT_MAX, &nodes[i].from_cycle);
        if (nodes[i].id[0] != '\0' && !is_new(&names, nodes[i].id))
            aggregator_problem_at(reader->problems, reader->file, node.pointer,
                                  "\"%s\" is in the roster already", nodes[i].id);
    }
    roster->nodes = nodes;
    roster->node_count = count;
}

static void read_rosters(const struct plan_reader *reader, struct plan_value value)
{
    const char *const *keys = NULL;
    size_t count = list_members(reader, value, &keys);
    struct evaluation_roster *rosters =
        base_arena_array(reader->arena, struct evaluation_roster, count);
    for (size_t i = 0; i < count; i++) {
        struct plan_value member, nodes;
        rosters[i] = (struct evaluation_roster){.id = keys[i], .question = EVALUATION_NOT_GIVEN};
        plan_member(reader, value, keys[i], &member);
        uint32_t question =
            evaluation_interner_find(&reader->names->questions, base_text_of(keys[i]));
        if (question != EVALUATION_NONE)
            rosters[i].question = question;
        else
            aggregator_problem_at(reader->problems, reader->file, member.pointer,
                                  "needs a question of the same name among the questions%s",
                                  plan_nearest(reader, keys[i], &reader->names->questions));
        if (!plan_object(reader, member, "nodes"))
            continue;
        if (plan_member(reader, member, "nodes", &nodes))
            read_nodes(reader, nodes, &rosters[i]);
        else
            aggregator_problem_at(reader->problems, reader->file, member.pointer, "needs nodes");
    }
    reader->plan->rosters = rosters;
    reader->plan->roster_count = count;
    remember(&reader->names->rosters, keys, count);
}

/* A number that may be left out or null. */
static void read_optional(const struct plan_reader *reader, struct plan_value object,
                          const char *name, double minimum, double maximum, double *ret)
{
    struct plan_value member;
    if (plan_member(reader, object, name, &member) && member.json != NULL)
        plan_number(reader, member, minimum, maximum, ret);
}

static void read_goals(const struct plan_reader *reader, struct plan_value value)
{
    size_t count = 0;
    if (!plan_array(reader, value, &count))
        return;
    struct evaluation_goal *goals = base_arena_array(reader->arena, struct evaluation_goal, count);
    for (size_t i = 0; i < count; i++) {
        struct plan_value goal = plan_element(reader, value, i), member;
        goals[i] = (struct evaluation_goal){
            .id = "", .baseline = NAN, .target = NAN, .actual = NAN, .weight = 1, .score = NAN};
        if (!plan_object(reader, goal, "id baseline target actual weight score"))
            continue;
        if (!plan_member(reader, goal, "id", &member))
            aggregator_problem_at(reader->problems, reader->file, goal.pointer, "needs an id");
        else
            plan_text(reader, member, &goals[i].id);
        read_optional(reader, goal, "baseline", -INFINITY, INFINITY, &goals[i].baseline);
        read_optional(reader, goal, "target", -INFINITY, INFINITY, &goals[i].target);
        read_optional(reader, goal, "actual", -INFINITY, INFINITY, &goals[i].actual);
        read_optional(reader, goal, "weight", 0, 1e9, &goals[i].weight);
        read_optional(reader, goal, "score", -2, 2, &goals[i].score);
    }
    reader->plan->goals = goals;
    reader->plan->goal_count = count;
}

static void read_cycles(const struct plan_reader *reader, struct plan_value value)
{
    size_t count = 0;
    if (!plan_array(reader, value, &count))
        return;
    int *cycles = base_arena_array(reader->arena, int, count);
    for (size_t i = 0; i < count; i++) {
        struct plan_value element = plan_element(reader, value, i);
        if (plan_integer(reader, element, INT_MIN, INT_MAX, &cycles[i]) && i > 0 &&
            cycles[i] <= cycles[i - 1])
            aggregator_problem_at(reader->problems, reader->file, element.pointer,
                                  "cycles must ascend");
    }
    reader->plan->cycles = cycles;
    reader->plan->cycle_count = count;
}

static void read_settings(const struct plan_reader *reader, struct plan_value root)
{
    struct plan_value value;
    size_t presence = 0;
    if (plan_member(reader, root, "confidence", &value))
        plan_number(reader, value, 0.5, 0.999999, &reader->plan->confidence);
    if (plan_member(reader, root, "presence", &value) &&
        plan_word(reader, value, "attended|responded", &presence))
        reader->plan->presence = (enum evaluation_presence)presence;
    if (plan_member(reader, root, "cycles", &value))
        read_cycles(reader, value);
    if (plan_member(reader, root, "actor_types", &value))
        plan_texts(reader, value, &reader->plan->actor_type_count, &reader->plan->actor_types);
}

static void read_analyses(const struct plan_reader *reader, struct plan_value value)
{
    size_t count = 0;
    if (!plan_array(reader, value, &count))
        return;
    struct evaluation_analysis *analyses =
        base_arena_array(reader->arena, struct evaluation_analysis, count);
    for (size_t i = 0; i < count; i++) {
        struct plan_value element = plan_element(reader, value, i);
        plan_analysis(reader, element, &analyses[i]);
        if (analyses[i].id != NULL && !is_new(&reader->names->analyses, analyses[i].id))
            aggregator_problem_at(reader->problems, reader->file, element.pointer,
                                  "the id \"%s\" is taken by an earlier analysis", analyses[i].id);
    }
    reader->plan->analyses = analyses;
    reader->plan->analysis_count = count;
}

static void read_plan(const struct plan_reader *reader, struct plan_value root)
{
    static const struct {
        const char *name;
        void (*read)(const struct plan_reader *reader, struct plan_value value);
    } parts[] = {
        {"questions", read_questions},
        {"scales", read_scales},
        {"questionnaire", read_questionnaires},
        {"rosters", read_rosters},
        {"goals", read_goals},
        {"analyses", read_analyses},
    };
    struct plan_value value;
    if (!json_object_is_type(root.json, json_type_object)) {
        aggregator_problem_at(reader->problems, reader->file, "", "must be an object");
        return;
    }
    plan_object(reader, root, PLAN_NAMES);
    read_settings(reader, root);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (plan_member(reader, root, parts[i].name, &value))
            parts[i].read(reader, value);
}

const struct evaluation_plan *aggregator_plan_read(struct base_arena *arena, const char *file,
                                                   struct base_text text,
                                                   struct aggregator_problems *problems)
{
    const char *objection = aggregator_file_objection(text);
    struct json_object *root;
    struct base_json_error error;
    if (objection != NULL) {
        aggregator_problem_line(problems, file, 1, "%s", objection);
        return NULL;
    }
    /* Some editors put a byte order mark there, which says nothing. */
    if (base_text_starts_with(text, BASE_TEXT("\xef\xbb\xbf")))
        text = (struct base_text){text.data + 3, text.length - 3};
    if (base_json_parse(arena, text, &base_json_limits_file, &root, &error) != STATUS_OK) {
        aggregator_problem_line(problems, file, error.line, "%s (column %zu)", error.message,
                                error.column);
        return NULL;
    }
    return aggregator_plan_from_json(arena, file, root, problems);
}

const struct evaluation_plan *aggregator_plan_from_json(struct base_arena *arena, const char *file,
                                                        struct json_object *root,
                                                        struct aggregator_problems *problems)
{
    size_t before = problems->count;
    struct plan_reader reader = {
        .arena = arena,
        .file = file,
        .problems = problems,
        .plan = base_arena_object(arena, struct evaluation_plan),
        .names = base_arena_object(arena, struct plan_names),
    };
    evaluation_interner_init(&reader.names->questions, arena);
    evaluation_interner_init(&reader.names->scales, arena);
    evaluation_interner_init(&reader.names->rosters, arena);
    evaluation_interner_init(&reader.names->analyses, arena);
    reader.plan->confidence = 0.95;
    read_plan(&reader, (struct plan_value){.json = root, .pointer = ""});
    return problems->count == before ? reader.plan : NULL;
}
