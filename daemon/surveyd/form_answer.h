/*
 * Answering a visit with the form: empty, prefilled, or with what is wrong.
 */
#ifndef SURVEYD_DAEMON_FORM_ANSWER_H
#define SURVEYD_DAEMON_FORM_ANSWER_H

#include "visit.h"

struct form_view {
    int version;
    const struct survey_questionnaire *questionnaire;
    const struct survey_organisation *organisation; /* may be NULL */
    const char *submission;                         /* id of the form */
    struct json_object *answers;
    const struct survey_problems *problems;
    int revision;
    bool not_stored; /* the database was away when the answers came: asks to send again */
};

/* The current questionnaire of visit->cycle with a new submission id, nothing filled in. */
struct form_view form_view_new(const struct visit *visit);

/* Answers the visit with the page. */
void form_answer(struct visit *visit, int status, const struct form_view *view);

#endif
