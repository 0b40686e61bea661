/*
 * Participation: who was invited to which cycle, under pseudonyms, and what the facilitator knows
 * about it. No name and no key of a participant is ever stored.
 */
#ifndef SURVEYD_STORE_PARTICIPATION_H
#define SURVEYD_STORE_PARTICIPATION_H

#include "base/token.h"
#include "store/session.h"

/* An invitation of one respondent to one cycle. Under linkage "programme" the pseudonym is the same
   in all cycles. */
struct store_invitation {
    int cycle;
    uint8_t respondent[BASE_TOKEN_PSEUDONYM_BYTES];
    const char *organisation; /* NULL: not known */
    const char *actor_type;   /* NULL: not known */
};

/* Stores invitations, all or none. One that is there already gets the organisation and actor type
   given now. `*ret_created` counts the new ones. STATUS_NOT_FOUND: no such programme or cycle;
   STATUS_CLOSED: a cycle is sealed. Joins the session's open transaction if there is one. */
BASE_MUST_CHECK enum base_status
store_participation_invite(struct store_session *session, const char *programme,
                           const struct store_invitation *invitations, size_t count,
                           size_t *ret_created, struct base_failure *reterr);

enum store_fact { STORE_FACT_UNKNOWN = -1, STORE_FACT_NO = 0, STORE_FACT_YES = 1 };

/* One stored row. Valid during the callback. */
struct store_participation {
    int cycle;
    uint8_t respondent[BASE_TOKEN_PSEUDONYM_BYTES];
    const char *organisation; /* "" if not known */
    const char *actor_type;   /* "" if not known */
    bool is_invited;
    const char *delivery; /* "" if not recorded: delivered */
    enum store_fact attended;
    enum store_fact assigned;
    bool has_referrer;
    uint8_t referrer[BASE_TOKEN_PSEUDONYM_BYTES];
};

/* Anything but STATUS_OK stops the stream and is its result. */
typedef enum base_status (*store_participation_callback)(
    const struct store_participation *participation, void *context, struct base_failure *reterr);

/* All rows of the programme (of one cycle, or with `cycle` 0 of all), by cycle and respondent, in
   constant memory. */
BASE_MUST_CHECK enum base_status store_participation_stream(struct store_session *session,
                                                            const char *programme, int cycle,
                                                            store_participation_callback each,
                                                            void *context,
                                                            struct base_failure *reterr);

#endif
