/*
 * Answers: from a form or from JSON to what is stored.
 *
 * Answers are SurveyJS data: an object from item name to value
 *   radiogroup, dropdown, rating   the choice's value      checkbox, ranking  array of values
 *   matrix                         {row: value}            matrixdropdown     {row: {part: value}}
 *   boolean                        true, false             number             number
 *   text, comment, date            string                  "other" text       member "name-Comment"
 * With an open link also "actor_type" and, where the programme asks for it, "organisation".
 *
 * Form fields (application/x-www-form-urlencoded):
 *   name=value                                   single values; checkbox repeated
 *   name.row=value                               matrix
 *   name.row.part=value                          matrixdropdown
 *   name.1=value, name.2=value                   ranking: the choice at each rank
 *   name-Comment=text                            "other"
 *   _submission, _cycle, _version, _language     the form itself
 * An own text without any choice selected selects "other".
 * A rank left empty between others is null in the array. Fields of other names are not looked at.
 */
#ifndef SURVEYD_SURVEY_ANSWERS_H
#define SURVEYD_SURVEY_ANSWERS_H

#include <stdint.h>

#include "survey/questionnaire.h"

/* One decoded form field. */
struct survey_field {
    struct base_text name;
    struct base_text value;
};

/* Decodes a form body ("+" and percent-encoding; at most 2,000 fields). STATUS_MALFORMED if it is
   not well formed or not UTF-8, STATUS_TOO_LARGE with too many fields. On the arena. */
BASE_MUST_CHECK enum base_status survey_fields_decode(struct base_arena *arena,
                                                      struct base_text body,
                                                      const struct survey_field **ret_fields,
                                                      size_t *ret_count,
                                                      struct base_failure *reterr);

/* The value of the first field of that name; data NULL if there is none. */
struct base_text survey_fields_value(const struct survey_field *fields, size_t count,
                                     const char *name);

/* SurveyJS data from form fields. Empty values are left out. What does not fit its item (a number
   that is none) is kept as the text that was typed, so that validation can refuse it and the form
   can show it again. Owned by the arena. */
struct json_object *survey_answers_from_fields(struct base_arena *arena,
                                               const struct survey_questionnaire *questionnaire,
                                               const struct survey_field *fields, size_t count);

/* Who answers, as far as conditions and validation must know. */
struct survey_respondent {
    bool open_link;                                 /* then the answers must name the actor type */
    const struct survey_organisation *organisation; /* of a personal link; may be NULL */
    const struct survey_actor_type *actor_type;     /* of a personal link; may be NULL */
};

/* A valid submission, ready to be stored. All on the arena. */
struct survey_response {
    struct json_object *answers; /* cleaned SurveyJS data: invisible dropped, texts trimmed */
    const struct survey_organisation *organisation; /* may be NULL */
    const struct survey_actor_type *actor_type;     /* may be NULL */
    bool consent_refused;       /* a consent item was answered "no": nothing may be stored */
    size_t code_count;          /* = column_count of the questionnaire */
    const int *codes;           /* in the order of the columns */
    struct json_object *values; /* object from column name to number or text, the columns whose
                                   code says that a value is beside; never NULL */
};

/* Validates and encodes. Values are compared as SurveyJS does ("5" is 5) and kept in the spelling
   of the questionnaire, so that a form and a JSON body with the same answers give the same.
   STATUS_OK, or STATUS_INVALID with every problem (pointer into the answers, code, message in
   `language`). Unknown names are errors; answers to invisible items are dropped. */
BASE_MUST_CHECK enum base_status
survey_answers_validate(struct base_arena *arena, const struct survey_programme *programme,
                        const struct survey_questionnaire *questionnaire,
                        const struct survey_respondent *respondent, struct json_object *answers,
                        int language, struct survey_problems *problems,
                        struct survey_response *ret_response);

/* Back from what is stored to SurveyJS data, to show a response again. Owned by the arena. */
struct json_object *survey_answers_decode(struct base_arena *arena,
                                          const struct survey_questionnaire *questionnaire,
                                          const int *codes, size_t code_count,
                                          struct json_object *values);

/* The answers as conditions see them: on a personal link `actor_type` and `organisation` are those
   of the respondent (absent where not known). On the arena; `answers` (may be NULL) stays as it is.
 */
struct json_object *survey_answers_context(struct base_arena *arena,
                                           const struct survey_respondent *respondent,
                                           struct json_object *answers);

/* Of the answers those that the questionnaire asks for: what was answered in another version may
   name questions that this one does not have. On the arena; `answers` (may be NULL) stays as it is.
 */
struct json_object *survey_answers_asked(struct base_arena *arena,
                                         const struct survey_questionnaire *questionnaire,
                                         struct json_object *answers);

/* Which items the answers make visible: `ret_visible` has item_count places. `answers` is what
   survey_answers_context made. Answers to items that are not visible, and blank ones, do not count,
   as they will not be kept. */
void survey_answers_visible(const struct survey_questionnaire *questionnaire,
                            struct json_object *answers, bool *ret_visible);

#endif
