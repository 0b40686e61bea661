#include "programme_evaluation.h"

#include <string.h>

#include "base/json.h"

#define AT "/evaluation"
#define NAMES_MAX 500
#define SCALES_MAX 60
#define PAIRS_MAX 60
#define GOALS_MAX 100
#define ROSTER_THRESHOLD 2
#define APPLICATION_THRESHOLD 3
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A variable's name, on the arena; NULL with an error if it cannot be one. */
static const char *parse_name(const struct survey_reader *reader, const char *pointer,
                              struct json_object *value)
{
    struct base_text text = base_json_text(value);
    static const char expected[] =
        "the name of a question was expected here, such as \"useful\", or of a matrix row, such as "
        "\"understanding_goals\"";
    if (text.data == NULL) {
        survey_reader_error(reader, pointer, NULL, "not_a_name", "%s", expected);
        return NULL;
    }
    if (!base_text_is_name(text)) {
        /* The same name is wrong wherever it stands. */
        const char *message =
            base_arena_format(reader->arena, "%s, but not \"%s\"", expected, text.data);
        if (!survey_reader_has_reported(reader, "not_a_name", message)) {
            survey_reader_error(reader, pointer, NULL, "not_a_name", "%s", message);
        }
        return NULL;
    }
    return base_arena_copy(reader->arena, text.data, text.length);
}

static const char *parse_member(const struct survey_reader *reader, struct json_object *object,
                                const char *pointer, const char *key, bool required)
{
    struct json_object *value = base_json_get(object, key);
    if (value == NULL) {
        if (required) {
            survey_reader_error(reader, pointer, NULL, "missing_property",
                                "\"%s\" is missing; add the name of a question", key);
        }
        return NULL;
    }
    return parse_name(reader, survey_reader_at(reader, pointer, key), value);
}

/* A list of different names. */
static size_t parse_names(const struct survey_reader *reader, struct json_object *object,
                          const char *pointer, const char *key, bool required,
                          const char *const **ret_names)
{
    struct json_object *array =
        survey_reader_array(reader, object, pointer, key, NAMES_MAX, required);
    size_t count = array != NULL ? json_object_array_length(array) : 0, used = 0;
    const char **names = base_arena_array(reader->arena, const char *, count + 1);
    const char *list = survey_reader_at(reader, pointer, key);
    for (size_t i = 0; i < count; i++) {
        const char *at = base_json_pointer_index(reader->arena, list, i);
        const char *name = parse_name(reader, at, json_object_array_get_idx(array, i));
        bool twice = false;
        for (size_t j = 0; name != NULL && j < used; j++) {
            twice = twice || strcmp(names[j], name) == 0;
        }
        if (twice) {
            survey_reader_error(reader, at, NULL, "duplicate",
                                "\"%s\" is in the list twice; name it once", name);
        } else if (name != NULL) {
            names[used++] = name;
        }
    }
    *ret_names = names;
    return used;
}

static void parse_scale(const struct survey_reader *reader, const char *id,
                        struct json_object *object, struct survey_evaluation *evaluation,
                        struct survey_scale *scales)
{
    static const char *const known[] = {"title", "items", "minAnswered"};
    const char *pointer = base_json_pointer(reader->arena, AT "/scales", id);
    if (!base_text_is_name(base_text_of(id))) {
        survey_reader_error(reader, pointer, NULL, "not_a_name",
                            "\"%s\" cannot be the name of a scale; begin with a small letter, then "
                            "small letters, digits and \"_\", at most 32 in all",
                            id);
        return;
    }
    if (!survey_reader_object(reader, object, pointer, "a scale", known, COUNT(known))) {
        return;
    }
    struct survey_scale scale = {.id = base_arena_string(reader->arena, id), .min_answered = 0.5};
    survey_reader_text(reader, object, pointer, "title", &scale.title);
    if (!scale.title.given) {
        scale.title = survey_text_same(reader->language_count, scale.id);
    }
    scale.item_count = parse_names(reader, object, pointer, "items", true, &scale.items);
    double share;
    if (survey_reader_number(reader, object, pointer, "minAnswered", &share)) {
        if (share > 0 && share <= 1) {
            scale.min_answered = share;
        } else {
            survey_reader_error(reader, pointer, "minAnswered", "out_of_range",
                                "\"minAnswered\" is the share of the items that a person must have "
                                "answered: more than 0, at most 1");
        }
    }
    scales[evaluation->scale_count++] = scale;
}

