/*
 * Small answer tables and plans for the tests of metrics.
 */
#ifndef TEST_EVALUATION_FIXTURE_H
#define TEST_EVALUATION_FIXTURE_H

#include "evaluation/catalogue.h"

/* One row; the value as in a file. */
struct fixture_row {
    const char *participant, *organisation, *actor_type;
    int cycle;
    const char *question, *value;
};

struct fixture {
    struct base_arena *arena;
    struct evaluation_plan plan; /* the test fills it; has a confidence of 0.95 */
    const struct evaluation_data *data;
};

/* A cmocka setup and teardown: `*state` is a struct fixture. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* The table of these rows. */
void fixture_rows(struct fixture *fixture, const struct fixture_row *rows, size_t count);

/* Rows p00, p01, ... of cycle 1 without organisation: `values` is one word per participant,
   separated by blanks; "-" is an empty answer. Adds to the builder. */
void fixture_add_values(struct evaluation_builder *builder, int cycle, const char *question,
                        const char *values);

/* The table of a builder. */
void fixture_finish(struct fixture *fixture, struct evaluation_builder *builder);

/* Questions q0, q1, ... all alike, as the plan's questions. */
void fixture_questions(struct fixture *fixture, size_t count, enum evaluation_question_type type,
                       double minimum, double maximum);

/* Computes the analysis; `metric` is set here. */
struct evaluation_result fixture_compute(struct fixture *fixture, const char *metric,
                                         struct evaluation_analysis analysis);

/* An analysis with every default. */
struct evaluation_analysis fixture_analysis(void);

/* Fails unless the field is the number, to 12 digits; NAN: unless it is null. */
void fixture_assert_number(const struct evaluation_result *result, const char *field,
                           double expected);

/* Fails unless the reason is that word; NULL: none. */
void fixture_assert_reason(const struct evaluation_result *result, const char *word);

#endif
