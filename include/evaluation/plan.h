/*
 * The evaluation plan: what the questions are, and which analyses to compute. Immutable; whoever
 * reads it from a file or derives it from a programme fills these structs and checks them.
 */
#ifndef SURVEYD_EVALUATION_PLAN_H
#define SURVEYD_EVALUATION_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* An index into a list of the plan that points nowhere. */
#define EVALUATION_NOT_GIVEN SIZE_MAX

/* Categories that a question with counts may have at most. */
#define EVALUATION_CATEGORIES_MAX 1000

enum evaluation_question_type {
    EVALUATION_LIKERT,  /* integers minimum..maximum */
    EVALUATION_NPS,     /* integers 0..10 */
    EVALUATION_BINARY,  /* 0, 1 */
    EVALUATION_COUNT,   /* integers from 0 */
    EVALUATION_NUMERIC, /* any number, the limits optional */
};

struct evaluation_question {
    const char *id;
    enum evaluation_question_type type;
    double minimum; /* -infinity if there is none; set for every type */
    double maximum; /* +infinity if there is none */
    bool reverse;   /* as a variable, counted as minimum + maximum - answer */
};

struct evaluation_scale {
    const char *id;
    size_t item_count;       /* at least 1 */
    const size_t *items;     /* indices into questions */
    double minimum_answered; /* share of the items that must be valid, 0..1 */
};

struct evaluation_questionnaire {
    int cycle;
    size_t required_count;
    const size_t *required; /* indices into questions */
};

struct evaluation_node {
    const char *id;   /* an organisation */
    const char *type; /* its actor type; NULL if unknown */
    int from_cycle;
};

/* Answers about node n are answers to the question "<id>:<n>". */
struct evaluation_roster {
    const char *id;
    size_t question; /* the definition that all its questions share */
    size_t node_count;
    const struct evaluation_node *nodes;
};

struct evaluation_goal {
    const char *id;
    double baseline, target;
    double actual; /* not a number: not measured */
    double weight;
    double score; /* -2..2; not a number: not scored */
};

enum evaluation_presence {
    EVALUATION_PRESENCE_ATTENDED,  /* @attended = 1 */
    EVALUATION_PRESENCE_RESPONDED, /* complete or partial response */
};

enum evaluation_unit {
    EVALUATION_UNIT_PARTICIPANT,
    EVALUATION_UNIT_ORGANISATION,
    EVALUATION_UNIT_ACTOR_TYPE,
    EVALUATION_UNIT_ALL, /* groups only: everybody in one group */
};

enum evaluation_base {
    EVALUATION_BASE_PREVIOUS, /* present in the previous cycle too */
    EVALUATION_BASE_EARLIER,  /* present in any earlier cycle too */
    EVALUATION_BASE_ALL,
};

/* A question or a scale in a cycle (0 where the request names the cycles apart). */
struct evaluation_variable {
    bool given;
    bool is_scale;
    size_t index; /* into questions or scales */
    int cycle;
};

/* Which rows enter. An attribute that is not given lets every row pass; a list may be empty. The
   empty text in a list stands for rows whose attribute is unknown. */
struct evaluation_filter {
    struct {
        bool given;
        size_t count;
        const char *const *list;
    } participant, organisation, actor_type;
};

/* One publication in a check against differencing. */
struct evaluation_release {
    const char *id;
    struct evaluation_filter filter;
    size_t exclude_count;
    const char *const *excluded; /* participants */
    size_t override_count;
    const char *const *overridden; /* participants, parallel to override_values */
    const double *override_values; /* as cells: a number, missing or invalid */
};

/* A field of an earlier result. */
struct evaluation_reference {
    const char *id;
    const char *field;
};

struct evaluation_metric; /* evaluation/catalogue.h */

/* One request. Which members hold is said by the metric's parameters; the others are zero, and
   indices are EVALUATION_NOT_GIVEN. */
struct evaluation_analysis {
    const char *id;
    const struct evaluation_metric *metric;
    int cycle, from, to;
    size_t question, scale;
    size_t quality, told, reach; /* questions */
    size_t roster;
    size_t question_count;
    const size_t *questions;
    size_t cycle_count;
    const int *cycles;
    struct evaluation_variable variable, pre, then, post, x, y;
    double x_threshold, y_threshold, threshold;
    double reliability; /* not a number: estimated */
    int min_points;
    enum evaluation_unit unit, group, by;
    enum evaluation_base base;
    const char *first, *second; /* groups */
    bool list_groups;
    bool strict; /* networks: unobserved arcs are not reconstructed */
    int k;
    int min_organisations;
    int count_base;
    bool sensitive;
    size_t release_count;
    const struct evaluation_release *releases;
    size_t family_count;
    const struct evaluation_reference *family;
    struct evaluation_filter filter;
};

struct evaluation_plan {
    double confidence; /* 0.5 <= confidence < 1 */
    enum evaluation_presence presence;
    size_t cycle_count;
    const int *cycles; /* ascending */
    size_t actor_type_count;
    const char *const *actor_types;
    size_t question_count;
    const struct evaluation_question *questions;
    size_t scale_count;
    const struct evaluation_scale *scales;
    size_t questionnaire_count;
    const struct evaluation_questionnaire *questionnaires;
    size_t roster_count;
    const struct evaluation_roster *rosters;
    size_t goal_count;
    const struct evaluation_goal *goals;
    size_t analysis_count;
    const struct evaluation_analysis *analyses;
};

enum evaluation_validity { EVALUATION_IS_VALID, EVALUATION_IS_MISSING, EVALUATION_IS_INVALID };

/* Whether a cell's value is a valid answer to the question. */
enum evaluation_validity evaluation_question_check(const struct evaluation_question *question,
                                                   double value);

/* True if the question has categories to count: likert, nps, binary. */
bool evaluation_question_has_categories(const struct evaluation_question *question);

/* True if the answers are whole numbers, these and no others: 0 and 1 are a yes or no, 0 to 10 what
   the net promoter score is made of, whatever type the plan calls them. */
bool evaluation_question_goes_from(const struct evaluation_question *question, double minimum,
                                   double maximum);

/* The limits of a variable's values: those of the question, or of the first item of the scale. */
void evaluation_variable_range(const struct evaluation_plan *plan,
                               const struct evaluation_variable *variable, double *ret_minimum,
                               double *ret_maximum);

/* The questions whose answers the analyses need, by name, rosters expanded; on the arena. */
const char *const *evaluation_plan_needs(const struct evaluation_plan *plan,
                                         struct base_arena *arena, size_t *ret_count);

/* The defaults of a request: every index not given, thresholds and limits as documented. */
void evaluation_analysis_init(struct evaluation_analysis *analysis);

#endif
