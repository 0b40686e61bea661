/*
 * The way from the spool to the database: what was kept while it was away is stored, in random
 * order, a batch at a time behind the submissions of those who wait. On one worker.
 */
#ifndef SURVEYD_DAEMON_SPOOL_DRAIN_H
#define SURVEYD_DAEMON_SPOOL_DRAIN_H

#include "daemon.h"

struct spool_drain;

/* NULL where there is no spool. Begins with the loop. */
struct spool_drain *spool_drain_new(struct worker *worker);
/* Takes nothing more; what is under way goes on. NULL is allowed. */
void spool_drain_stop(struct spool_drain *drain);
/* After the worker's pool was freed and the spool closed: what was not settled is there at the next
   start. NULL is allowed. */
void spool_drain_free(struct spool_drain *drain);

#endif
