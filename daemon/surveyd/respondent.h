/*
 * Who answers by a personal link: as the database says, or while it is away the standing copy.
 */
#ifndef SURVEYD_DAEMON_RESPONDENT_H
#define SURVEYD_DAEMON_RESPONDENT_H

#include "store/respondent.h"
#include "visit.h"

struct respondent {
    struct survey_respondent who;          /* points into the programme */
    const struct store_respondent *stored; /* valid during the call only; NULL: the database did not
                                              answer, so what was answered before is not known */
};

/* `known` is NULL if nobody can tell who it is. */
typedef void (*respondent_callback)(const struct respondent *known, void *context);

/* Asks for the respondent of visit->cycle under the pseudonym, for a form of the questionnaire.

   If the database does not answer in time (question.h), or another visit is known to wait for it in
   vain (then this calls back before it returns), the standing copy is asked. Somebody who is
   not in it, because the invitation is newer than the copy, is known without organisation and actor
   type if the questionnaire does not depend on them, and else not: a form that asks other things
   than it should is worse than one that has to wait. */
void respondent_find(struct visit *visit, const struct survey_questionnaire *questionnaire,
                     const uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES],
                     respondent_callback callback, void *context);

#endif
