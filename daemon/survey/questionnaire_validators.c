#include <string.h>

#include "base/json.h"
#include "names.h"
#include "pattern.h"
#include "questionnaire_build.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool is_open_text(enum survey_item_kind kind)
{
    return kind == SURVEY_ITEM_TEXT || kind == SURVEY_ITEM_COMMENT;
}

static void read_bounds(const struct survey_reader *reader, struct json_object *object,
                        const char *pointer, const char *least, const char *most,
                        struct survey_validator *validator)
{
    bool numeric = validator->kind == SURVEY_VALIDATOR_NUMERIC;
    validator->has_minimum =
        survey_reader_number(reader, object, pointer, least, &validator->minimum);
    validator->has_maximum =
        survey_reader_number(reader, object, pointer, most, &validator->maximum);
    /* In SurveyJS a length or count of 0 is no limit. */
    validator->has_minimum = validator->has_minimum && (numeric || validator->minimum > 0);
    validator->has_maximum = validator->has_maximum && (numeric || validator->maximum > 0);
    if (validator->has_minimum && validator->has_maximum &&
        validator->minimum > validator->maximum) {
        survey_reader_error(reader, pointer, most, "out_of_range",
                            "\"%s\" is smaller than \"%s\"; swap them", most, least);
    }
}

static void parse_numeric(const struct survey_reader *reader, struct json_object *object,
                          const char *pointer, struct survey_validator *validator)
{
    static const char *const known[] = {"type", "text", "minValue", "maxValue"};
    survey_reader_object(reader, object, pointer, "a numeric validator", known, COUNT(known));
    validator->kind = SURVEY_VALIDATOR_NUMERIC;
    read_bounds(reader, object, pointer, "minValue", "maxValue", validator);
}

static void parse_text(const struct survey_reader *reader, struct json_object *object,
                       const char *pointer, struct survey_validator *validator)
{
    static const char *const known[] = {"type", "text", "minLength", "maxLength", "allowDigits"};
    survey_reader_object(reader, object, pointer, "a text validator", known, COUNT(known));
    validator->kind = SURVEY_VALIDATOR_TEXT;
    read_bounds(reader, object, pointer, "minLength", "maxLength", validator);
    validator->allow_digits = survey_reader_boolean(reader, object, pointer, "allowDigits", true);
}

static void parse_answercount(const struct survey_reader *reader, struct json_object *object,
                              const char *pointer, struct survey_validator *validator)
{
    static const char *const known[] = {"type", "text", "minCount", "maxCount"};
    survey_reader_object(reader, object, pointer, "an answercount validator", known, COUNT(known));
    validator->kind = SURVEY_VALIDATOR_ANSWERCOUNT;
    read_bounds(reader, object, pointer, "minCount", "maxCount", validator);
}

static void parse_regex(const struct survey_reader *reader, struct json_object *object,
                        const char *pointer, struct survey_validator *validator)
{
    static const char *const known[] = {"type", "text", "regex", "caseInsensitive"};
    survey_reader_object(reader, object, pointer, "a regex validator", known, COUNT(known));
    validator->kind = SURVEY_VALIDATOR_REGEX;
    validator->ignore_case =
        survey_reader_boolean(reader, object, pointer, "caseInsensitive", false);
    const char *source = survey_reader_string(reader, object, pointer, "regex", true);
    if (source == NULL) {
        return;
    }
    struct base_text text = base_text_of(source);
    /* SurveyJS takes "/i" at the end as the flag. */
    if (text.length > 2 && strcmp(source + text.length - 2, "/i") == 0) {
        validator->ignore_case = true;
        text.length -= 2;
    }
    const char *message = NULL;
    validator->regex = survey_pattern_translate(reader->arena, text, &message);
    if (validator->regex == NULL) {
        survey_reader_error(reader, pointer, "regex", "bad_regex", "%s", message);
    }
}

static const struct {
    const char *type;
    void (*parse)(const struct survey_reader *, struct json_object *, const char *,
                  struct survey_validator *);
    const char *fits; /* for people */
} validators[] = {
    {"numeric", parse_numeric, "a text of inputType \"number\""},
    {"text", parse_text, "a text or a comment"},
    {"answercount", parse_answercount, "a checkbox"},
    {"regex", parse_regex, "a text or a comment"},
};

static bool fits(size_t index, enum survey_item_kind kind)
{
    switch (index) {
    case 0:
        return kind == SURVEY_ITEM_NUMBER;
    case 2:
        return kind == SURVEY_ITEM_CHECKBOX;
    default:
        return is_open_text(kind);
    }
}

static bool parse_validator(const struct survey_reader *reader, struct json_object *object,
                            const char *pointer, enum survey_item_kind kind,
                            struct survey_validator *ret_validator)
{
    const char *names[COUNT(validators)];
    if (!json_object_is_type(object, json_type_object)) {
        survey_reader_error(reader, pointer, NULL, "wrong_type",
                            "a validator must be an object in braces with \"type\"");
        return false;
    }
    const char *type = survey_reader_string(reader, object, pointer, "type", true);
    for (size_t i = 0; type != NULL && i < COUNT(validators); i++) {
        names[i] = validators[i].type;
        if (strcmp(type, validators[i].type) != 0) {
            continue;
        }
        if (!fits(i, kind)) {
            survey_reader_error(reader, pointer, "type", "wrong_validator",
                                "the validator \"%s\" is for %s; take it away here", type,
                                validators[i].fits);
            return false;
        }
        *ret_validator = (struct survey_validator){.allow_digits = true};
        validators[i].parse(reader, object, pointer, ret_validator);
        survey_reader_text(reader, object, pointer, "text", &ret_validator->text);
        return ret_validator->kind != SURVEY_VALIDATOR_REGEX || ret_validator->regex != NULL;
    }
    if (type != NULL) {
        survey_reader_error(reader, pointer, "type", "unknown_type",
                            "\"%s\" is no supported validator; use one of %s", type,
                            survey_names_list(reader->arena, names, COUNT(names)));
    }
    return false;
}

void survey_build_validators(struct survey_build *build, struct json_object *object,
                             const char *pointer, struct survey_item *item)
{
    const struct survey_reader *reader = &build->reader;
    if (base_json_get(object, "validators") == NULL) {
        return;
    }
    struct json_object *array =
        survey_reader_array(reader, object, pointer, "validators", SURVEY_VALIDATORS_MAX, false);
    size_t count = array != NULL ? json_object_array_length(array) : 0;
    struct survey_validator *list =
        base_arena_array(reader->arena, struct survey_validator, count + 1);
    const char *at = survey_reader_at(reader, pointer, "validators");
    for (size_t i = 0; i < count; i++) {
        if (parse_validator(reader, json_object_array_get_idx(array, i),
                            base_json_pointer_index(reader->arena, at, i), item->kind,
                            &list[item->validator_count])) {
            item->validator_count++;
        }
    }
    item->validators = list;
}
