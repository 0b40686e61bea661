/*
 * What the two halves of deriving a plan share: the variables, and the analyses made of them.
 */
#ifndef AGGREGATOR_DERIVE_INTERNAL_H
#define AGGREGATOR_DERIVE_INTERNAL_H

#include "derive.h"

/* A question of the plan, over all questionnaires. */
struct derive_variable {
    const char *name;
    enum derive_type type;
    int minimum, maximum;
    bool is_closed;
    bool is_roster; /* stands for all questions "<name>:<organisation>" */
    bool *asked;    /* one per cycle of the programme */
};

struct derive {
    struct base_arena *arena;
    const struct source *source;
    const struct survey_programme *programme;
    const struct derive_facts *facts;
    size_t variable_count, variable_capacity;
    struct derive_variable *variables;
    struct json_object *analyses;
};

/* The variable of that name; NULL if no questionnaire has it. */
const struct derive_variable *derive_find(const struct derive *derive, const char *name);

/* The scale of that id; NULL if there is none. */
const struct survey_scale *derive_scale(const struct derive *derive, const char *id);

/* Whether a variable or scale (at least one of its items) was asked in a cycle (index) that there
   is something to evaluate of. */
bool derive_is_asked(const struct derive *derive, const char *variable, size_t cycle);

/* Appends all analyses. */
void derive_analyses(struct derive *derive);

#endif
