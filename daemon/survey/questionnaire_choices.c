#include <math.h>
#include <string.h>

#include "base/json.h"
#include "names.h"
#include "questionnaire_build.h"
#include "words.h"

#define RATE_MINIMUM (-50)
#define RATE_MAXIMUM 95
#define CODE_MAXIMUM 95
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const char *survey_build_value(struct survey_build *build, struct json_object *value,
                               const char *pointer, bool *ret_is_number, double *ret_number)
{
    struct base_arena *arena = build->reader.arena;
    *ret_is_number =
        json_object_is_type(value, json_type_int) || json_object_is_type(value, json_type_double);
    if (*ret_is_number) {
        double number = json_object_get_double(value);
        *ret_number = number == 0 ? 0 : number; /* zero has one spelling */
        return base_text_from_number(arena, *ret_number);
    }
    struct base_text text = base_json_text(value);
    if (text.data == NULL || base_text_trim(text).length == 0) {
        survey_reader_error(&build->reader, pointer, NULL, "wrong_type",
                            "the value must be a number or a text that is not empty");
        return NULL;
    }
    if (text.length > SURVEY_VALUE_LENGTH_MAX) {
        survey_reader_error(&build->reader, pointer, NULL, "too_long",
                            "a value can have at most %d bytes; give a short \"value\", and the "
                            "long wording as \"text\"",
                            SURVEY_VALUE_LENGTH_MAX);
        return NULL;
    }
    text = base_text_trim(text);
    return base_arena_copy(arena, text.data, text.length);
}

/* One choice: a bare value, or an object with "value" and "text". */
static bool parse_choice(struct survey_build *build, struct json_object *element,
                         const char *pointer, struct survey_choice *ret_choice)
{
    static const char *const known[] = {"value", "text"};
    const struct survey_reader *reader = &build->reader;
    struct survey_choice choice = {.role = SURVEY_CHOICE_PLAIN};
    bool is_object = json_object_is_type(element, json_type_object);
    struct json_object *value = element;
    if (is_object) {
        survey_reader_object(reader, element, pointer, "a choice", known, COUNT(known));
        value = base_json_get(element, "value");
        if (value == NULL) {
            survey_reader_error(reader, pointer, NULL, "missing_property",
                                "\"value\" is missing; add what is to be stored");
            return false;
        }
        survey_reader_text(reader, element, pointer, "text", &choice.text);
    }
    choice.value = survey_build_value(
        build, value, is_object ? survey_reader_at(reader, pointer, "value") : pointer,
        &choice.is_number, &choice.number);
    if (choice.value == NULL) {
        return false;
    }
    if (strcmp(choice.value, SURVEY_VALUE_DONT_KNOW) == 0) {
        choice.role = SURVEY_CHOICE_DONT_KNOW;
        if (!choice.text.given) {
            choice.text =
                survey_words_text(SURVEY_WORD_DONT_KNOW, reader->language_count, reader->languages);
        }
    }
    if (!choice.text.given) {
        choice.text = survey_text_same(reader->language_count, choice.value);
    }
    *ret_choice = choice;
    return true;
}

/* SurveyJS compares values loosely: "1", 1 and "1.0" are one. */
static bool same_value(const struct survey_choice *a, const struct survey_choice *b)
{
    struct base_text left = base_text_of(a->value), right = base_text_of(b->value);
    double left_number, right_number;
    return base_text_equal_ignoring_case(left, right) ||
           (base_text_number(left, &left_number) && base_text_number(right, &right_number) &&
            left_number == right_number);
}

/* The choice that showOtherItem or showNoneItem adds. */
static void add_role(struct survey_build *build, struct json_object *object, const char *pointer,
                     bool other, struct survey_choice *choices, size_t *count)
{
    const struct survey_reader *reader = &build->reader;
    if (!survey_reader_boolean(reader, object, pointer, other ? "showOtherItem" : "showNoneItem",
                               false)) {
        return;
    }
    struct survey_choice choice = {
        .value = other ? SURVEY_VALUE_OTHER : SURVEY_VALUE_NONE,
        .role = other ? SURVEY_CHOICE_OTHER : SURVEY_CHOICE_NONE,
    };
    survey_reader_text(reader, object, pointer, other ? "otherText" : "noneText", &choice.text);
    if (!choice.text.given) {
        choice.text = survey_words_text(other ? SURVEY_WORD_OTHER : SURVEY_WORD_NONE,
                                        reader->language_count, reader->languages);
    }
    for (size_t i = 0; i < *count; i++) {
        if (same_value(&choices[i], &choice)) {
            survey_reader_error(reader, pointer, other ? "showOtherItem" : "showNoneItem",
                                "duplicate",
                                "the choices already have the value \"%s\"; take it out of the "
                                "list, or this property away",
                                choice.value);
            return;
        }
    }
    choices[(*count)++] = choice;
}

