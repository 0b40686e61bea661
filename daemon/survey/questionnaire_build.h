/*
 * A questionnaire while it is being parsed.
 */
#ifndef SURVEYD_DAEMON_SURVEY_QUESTIONNAIRE_BUILD_H
#define SURVEYD_DAEMON_SURVEY_QUESTIONNAIRE_BUILD_H

#include "reader.h"
#include "survey/questionnaire.h"

#define SURVEY_CHOICES_MAX 100
#define SURVEY_ROWS_MAX 60
#define SURVEY_PAGES_MAX 60
#define SURVEY_PANELS_MAX 120
#define SURVEY_PANEL_DEPTH_MAX 8
#define SURVEY_VALIDATORS_MAX 10
#define SURVEY_VALUE_LENGTH_MAX 64

struct survey_build {
    struct survey_reader reader;
    const struct survey_programme *programme;
    int cycle;
    /* Room for the most that is allowed, on a scratch arena; copied when all is read. */
    struct survey_page *pages;
    size_t page_count;
    struct survey_panel *panels;
    size_t panel_count;
    struct survey_item *items;
    size_t item_count;
};

/* Reads one question into `item`, whose page and panel are set. False if it has no type or name
   that can be used; whatever else is wrong is reported and left out. */
bool survey_build_item(struct survey_build *build, struct json_object *object, const char *pointer,
                       struct survey_item *item);

/* Reads a condition; NULL if there is none or if it is wrong. */
const struct survey_expression *survey_build_condition(struct survey_build *build,
                                                       struct json_object *object,
                                                       const char *pointer, const char *key);

/* Reads HTML and sanitises it, language by language. */
void survey_build_html(struct survey_build *build, struct json_object *object, const char *pointer,
                       const char *key, struct survey_text *ret_html);

/* Reads the list in member `key` and what showOtherItem and showNoneItem add to it, and gives the
   codes. */
void survey_build_choices(struct survey_build *build, struct json_object *object,
                          const char *pointer, const char *key, size_t *ret_count,
                          const struct survey_choice **ret_choices);

/* The steps rateMin, rateMin + rateStep, ... rateMax of a rating. */
void survey_build_steps(struct survey_build *build, struct json_object *object, const char *pointer,
                        size_t *ret_count, const struct survey_choice **ret_choices);

/* The rows of a matrix: its own, or the organisations that take part in the cycle. */
void survey_build_rows(struct survey_build *build, struct json_object *object, const char *pointer,
                       struct survey_item *item);

/* The columns `then` and `now` of a matrixdropdown. */
void survey_build_parts(struct survey_build *build, struct json_object *object, const char *pointer,
                        struct survey_item *item);

/* A value that is a string or a number, as text; NULL with an error if it is neither. */
const char *survey_build_value(struct survey_build *build, struct json_object *value,
                               const char *pointer, bool *ret_is_number, double *ret_number);

void survey_build_validators(struct survey_build *build, struct json_object *object,
                             const char *pointer, struct survey_item *item);

/* Gives the questionnaire its columns; clashing names are errors. */
void survey_build_columns(const struct survey_reader *reader,
                          struct survey_questionnaire *questionnaire, struct survey_item *items);

/* Warns of questions that will be answered badly or by few. */
void survey_build_advise(const struct survey_reader *reader,
                         const struct survey_questionnaire *questionnaire);

/* The most that one person can be asked, whatever the answers: questions, and answers where each
   row of a matrix counts. */
void survey_build_load(struct base_arena *arena, const struct survey_questionnaire *questionnaire,
                       size_t *ret_questions, size_t *ret_answers);

/* Names used twice, references to nothing, and advice on poor questions. */
void survey_build_check(const struct survey_reader *reader,
                        const struct survey_questionnaire *questionnaire);

/* The type of an item as the file names it. Static storage. */
const char *survey_item_type(enum survey_item_kind kind);

#endif
