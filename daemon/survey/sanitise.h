/*
 * HTML that a facilitator writes into a note: a small allow list, everything else refused.
 */
#ifndef SURVEYD_DAEMON_SURVEY_SANITISE_H
#define SURVEYD_DAEMON_SURVEY_SANITISE_H

#include "base/arena.h"
#include "base/text.h"

/* Writes `source` again with only p, br, strong, em, ul, ol, li, h3 and a (href with https: or
   mailto:), every tag closed, everything else escaped; safe to print as it is. NULL if something
   is not allowed; then `*ret_message` (on the arena) says what, and what would be right. */
const char *survey_sanitise_html(struct base_arena *arena, struct base_text source,
                                 const char **ret_message);

#endif