static void parse_scales(const struct survey_reader *reader, struct json_object *block,
                         struct survey_evaluation *evaluation)
{
    struct json_object *object = base_json_get(block, "scales");
    if (object == NULL) {
        return;
    }
    if (!json_object_is_type(object, json_type_object)) {
        survey_reader_error(reader, AT, "scales", "wrong_type",
                            "\"scales\" must be an object: the name of each scale, and its items");
        return;
    }
    size_t count = (size_t)json_object_object_length(object);
    if (count > SCALES_MAX) {
        survey_reader_error(reader, AT, "scales", "too_many", "at most %d scales are allowed",
                            SCALES_MAX);
        return;
    }
    struct survey_scale *scales = base_arena_array(reader->arena, struct survey_scale, count + 1);
    evaluation->scales = scales;
    json_object_object_foreach(object, id, scale)
    {
        parse_scale(reader, id, scale, evaluation, scales);
    }
}

static void parse_pairs(const struct survey_reader *reader, struct json_object *block,
                        struct survey_evaluation *evaluation)
{
    static const char *const known[] = {"id", "pre", "then", "post"};
    struct json_object *array = survey_reader_array(reader, block, AT, "pairs", PAIRS_MAX, false);
    size_t count = array != NULL ? json_object_array_length(array) : 0;
    struct survey_pair *pairs = base_arena_array(reader->arena, struct survey_pair, count + 1);
    evaluation->pairs = pairs;
    for (size_t i = 0; i < count; i++) {
        const char *pointer = base_json_pointer_index(reader->arena, AT "/pairs", i);
        struct json_object *object = json_object_array_get_idx(array, i);
        if (!survey_reader_object(reader, object, pointer, "a pair", known, COUNT(known))) {
            continue;
        }
        struct survey_pair pair = {
            .id = parse_member(reader, object, pointer, "id", true),
            .pre = parse_member(reader, object, pointer, "pre", true),
            .then = parse_member(reader, object, pointer, "then", false),
            .post = parse_member(reader, object, pointer, "post", true),
        };
        for (size_t j = 0; pair.id != NULL && j < evaluation->pair_count; j++) {
            if (strcmp(pairs[j].id, pair.id) == 0) {
                survey_reader_error(reader, pointer, "id", "duplicate",
                                    "there are two pairs \"%s\"; each needs an id of its own",
                                    pair.id);
            }
        }
        /* Kept even when a name is missing, so that places in the file and in the list agree. */
        pairs[evaluation->pair_count++] = pair;
    }
}

/* An object with one or two question names; NULL if it is not there or is no object. */
static struct json_object *parse_block(const struct survey_reader *reader,
                                       struct json_object *block, const char *key,
                                       const char *const *known, size_t count)
{
    struct json_object *object = base_json_get(block, key);
    if (object == NULL ||
        !survey_reader_object(reader, object, survey_reader_at(reader, AT, key),
                              base_arena_format(reader->arena, "\"%s\"", key), known, count)) {
        return NULL;
    }
    return object;
}

static void parse_uses(const struct survey_reader *reader, struct json_object *block,
                       struct survey_evaluation *evaluation)
{
    static const char *const threshold[] = {"question", "threshold"};
    static const char *const quality[] = {"question", "quality"};
    static const char *const spread[] = {"told", "reach"};
    struct json_object *object = parse_block(reader, block, "roster", threshold, COUNT(threshold));
    if (object != NULL) {
        evaluation->roster = parse_member(reader, object, AT "/roster", "question", true);
        evaluation->roster_threshold =
            survey_reader_whole(reader, object, AT "/roster", "threshold", 0, 95, ROSTER_THRESHOLD);
    }
    object = parse_block(reader, block, "assignment", quality, COUNT(quality));
    if (object != NULL) {
        evaluation->assignment = parse_member(reader, object, AT "/assignment", "question", true);
        evaluation->assignment_quality =
            parse_member(reader, object, AT "/assignment", "quality", false);
    }
    object = parse_block(reader, block, "application", threshold, COUNT(threshold));
    if (object != NULL) {
        evaluation->application = parse_member(reader, object, AT "/application", "question", true);
        evaluation->application_threshold = survey_reader_whole(
            reader, object, AT "/application", "threshold", 0, 95, APPLICATION_THRESHOLD);
    }
    object = parse_block(reader, block, "spread", spread, COUNT(spread));
    if (object != NULL) {
        evaluation->spread_told = parse_member(reader, object, AT "/spread", "told", true);
        evaluation->spread_reach = parse_member(reader, object, AT "/spread", "reach", false);
    }
    evaluation->attended = parse_member(reader, block, AT, "attended", false);
    evaluation->assigned = parse_member(reader, block, AT, "assigned", false);
    evaluation->recommend = parse_member(reader, block, AT, "recommend", false);
}

