/*
 * Who has answered in a cycle, by pseudonym.
 */
#ifndef SURVEYD_SURVEYCTL_PENDING_H
#define SURVEYD_SURVEYCTL_PENDING_H

#include "surveyctl.h"

#include "base/token.h"

struct pending {
    size_t count;
    uint8_t (*respondents)[BASE_TOKEN_PSEUDONYM_BYTES]; /* ascending */
};

/* Reads the respondents of the cycle's personal responses; on the call's arena. STATUS_NOT_FOUND if
   the programme has no such cycle, STATUS_CLOSED if it is sealed: then nobody can tell any more. */
BASE_MUST_CHECK enum base_status pending_read(struct surveyctl *surveyctl,
                                              const struct store_programme_summary *summary,
                                              int cycle, struct pending *ret_pending,
                                              struct base_failure *reterr);

bool pending_has_answered(const struct pending *pending,
                          const uint8_t respondent[BASE_TOKEN_PSEUDONYM_BYTES]);

#endif
