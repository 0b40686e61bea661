/*
 * Questions to the database that an exchange waits for only so long (spool.after-ms): whoever opens
 * a form must not wait for a database that hangs.
 *
 * A question outlives its exchange: the database may answer later, and nothing of the exchange is
 * there any more. Where the spool is off nobody gives up: the pool's own deadline holds.
 */
#ifndef SURVEYD_DAEMON_QUESTION_H
#define SURVEYD_DAEMON_QUESTION_H

#include "daemon.h"

struct question;

struct questions *questions_new(struct worker *worker);
/* After the pool has been freed, which ends every question. */
void questions_free(struct questions *questions);

/* Begins to wait. `on_late` runs if the question has not ended in time, then never again; `context`
   need not live any longer. Pass the question to the store as the context of its callback. */
struct question *question_new(struct worker *worker, void (*on_late)(void *context), void *context);

/* Whether a question that was given up is still with the database: it hangs, or nearly, and whoever
   can do without need not wait for it. For at most the pool's deadline. */
bool questions_are_late(const struct questions *questions);

/* First thing in the store's callback, once: the question is gone. The context, or NULL if it was
   late: then there is nothing to do. */
void *question_end(struct question *question);

#endif
