/*
 * What a link's forms are called on the participant's device, where the script keeps drafts of
 * them.
 */
#ifndef SURVEYD_DAEMON_DRAFTS_H
#define SURVEYD_DAEMON_DRAFTS_H

#include "pages/unsent.h"
#include "visit.h"

/* The name of the draft of a cycle's form. It tells nothing of the link, and other forms have
   others. On the visit's arena. */
const char *drafts_name(const struct visit *visit, const struct survey_cycle *cycle);

/* The cycles that have begun, other than the one whose form is shown (visit->cycle, may be NULL),
   until they are sealed; NULL if there are none. On the visit's arena. */
const struct pages_unsent *drafts_elsewhere(const struct visit *visit);

#endif
