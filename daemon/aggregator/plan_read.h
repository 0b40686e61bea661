/*
 * The evaluation plan as JSON.
 */
#ifndef AGGREGATOR_PLAN_READ_H
#define AGGREGATOR_PLAN_READ_H

#include <json-c/json.h>

#include "base/text.h"
#include "evaluation/plan.h"
#include "problems.h"

/* Reads and checks a whole plan. Every error goes to `problems` with its JSON pointer; then the
   result is NULL. The plan lives on the arena. */
const struct evaluation_plan *aggregator_plan_read(struct base_arena *arena, const char *file,
                                                   struct base_text text,
                                                   struct aggregator_problems *problems);

/* The same of a document that is parsed already. */
const struct evaluation_plan *aggregator_plan_from_json(struct base_arena *arena, const char *file,
                                                        struct json_object *root,
                                                        struct aggregator_problems *problems);

#endif
