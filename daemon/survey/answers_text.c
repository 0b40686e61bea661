#include <math.h>
#include <string.h>

#include "answers_check.h"
#include "base/clock.h"
#include "base/json.h"
#include "pattern.h"

static const char *numeral(const struct survey_check *check, double number)
{
    char *text = base_arena_string(check->arena, base_text_from_number(check->arena, number));
    char *point = strchr(text, '.');
    if (point != NULL && check->swedish) {
        *point = ',';
    }
    return text;
}

/* The message of an author, else one of ours. */
static void report(struct survey_check *check, const struct survey_item *item,
                   const struct survey_validator *validator, const char *code,
                   enum survey_message message, const char *b, const char *c)
{
    struct survey_place place = survey_place_of_item(check, item);
    if (validator != NULL && validator->text.given) {
        survey_check_say(check, place, code, survey_text_in(&validator->text, check->language));
    } else {
        survey_check_problem(check, place, code, message, survey_check_title(check, item), b, c);
    }
}

static void wrong_type(struct survey_check *check, const struct survey_item *item)
{
    report(check, item, NULL, "wrong_type", SURVEY_MESSAGE_WRONG_TYPE, NULL, NULL);
}

static bool has_digit(struct base_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] >= '0' && text.data[i] <= '9') {
            return true;
        }
    }
    return false;
}

static void validate_text(struct survey_check *check, const struct survey_item *item,
                          const struct survey_validator *validator, struct base_text text)
{
    double characters = (double)base_text_characters(text);
    if (validator->kind == SURVEY_VALIDATOR_REGEX) {
        const char *string = base_arena_copy(check->arena, text.data, text.length);
        if (!survey_pattern_matches(validator->regex, validator->ignore_case, string)) {
            report(check, item, validator, "pattern", SURVEY_MESSAGE_PATTERN, NULL, NULL);
        }
        return;
    }
    if (!validator->allow_digits && has_digit(text)) {
        report(check, item, validator, "pattern", SURVEY_MESSAGE_NO_DIGITS, NULL, NULL);
    } else if (validator->has_minimum && characters < validator->minimum) {
        report(check, item, validator, "too_short", SURVEY_MESSAGE_TOO_SHORT,
               numeral(check, validator->minimum), NULL);
    } else if (validator->has_maximum && characters > validator->maximum) {
        report(check, item, validator, "too_long", SURVEY_MESSAGE_TOO_LONG,
               numeral(check, validator->maximum), NULL);
    }
}

struct json_object *survey_check_text(struct survey_check *check, const struct survey_item *item,
                                      struct json_object *value)
{
    struct base_text text = base_json_text(value);
    if (text.data == NULL) {
        wrong_type(check, item);
        return NULL;
    }
    text = survey_clean_text(check->arena, text, item->kind == SURVEY_ITEM_TEXT);
    if (text.length == 0) {
        return NULL;
    }
    if (base_text_characters(text) > (size_t)item->max_length) {
        report(check, item, NULL, "too_long", SURVEY_MESSAGE_TOO_LONG,
               numeral(check, item->max_length), NULL);
        return NULL;
    }
    for (size_t i = 0; i < item->validator_count; i++) {
        validate_text(check, item, &item->validators[i], text);
    }
    return survey_text_json(text);
}

/* The message about bounds, whichever of the two there are. */
static void report_bounds(struct survey_check *check, const struct survey_item *item,
                          const struct survey_validator *validator, bool dates, const char *code,
                          const char *least, const char *most)
{
    if (least != NULL && most != NULL) {
        report(check, item, validator, code,
               dates ? SURVEY_MESSAGE_DATE_BETWEEN : SURVEY_MESSAGE_NUMBER_BETWEEN, least, most);
    } else if (least != NULL) {
        report(check, item, validator, code,
               dates ? SURVEY_MESSAGE_DATE_LEAST : SURVEY_MESSAGE_NUMBER_LEAST, least, NULL);
    } else {
        report(check, item, validator, code,
               dates ? SURVEY_MESSAGE_DATE_MOST : SURVEY_MESSAGE_NUMBER_MOST, most, NULL);
    }
}

