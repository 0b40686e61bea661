/*
 * A form that is answered page by page, where no script keeps the pages together.
 *
 * Pages are counted from 0. The open link's own questions are on the first page. `visible` is what
 * survey_answers_visible wrote.
 */
#ifndef SURVEYD_SURVEY_STEPS_H
#define SURVEYD_SURVEY_STEPS_H

#include "survey/answers.h"

/* SurveyJS data of the whole form: what `earlier` holds (the answers of all pages so far; may be
   NULL, stays as it is) with the questions of `page` as the form's fields have them. A question of
   that page that is not among the fields has no answer. On the arena. */
struct json_object *survey_step_answers(struct base_arena *arena,
                                        const struct survey_questionnaire *questionnaire,
                                        size_t page, struct json_object *earlier,
                                        const struct survey_field *fields, size_t count);

/* Whether something on the page is shown. The first page of an open link always is. */
bool survey_step_is_shown(const struct survey_questionnaire *questionnaire, size_t page,
                          const struct survey_respondent *respondent, const bool *visible);

/* The next page after `page`, or the last one before it, that is shown; -1 if there is none. To
   find the first, ask for the next after SURVEY_STEP_START. */
#define SURVEY_STEP_START ((size_t)-1)
int survey_step_next(const struct survey_questionnaire *questionnaire, size_t page,
                     const struct survey_respondent *respondent, const bool *visible);
int survey_step_previous(const struct survey_questionnaire *questionnaire, size_t page,
                         const struct survey_respondent *respondent, const bool *visible);

/* The page that a problem with the answers belongs to; the first one if it belongs to none. */
size_t survey_step_of_problem(const struct survey_questionnaire *questionnaire,
                              const struct survey_problem *problem);

/* Those problems that belong to the page, in a list of their own on the same arena. */
void survey_step_problems(const struct survey_questionnaire *questionnaire, size_t page,
                          const struct survey_problems *problems,
                          struct survey_problems *ret_problems);

#endif
