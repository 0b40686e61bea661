/*
 * The figures of a running surveyd, from its second listener.
 */
#ifndef SURVEYD_SURVEYCTL_FIGURES_H
#define SURVEYD_SURVEYCTL_FIGURES_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* GET /metrics at operations.listen ("host:port" or "unix:/path"). The text is on the arena.
   STATUS_UNAVAILABLE if nobody answers within three seconds. */
BASE_MUST_CHECK enum base_status figures_read(struct base_arena *arena, const char *listen,
                                              struct base_text *ret_text,
                                              struct base_failure *reterr);

/* The value of a figure without labels; -1 if it is not there. */
int64_t figures_value(struct base_text text, const char *name);

#endif
