/*
 * What a daemon keeps to serve forms while the database is away: the programmes, and who belongs to
 * which organisation. In memory, and as a sealed copy in the spool's folder, for a start without
 * the database.
 *
 * One for all workers; the first worker keeps it fresh. Whatever is handed out never changes. Used
 * only when the database does not answer: what it says comes first. There is none (NULL) where the
 * spool is off: what could not be sent need not be shown.
 */
#ifndef SURVEYD_DAEMON_STANDING_H
#define SURVEYD_DAEMON_STANDING_H

#include "daemon.h"
#include "standing_text.h"

struct standing;

struct standing_copy {
    _Atomic unsigned references;
    struct base_arena *arena;
    struct base_text text; /* what `content` points into */
    struct standing_content content;
};

/* Reads the copy in the folder of daemon->spool, before anything else uses the spool. One that
   cannot be read is logged and ignored. NULL if daemon->spool is. */
struct standing *standing_new(struct daemon *daemon);

/* Hands the spool what has changed since it was handed something last; false if nothing has. By the
   first worker, and when the workers have ended, before the spool is closed. NULL is allowed, here
   and below. */
bool standing_flush(struct standing *standing);
void standing_free(struct standing *standing);

/* What is known now; NULL if nothing is. From any thread. */
struct standing_copy *standing_copy_ref(struct standing *standing);
void standing_copy_unref(struct standing_copy *copy); /* NULL is allowed */

/* What the database has said. By the first worker only; all is copied. */
void standing_take_catalogue(struct standing *standing, const struct store_catalogue *catalogue);
void standing_take_people(struct standing *standing, const struct store_people *people);

/* Keeps the people fresh: asks the database every second whether they have changed, and has the
   copy written some seconds after a change. For the first worker, once worker->catalogue came from
   the database. NULL if daemon->standing is. */
struct standing_loader *standing_loader_new(struct worker *worker);
void standing_loader_free(struct standing_loader *loader); /* NULL is allowed */

#endif
