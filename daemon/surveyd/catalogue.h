/*
 * A worker's copy of the programmes: parsed, immutable, replaced as a whole when the database says
 * that something changed. An exchange holds a reference while it uses it. One thread only.
 */
#ifndef SURVEYD_DAEMON_CATALOGUE_H
#define SURVEYD_DAEMON_CATALOGUE_H

#include "survey/questionnaire.h"

struct worker;

struct catalogue_version {
    int version;
    const struct survey_questionnaire *questionnaire;
};

struct catalogue_cycle {
    const struct survey_cycle *cycle; /* with the times that hold now, not those of the file */
    int64_t opens_at, closes_at;      /* the same as seconds since 1970 */
    bool sealed;
    int version; /* the current one */
    size_t version_count;
    const struct catalogue_version *versions;
};

struct catalogue_programme {
    const struct survey_programme *programme;
    size_t cycle_count;
    const struct catalogue_cycle *cycles; /* ascending */
};

struct catalogue {
    unsigned references;
    struct base_arena *arena;
    int64_t stamp;
    bool is_copy; /* not from the database, but what was known of it last (standing.h) */
    size_t programme_count;
    const struct catalogue_programme *programmes;
};

struct catalogue *catalogue_ref(struct catalogue *catalogue);
void catalogue_unref(struct catalogue *catalogue); /* NULL is allowed */

const struct catalogue_programme *catalogue_find(const struct catalogue *catalogue,
                                                 struct base_text programme);

/* The cycle that takes answers at that time (the last one if several do); NULL if none does. */
const struct catalogue_cycle *catalogue_open_cycle(const struct catalogue_programme *programme,
                                                   int64_t wall_seconds);
bool catalogue_cycle_is_open(const struct catalogue_cycle *cycle, int64_t wall_seconds);
/* The same, and for the grace after the closing (store/response.h): a form that was opened in time
   may still be sent. */
bool catalogue_cycle_takes_answers(const struct catalogue_cycle *cycle, int64_t wall_seconds);

const struct catalogue_cycle *catalogue_cycle(const struct catalogue_programme *programme,
                                              int cycle);

/* The questionnaire of a version; NULL if there is no such version. */
const struct survey_questionnaire *catalogue_questionnaire(const struct catalogue_cycle *cycle,
                                                           int version);

/* Keeps worker->catalogue fresh: asks the database every second whether something changed. If the
   database does not answer soon after the start, the programmes come from the standing copy. The
   first worker's passes on what it reads to daemon->standing. */
struct catalogue_loader *catalogue_loader_new(struct worker *worker);
void catalogue_loader_free(struct catalogue_loader *loader);

#endif
