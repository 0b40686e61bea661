/*
 * Answering a visit with the form: empty, prefilled, or with what is wrong.
 */
#ifndef SURVEYD_DAEMON_FORM_ANSWER_H
#define SURVEYD_DAEMON_FORM_ANSWER_H

#include "visit.h"

struct store_respondent; /* store/respondent.h */

struct form_view {
    int version;
    const struct survey_questionnaire *questionnaire;
    bool knows_respondent; /* false: the database could not be asked */
    struct survey_respondent respondent;
    int revision;                           /* of the response shown; 0: none */
    bool earlier_unknown;                   /* the database did not say whether there is one */
    const char *submission;                 /* id of the form */
    size_t page;                            /* to show, from 0 */
    struct json_object *answers;            /* of all pages; may be NULL */
    const struct survey_problems *problems; /* or NULL */
    enum pages_form_banner banner;
};

/* The current questionnaire of visit->cycle with a new submission id, nothing filled in. */
struct form_view form_view_new(const struct visit *visit);

/* Who answers by the link, as the database knows. NULL: it does not. */
struct survey_respondent form_respondent(const struct visit *visit,
                                         const struct store_respondent *stored);

/* The answers that are stored, as SurveyJS data, and the questionnaire of the version that was
   answered. NULL if there are none, or they cannot be understood. On the visit's arena. */
struct json_object *form_stored_answers(const struct visit *visit,
                                        const struct store_respondent *stored,
                                        const struct survey_questionnaire **ret_questionnaire);

/* Which items the answers show to the respondent; on the visit's arena. */
const bool *form_visible(const struct visit *visit,
                         const struct survey_questionnaire *questionnaire,
                         const struct survey_respondent *respondent, struct json_object *answers);

/* Answers the visit with the page. */
void form_answer(struct visit *visit, int status, const struct form_view *view);

#endif
