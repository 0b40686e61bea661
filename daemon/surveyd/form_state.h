/*
 * What a form of several pages carries along while it is answered without script, in a sealed
 * field: the answers of all pages so far, and who answers, so that turning a page asks no database.
 *
 * It opens for the same link, submission, cycle and version only.
 */
#ifndef SURVEYD_DAEMON_FORM_STATE_H
#define SURVEYD_DAEMON_FORM_STATE_H

#include "visit.h"

struct form_state {
    struct json_object *answers;         /* SurveyJS data as it was typed; may be NULL */
    bool knows_respondent;               /* the next two hold; false: the database was away */
    struct survey_respondent respondent; /* points into the programme */
    int revision;                        /* of the response shown; 0: none */
};

/* Sealed for a form of visit->cycle; on the visit's arena. */
const char *form_state_seal(const struct visit *visit, const char *submission, int version,
                            const struct form_state *state);

/* False if it was not made here for this form, or was changed. */
bool form_state_open(const struct visit *visit, const char *submission, int version,
                     struct base_text sealed, struct form_state *ret_state);

#endif
