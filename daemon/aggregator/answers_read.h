/*
 * The answer table as CSV: participant,organisation,actor_type,cycle,question,value.
 */
#ifndef AGGREGATOR_ANSWERS_READ_H
#define AGGREGATOR_ANSWERS_READ_H

#include "answers_watch.h"
#include "evaluation/data.h"
#include "problems.h"

/* Reads the whole text into a table that keeps the questions named in `wanted`. Every error goes to
   `problems` with its line; then the result is NULL. `watch` (may be NULL) sees every row. The
   table lives on the arena; `text` may be freed afterwards. */
const struct evaluation_data *
aggregator_answers_read(struct base_arena *arena, const char *file, struct base_text text,
                        const char *const *wanted, size_t wanted_count, struct answers_watch *watch,
                        struct aggregator_problems *problems);

#endif
