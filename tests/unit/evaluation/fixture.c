#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

int fixture_setup(void **state)
{
    struct base_arena *arena = base_arena_new();
    struct fixture *fixture = base_arena_object(arena, struct fixture);
    fixture->arena = arena;
    fixture->plan.confidence = 0.95;
    *state = fixture;
    return 0;
}

int fixture_teardown(void **state)
{
    base_arena_free(((struct fixture *)*state)->arena);
    return 0;
}

void fixture_finish(struct fixture *fixture, struct evaluation_builder *builder)
{
    assert_true(evaluation_builder_finish(builder, &fixture->data, NULL, NULL));
}

void fixture_rows(struct fixture *fixture, const struct fixture_row *rows, size_t count)
{
    struct evaluation_builder *builder = evaluation_builder_new(fixture->arena);
    for (size_t i = 0; i < count; i++)
        evaluation_builder_add(builder, &(struct evaluation_row){
                                            .participant = base_text_of(rows[i].participant),
                                            .organisation = base_text_of(rows[i].organisation),
                                            .actor_type = base_text_of(rows[i].actor_type),
                                            .cycle = rows[i].cycle,
                                            .question = base_text_of(rows[i].question),
                                            .value = base_text_of(rows[i].value),
                                            .line = (uint32_t)i + 1,
                                        });
    fixture_finish(fixture, builder);
}

void fixture_add_values(struct evaluation_builder *builder, int cycle, const char *question,
                        const char *values)
{
    struct base_text rest = base_text_of(values), value;
    for (unsigned number = 0; rest.data != NULL; number++) {
        char participant[16];
        snprintf(participant, sizeof(participant), "p%02u", number);
        rest = base_text_split(rest, ' ', &value);
        if (base_text_equal_string(value, "-"))
            value.length = 0;
        evaluation_builder_add(builder, &(struct evaluation_row){
                                            .participant = base_text_of(participant),
                                            .cycle = cycle,
                                            .question = base_text_of(question),
                                            .value = value,
                                        });
    }
}

void fixture_questions(struct fixture *fixture, size_t count, enum evaluation_question_type type,
                       double minimum, double maximum)
{
    struct evaluation_question *questions =
        base_arena_array(fixture->arena, struct evaluation_question, count);
    for (size_t i = 0; i < count; i++)
        questions[i] = (struct evaluation_question){
            .id = base_arena_format(fixture->arena, "q%zu", i),
            .type = type,
            .minimum = minimum,
            .maximum = maximum,
        };
    fixture->plan.questions = questions;
    fixture->plan.question_count = count;
}

struct evaluation_analysis fixture_analysis(void)
{
    struct evaluation_analysis analysis;
    evaluation_analysis_init(&analysis);
    analysis.id = "a";
    analysis.cycle = 1;
    return analysis;
}

struct evaluation_result fixture_compute(struct fixture *fixture, const char *metric,
                                         struct evaluation_analysis analysis)
{
    analysis.metric = evaluation_catalogue_find(metric);
    assert_non_null(analysis.metric);
    return evaluation_compute(fixture->arena, &fixture->plan, fixture->data, &analysis, NULL, 0);
}

void fixture_assert_number(const struct evaluation_result *result, const char *field,
                           double expected)
{
    const struct evaluation_value *value = evaluation_record_find(result->values, field);
    if (value == NULL)
        fail_msg("%s has no field %s", result->metric, field);
    double actual = evaluation_record_number(result->values, field);
    bool is_equal = isnan(expected) ? value->kind == EVALUATION_NULL
                                    : fabs(actual - expected) <= 1e-12 * fmax(1, fabs(expected));
    if (!is_equal)
        fail_msg("%s: %s is %.17g, not %.17g", result->metric, field, actual, expected);
}

void fixture_assert_reason(const struct evaluation_result *result, const char *word)
{
    const char *actual = evaluation_reason_word(result->reason);
    if ((actual == NULL) != (word == NULL) || (word != NULL && strcmp(actual, word) != 0))
        fail_msg("%s: reason is %s, not %s", result->metric, actual == NULL ? "none" : actual,
                 word == NULL ? "none" : word);
}
