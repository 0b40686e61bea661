/*
 * Answers to read: what was sent to a cycle, or what was written and could not be stored.
 *
 * Every question that the answers show, with what was answered to it; one without an answer says
 * so. Where nothing was stored everything that was written stands there, and once more as plain
 * text, ready to be copied.
 */
#ifndef SURVEYD_PAGES_ANSWERS_H
#define SURVEYD_PAGES_ANSWERS_H

#include "pages/overview.h"
#include "pages/page.h"
#include "survey/answers.h"

enum pages_answers_kind {
    PAGES_ANSWERS_SENT,        /* what is stored for the cycle */
    PAGES_ANSWERS_TOO_LATE,    /* came after the cycle had closed (403): nothing of it is stored */
    PAGES_ANSWERS_SENT_BEFORE, /* open link: this form was sent before, with other answers (409);
                                  those are stored and stay, these are not */
    PAGES_ANSWERS_NOT_OPEN,    /* the opening has been put off since the form was opened (403) */
    PAGES_ANSWERS_WITHDRAWN, /* this form was sent before and withdrawn (410): nothing is stored */
};

struct pages_answers {
    enum pages_answers_kind kind;
    const struct survey_programme *programme;
    const struct survey_cycle *cycle;
    const struct survey_questionnaire *questionnaire; /* of the version that was answered */
    int language;                                     /* index into the programme's languages */
    struct survey_respondent respondent; /* as the answers were or would have been validated */
    struct json_object *answers;         /* SurveyJS data, may be NULL; need not be valid */
    const char *day;                     /* "YYYY-MM-DD" when they were stored, or NULL */
    int revision;                        /* of what is stored; 0 if nothing is */
    const char *path;     /* of this page, for the language links; NULL after a POST: none */
    const char *form;     /* path of the form: to change the answers, or (not SENT) to answer anew;
                             or NULL */
    const char *withdraw; /* path of the page to withdraw them, or NULL */
    const char *results;  /* path of the group's results, or NULL */
    const struct pages_overview *overview; /* of a personal link, or NULL */
};

/* Appends a whole HTML page to `out`; what it allocates beside is on the buffer's arena. */
void pages_answers_write(const struct pages_site *site, const struct pages_answers *answers,
                         struct base_buffer *out);

#endif
