/*
 * The cycles of a personal link, as its participant sees them: which are open, which were answered.
 */
#ifndef SURVEYD_DAEMON_OVERVIEW_H
#define SURVEYD_DAEMON_OVERVIEW_H

#include "pages/overview.h"
#include "visit.h"

/* `overview` is on the visit's arena; NULL: there is none. If the database is away it does not say
   what was answered. An open link's has the cycles with results alone. */
typedef void (*overview_callback)(const struct pages_overview *overview, void *context);

/* Asks the database which cycles the link has answered, and waits no longer than question.h says.
   Where there is nothing to ask (an open link, every key destroyed, a database that hangs) it
   calls back before it returns. */
void overview_find(struct visit *visit, overview_callback callback, void *context);

/* Path of the group's results of the cycle; NULL where they are not shown: the programme does not
   say so, or the cycle still takes answers. */
const char *overview_results_path(const struct visit *visit, const struct catalogue_cycle *cycle);

#endif