/* A value that can be its own code: a whole number from 0 to 95, in its shortest spelling. */
static bool own_code(const struct survey_choice *choice, int *ret_code)
{
    int64_t number = 0;
    if (choice->is_number) {
        if (choice->number != floor(choice->number) || choice->number < 0 ||
            choice->number > CODE_MAXIMUM) {
            return false;
        }
        *ret_code = (int)choice->number;
        return true;
    }
    bool zero_first = choice->value[0] == '0' && choice->value[1] != '\0';
    if (zero_first || choice->value[0] == '-' ||
        !base_text_integer(base_text_of(choice->value), &number) || number < 0 ||
        number > CODE_MAXIMUM) {
        return false;
    }
    *ret_code = (int)number;
    return true;
}

static void give_codes(struct survey_choice *choices, size_t count)
{
    static const int of_role[] = {[SURVEY_CHOICE_OTHER] = SURVEY_CODE_OTHER,
                                  [SURVEY_CHOICE_NONE] = SURVEY_CODE_NONE,
                                  [SURVEY_CHOICE_DONT_KNOW] = SURVEY_CODE_DONT_KNOW};
    bool own = true;
    for (size_t i = 0; i < count; i++) {
        int code;
        own = own && (choices[i].role != SURVEY_CHOICE_PLAIN || own_code(&choices[i], &code));
    }
    int next = 1;
    for (size_t i = 0; i < count; i++) {
        if (choices[i].role != SURVEY_CHOICE_PLAIN) {
            choices[i].code = of_role[choices[i].role];
        } else if (own) {
            own_code(&choices[i], &choices[i].code);
        } else {
            /* 96 and 97 belong to the roles. */
            choices[i].code = next == SURVEY_CODE_OTHER ? next = SURVEY_CODE_NONE + 1 : next;
            next++;
        }
    }
}

void survey_build_choices(struct survey_build *build, struct json_object *object,
                          const char *pointer, const char *key, size_t *ret_count,
                          const struct survey_choice **ret_choices)
{
    const struct survey_reader *reader = &build->reader;
    struct json_object *array =
        survey_reader_array(reader, object, pointer, key, SURVEY_CHOICES_MAX, true);
    size_t count = array != NULL ? json_object_array_length(array) : 0, used = 0;
    struct survey_choice *choices =
        base_arena_array(reader->arena, struct survey_choice, count + 2);
    const char *list = survey_reader_at(reader, pointer, key);
    for (size_t i = 0; i < count; i++) {
        const char *at = base_json_pointer_index(reader->arena, list, i);
        if (!parse_choice(build, json_object_array_get_idx(array, i), at, &choices[used])) {
            continue;
        }
        size_t same = 0;
        while (same < used && !same_value(&choices[same], &choices[used])) {
            same++;
        }
        if (same < used) {
            survey_reader_error(reader, at, NULL, "duplicate",
                                "the value \"%s\" is in the list twice; each needs its own",
                                choices[used].value);
        } else {
            used++;
        }
    }
    if (strcmp(key, "choices") == 0) {
        add_role(build, object, pointer, true, choices, &used);
        add_role(build, object, pointer, false, choices, &used);
    }
    give_codes(choices, used);
    *ret_choices = choices;
    *ret_count = used;
}

void survey_build_steps(struct survey_build *build, struct json_object *object, const char *pointer,
                        size_t *ret_count, const struct survey_choice **ret_choices)
{
    const struct survey_reader *reader = &build->reader;
    int minimum =
        survey_reader_whole(reader, object, pointer, "rateMin", RATE_MINIMUM, RATE_MAXIMUM, 1);
    int maximum = survey_reader_whole(reader, object, pointer, "rateMax", RATE_MINIMUM,
                                      RATE_MAXIMUM, minimum > 5 ? minimum + 1 : 5);
    int step = survey_reader_whole(reader, object, pointer, "rateStep", 1, RATE_MAXIMUM, 1);
    *ret_count = 0;
    *ret_choices = NULL;
    if (maximum <= minimum) {
        survey_reader_error(reader, pointer, "rateMax", "out_of_range",
                            "the rating ends at %d and begins at %d; make \"rateMax\" the larger",
                            maximum, minimum);
        return;
    }
    size_t count = (size_t)((maximum - minimum) / step) + 1;
    if (count > SURVEY_CHOICES_MAX) {
        survey_reader_error(reader, pointer, "rateMax", "too_many",
                            "the rating has %zu steps; at most %d are allowed", count,
                            SURVEY_CHOICES_MAX);
        return;
    }
    if ((maximum - minimum) % step != 0) {
        survey_reader_error(reader, pointer, "rateStep", "out_of_range",
                            "steps of %d from %d never reach %d; choose another \"rateMax\" or "
                            "\"rateStep\"",
                            step, minimum, maximum);
        return;
    }
    struct survey_choice *choices = base_arena_array(reader->arena, struct survey_choice, count);
    for (size_t i = 0; i < count; i++) {
        int code = minimum + (int)i * step;
        const char *value = base_arena_format(reader->arena, "%d", code);
        choices[i] = (struct survey_choice){
            .value = value,
            .is_number = true,
            .number = code,
            .code = code,
            .text = survey_text_same(reader->language_count, value),
        };
    }
    *ret_choices = choices;
    *ret_count = count;
}
