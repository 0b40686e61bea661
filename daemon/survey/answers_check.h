/*
 * One submission while it is being validated.
 */
#ifndef SURVEYD_DAEMON_SURVEY_ANSWERS_CHECK_H
#define SURVEYD_DAEMON_SURVEY_ANSWERS_CHECK_H

#include "messages.h"
#include "survey/answers.h"

#define SURVEY_FORM_COMMENT "-Comment"
#define SURVEY_NAME_ACTOR_TYPE "actor_type"
#define SURVEY_NAME_ORGANISATION "organisation"

struct survey_check {
    struct base_arena *arena;
    const struct survey_programme *programme;
    const struct survey_questionnaire *questionnaire;
    struct json_object *answers; /* as they came */
    struct json_object *context; /* as conditions see them */
    struct json_object *cleaned; /* what is kept of them, in the questionnaire's own spelling */
    const bool *visible;
    int language;
    bool swedish;
    bool english;                                   /* a comma marks thousands */
    const struct survey_organisation *organisation; /* its row of a roster is left out */
    struct survey_problems *problems;
};

/* Where a problem is: pointer into the answers, and field of the form (NULL: the item's name). */
struct survey_place {
    const struct survey_item *item;
    const char *pointer;
    const char *field;
};

/* The place of a whole item, of a row, of a row's part (`part` may be NULL). */
struct survey_place survey_place_of_item(const struct survey_check *check,
                                         const struct survey_item *item);
struct survey_place survey_place_of_row(const struct survey_check *check,
                                        const struct survey_item *item, const char *row,
                                        const char *part);

/* Adds a problem. `code` is the stable word for programs; a, b, c the details of the message. */
void survey_check_problem(struct survey_check *check, struct survey_place place, const char *code,
                          enum survey_message message, const char *a, const char *b, const char *c);

/* The same with a message of its own: what the author of a validator wrote. */
void survey_check_say(struct survey_check *check, struct survey_place place, const char *code,
                      const char *message);

/* The title of an item, in the participant's language. */
const char *survey_check_title(const struct survey_check *check, const struct survey_item *item);

/* Cleans the answer of one kind of item: a new value with a reference that the caller owns, or
   NULL if there is nothing to keep; problems are added. `value` is never blank. */
struct json_object *survey_check_select(struct survey_check *check, const struct survey_item *item,
                                        struct json_object *value);
struct json_object *survey_check_checkbox(struct survey_check *check,
                                          const struct survey_item *item,
                                          struct json_object *value);
struct json_object *survey_check_ranking(struct survey_check *check, const struct survey_item *item,
                                         struct json_object *value);
struct json_object *survey_check_boolean(struct survey_check *check, const struct survey_item *item,
                                         struct json_object *value);
struct json_object *survey_check_matrix(struct survey_check *check, const struct survey_item *item,
                                        struct json_object *value);
struct json_object *survey_check_matrixdropdown(struct survey_check *check,
                                                const struct survey_item *item,
                                                struct json_object *value);
struct json_object *survey_check_text(struct survey_check *check, const struct survey_item *item,
                                      struct json_object *value);
struct json_object *survey_check_number(struct survey_check *check, const struct survey_item *item,
                                        struct json_object *value);
struct json_object *survey_check_date(struct survey_check *check, const struct survey_item *item,
                                      struct json_object *value);

/* Adds the problems of rows and cells that must be answered and are not. */
void survey_check_rows_answered(struct survey_check *check, const struct survey_item *item,
                                struct json_object *cleaned, bool required);

/* A text as it is stored: control characters away, line ends as "\n" (as blanks if `one_line`),
   trimmed; on the arena. */
struct base_text survey_clean_text(struct base_arena *arena, struct base_text text, bool one_line);

/* Whether answers may have that name: that of a question, or of the text of its "other". */
bool survey_name_is_asked(const struct survey_questionnaire *questionnaire, const char *name);

/* Null, "", blanks, [], {}, and whatever holds nothing else: no answer. */
bool survey_value_is_blank(struct json_object *value);

/* The choice of that value, numbers and numerals compared as numbers; NULL if there is none. */
const struct survey_choice *survey_choice_find(const struct survey_choice *choices, size_t count,
                                               struct json_object *value);
const struct survey_choice *survey_choice_find_text(const struct survey_choice *choices,
                                                    size_t count, struct base_text text);

/* The value of a choice as SurveyJS data has it. The caller owns the reference. */
struct json_object *survey_choice_json(const struct survey_choice *choice);

/* A string as JSON. The caller owns the reference. */
struct json_object *survey_text_json(struct base_text text);

/* The text without blanks at its ends, all those of Unicode. */
struct base_text survey_trim(struct base_text text);

/* A numeral, with a decimal point or comma, blanks between groups of three digits allowed. */
bool survey_read_number(struct base_text text, double *ret_number);

/* True for "1,250": a decimal comma to some, the thousands' mark to others. */
bool survey_comma_is_unclear(struct base_text text);

/* True if the row is not asked of this participant: that of the own organisation. */
bool survey_row_is_own(const struct survey_item *item, const struct survey_row *row,
                       const struct survey_organisation *organisation);

/* As survey_answers_visible. For an item, whether a condition holds, given what is visible. */
bool survey_condition_holds(const struct survey_questionnaire *questionnaire,
                            const struct survey_expression *condition, struct json_object *answers,
                            const bool *visible);

/* Codes and values of `check->cleaned`, written to `ret_response`. */
void survey_answers_encode(const struct survey_check *check, struct survey_response *ret_response);

#endif