static void parse_goal(const struct survey_reader *reader, const char *pointer,
                       struct json_object *goal)
{
    static const char *const known[] = {"id",     "title",  "baseline", "target",
                                        "actual", "weight", "score"};
    if (!survey_reader_object(reader, goal, pointer, "a goal", known, COUNT(known))) {
        return;
    }
    const char *id = survey_reader_string(reader, goal, pointer, "id", true);
    if (id != NULL && !base_text_is_name(base_text_of(id)) &&
        !base_text_is_identifier(base_text_of(id))) {
        survey_reader_error(reader, pointer, "id", "not_a_name",
                            "\"%s\" cannot be the id of a goal; use small letters, digits and "
                            "\"_\" or \"-\"",
                            id);
    }
    struct survey_text title;
    survey_reader_text(reader, goal, pointer, "title", &title);
    double baseline, target, number;
    bool has_baseline = survey_reader_number(reader, goal, pointer, "baseline", &baseline);
    bool has_target = survey_reader_number(reader, goal, pointer, "target", &target);
    survey_reader_number(reader, goal, pointer, "actual", &number);
    survey_reader_whole(reader, goal, pointer, "score", -2, 2, 0);
    if (has_baseline != has_target) {
        survey_reader_error(
            reader, pointer, NULL, "missing_property", "a goal with \"%s\" needs \"%s\" too",
            has_baseline ? "baseline" : "target", has_baseline ? "target" : "baseline");
    } else if (has_baseline && baseline == target) {
        survey_reader_error(reader, pointer, "target", "out_of_range",
                            "the target equals the baseline, so nothing could be attained; make "
                            "them different");
    }
    if (survey_reader_number(reader, goal, pointer, "weight", &number) && number <= 0) {
        survey_reader_error(reader, pointer, "weight", "out_of_range",
                            "\"weight\" must be more than 0");
    }
}

static void parse_goals(const struct survey_reader *reader, struct json_object *block,
                        struct survey_evaluation *evaluation)
{
    struct json_object *array = survey_reader_array(reader, block, AT, "goals", GOALS_MAX, false);
    if (array == NULL) {
        return;
    }
    size_t count = json_object_array_length(array);
    for (size_t i = 0; i < count; i++) {
        const char *pointer = base_json_pointer_index(reader->arena, AT "/goals", i);
        struct json_object *goal = json_object_array_get_idx(array, i);
        parse_goal(reader, pointer, goal);
        struct base_text id = base_json_text(base_json_get(goal, "id"));
        for (size_t j = 0; id.data != NULL && j < i; j++) {
            struct json_object *other = json_object_array_get_idx(array, j);
            if (base_text_equal(id, base_json_text(base_json_get(other, "id")))) {
                survey_reader_error(reader, pointer, "id", "duplicate",
                                    "there are two goals \"%s\"; each needs an id of its own",
                                    id.data);
            }
        }
    }
    evaluation->goals = array;
}

void survey_evaluation_parse(const struct survey_reader *reader, struct json_object *block,
                             struct survey_evaluation *ret_evaluation)
{
    static const char *const known[] = {
        "scales",      "reversed", "pairs",    "agreement", "ranking",   "roster",    "assignment",
        "application", "spread",   "attended", "assigned",  "recommend", "sensitive", "goals"};
    *ret_evaluation = (struct survey_evaluation){.roster_threshold = ROSTER_THRESHOLD,
                                                 .application_threshold = APPLICATION_THRESHOLD};
    if (block == NULL ||
        !survey_reader_object(reader, block, AT, "\"evaluation\"", known, COUNT(known))) {
        return;
    }
    parse_scales(reader, block, ret_evaluation);
    ret_evaluation->reversed_count =
        parse_names(reader, block, AT, "reversed", false, &ret_evaluation->reversed);
    parse_pairs(reader, block, ret_evaluation);
    ret_evaluation->agreement_count =
        parse_names(reader, block, AT, "agreement", false, &ret_evaluation->agreement);
    ret_evaluation->ranking_count =
        parse_names(reader, block, AT, "ranking", false, &ret_evaluation->ranking);
    parse_uses(reader, block, ret_evaluation);
    ret_evaluation->sensitive_count =
        parse_names(reader, block, AT, "sensitive", false, &ret_evaluation->sensitive);
    parse_goals(reader, block, ret_evaluation);
}
