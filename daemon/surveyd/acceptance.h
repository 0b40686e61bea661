/*
 * What a participant sends, from the request to the acknowledgement.
 *
 *   accept_submission.c  what it is: the cycle, the version, the respondent, the answers
 *   accept_step.c        one page of a form without script: on, back, another language
 *   accept_answers.c     everything: validated, stored
 *   accept_reply.c       what the participant gets
 */
#ifndef SURVEYD_DAEMON_ACCEPTANCE_H
#define SURVEYD_DAEMON_ACCEPTANCE_H

#include "form_answer.h"
#include "submission.h"
#include "visit.h"

/* Lives on the exchange's arena. Ends with exactly one of the reply functions. */
struct acceptance {
    struct visit *visit;
    struct submission submission;
    bool is_form; /* not a JSON body */
    bool is_late; /* the cycle takes no answers, any more or (its opening was put off) yet: only a
                     replay can still be answered */
    int version;
    const struct survey_questionnaire *questionnaire;
    bool has_pseudonym; /* false: open link, or the key has been destroyed */
    uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES];
    bool knows_respondent;
    struct survey_respondent respondent;
    int revision;                /* of what the respondent sees; 0: none, or not known */
    struct json_object *answers; /* of all pages, as they came */
    struct survey_problems problems;
    struct survey_response response;
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
    struct form_view form; /* being answered with */
    int form_status;
};

/* Validates the answers; STATUS_INVALID with what is wrong in `problems`. */
BASE_MUST_CHECK enum base_status accept_check(struct acceptance *acceptance,
                                              struct survey_problems *problems);

/* Puts the page that was posted to what its form carries of the others, as acceptance->answers;
   false if that is lost: then they are those of the page alone. */
bool accept_step_answers(struct acceptance *acceptance);

/* Takes the page. */
void accept_step(struct acceptance *acceptance);

/* Takes everything. */
void accept_answers(struct acceptance *acceptance);

/* The form again, with everything that was typed; `problems` may be NULL. */
void accept_reply_form(struct acceptance *acceptance, int status, size_t page,
                       const struct survey_problems *problems, enum pages_form_banner banner);
/* The pages could not be put together: the first again, with what came. */
void accept_reply_state_lost(struct acceptance *acceptance);
/* Something is wrong with acceptance->problems. */
void accept_reply_invalid(struct acceptance *acceptance);
/* It is kept, in the database or (`is_spooled`) on this host's disk until that takes it. */
void accept_reply_kept(struct acceptance *acceptance, bool is_new, bool is_spooled, int revision);
/* Nothing was stored, as far as is known; sending again stores it once. */
void accept_reply_unavailable(struct acceptance *acceptance);
/* Consent was refused: nothing is stored. */
void accept_reply_declined(struct acceptance *acceptance);
void accept_reply_closed(struct acceptance *acceptance);
/* The id was sent before with other answers. */
void accept_reply_conflict(struct acceptance *acceptance);
/* The id was sent before, and its answers have been withdrawn since. */
void accept_reply_withdrawn(struct acceptance *acceptance);

#endif