static bool within(struct survey_check *check, const struct survey_item *item,
                   const struct survey_validator *validator, bool has_minimum, double minimum,
                   bool has_maximum, double maximum, double number)
{
    if ((!has_minimum || number >= minimum) && (!has_maximum || number <= maximum)) {
        return true;
    }
    report_bounds(check, item, validator, false, "out_of_range",
                  has_minimum ? numeral(check, minimum) : NULL,
                  has_maximum ? numeral(check, maximum) : NULL);
    return false;
}

/* As SurveyJS has it: both times a power of ten that makes them whole, but no more than six
   decimals. */
static bool is_multiple(double number, double step)
{
    double power = 1;
    while ((floor(step * power + 0.5) / power != step ||
            floor(number * power + 0.5) / power != number) &&
           power < 1000000) {
        power *= 10;
    }
    double units = floor(step * power + 0.5);
    return units <= 0 || fmod(floor(number * power + 0.5), units) == 0;
}

struct json_object *survey_check_number(struct survey_check *check, const struct survey_item *item,
                                        struct json_object *value)
{
    double number;
    struct base_text text = base_json_text(value);
    if (json_object_is_type(value, json_type_int) || json_object_is_type(value, json_type_double)) {
        number = json_object_get_double(value);
    } else if (text.data == NULL) {
        wrong_type(check, item);
        return NULL;
    } else if (!survey_read_number(text, &number) ||
               (check->english && survey_comma_is_unclear(text))) {
        report(check, item, NULL, "not_a_number", SURVEY_MESSAGE_NOT_A_NUMBER, NULL, NULL);
        return NULL;
    }
    if (item->whole && number != floor(number)) {
        report(check, item, NULL, "not_whole", SURVEY_MESSAGE_NOT_WHOLE, NULL, NULL);
        return NULL;
    }
    if (item->step > 0 && !is_multiple(number, item->step)) {
        report(check, item, NULL, "wrong_step", SURVEY_MESSAGE_NUMBER_STEP,
               numeral(check, item->step), NULL);
        return NULL;
    }
    if (!within(check, item, NULL, item->has_minimum, item->minimum, item->has_maximum,
                item->maximum, number)) {
        return NULL;
    }
    for (size_t i = 0; i < item->validator_count; i++) {
        const struct survey_validator *validator = &item->validators[i];
        if (!within(check, item, validator, validator->has_minimum, validator->minimum,
                    validator->has_maximum, validator->maximum, number)) {
            return NULL;
        }
    }
    /* A zero without its sign, so that equal answers are equal texts. */
    return base_json_number(number == 0 ? 0 : number);
}

/* A date as the number YYYYMMDD, and back. */
static double date_number(struct base_text date)
{
    double number = 0;
    for (size_t i = 0; i < date.length; i++) {
        if (date.data[i] != '-') {
            number = number * 10 + (date.data[i] - '0');
        }
    }
    return number;
}

static const char *date_text(const struct survey_check *check, double number)
{
    int date = (int)number;
    return base_arena_format(check->arena, "%04d-%02d-%02d", date / 10000, date / 100 % 100,
                             date % 100);
}

struct json_object *survey_check_date(struct survey_check *check, const struct survey_item *item,
                                      struct json_object *value)
{
    struct base_text text = base_text_trim(base_json_text(value));
    if (text.data == NULL) {
        wrong_type(check, item);
        return NULL;
    }
    if (!base_clock_is_date(text)) {
        report(check, item, NULL, "not_a_date", SURVEY_MESSAGE_NOT_A_DATE, NULL, NULL);
        return NULL;
    }
    double number = date_number(text);
    if ((item->has_minimum && number < item->minimum) ||
        (item->has_maximum && number > item->maximum)) {
        report_bounds(check, item, NULL, true, "out_of_range",
                      item->has_minimum ? date_text(check, item->minimum) : NULL,
                      item->has_maximum ? date_text(check, item->maximum) : NULL);
        return NULL;
    }
    return survey_text_json(text);
}
