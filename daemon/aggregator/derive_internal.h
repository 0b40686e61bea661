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

/* Answers of one person can be told to be of one person over the cycles. */
bool derive_is_linked(const struct derive *derive);

/* The number of the cycle at a place of the programme. */
int derive_cycle_at(const struct derive *derive, size_t place);

/* The place of the first, or the last, active cycle that asks the variable; SIZE_MAX if there is
   none. A last cycle that is still open, or that few have answered, gives way to the last that is
   over and bears. */
size_t derive_find_cycle(const struct derive *derive, const char *variable, bool last);

/* Appends an analysis with that id and returns it, for its parameters. */
__attribute__((format(printf, 3, 4))) struct json_object *
derive_add(struct derive *derive, const char *metric, const char *format, ...);

void derive_set_text(struct json_object *analysis, const char *name, const char *value);
void derive_set_integer(struct json_object *analysis, const char *name, int value);

/* A variable of a request: a question or a scale; `cycle` 0: the request names the cycles. */
void derive_set_variable(const struct derive *derive, struct json_object *analysis,
                         const char *name, const char *variable, int cycle);

/* Appends what is about pairs of measurements; about several cycles together and about groups; and
   the families of tests among all that there is. */
void derive_learning(struct derive *derive);
void derive_course(struct derive *derive);
void derive_families(struct derive *derive);

/* Appends all analyses. */
void derive_analyses(struct derive *derive);

#endif
