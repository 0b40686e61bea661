/*
 * The answer table: every text is either refused, each time with a line, or a table whose columns
 * are sorted, without a participant twice, and whose figures are finite or null.
 */
#include <assert.h>
#include <math.h>
#include <stdint.h>

#include "answers_read.h"
#include "evaluation/catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_column(const struct evaluation_data *table,
                         const struct evaluation_column *column)
{
    const struct evaluation_rows *rows = column->rows;
    uint32_t before = 0;
    bool answered_before = false;
    for (size_t i = 0; i < rows->count; i++) {
        uint32_t member = evaluation_rows_member(rows, i);
        assert(member < table->member_count);
        uint32_t participant = table->members[member].participant;
        assert(participant < table->participants.count);
        assert(i == 0 || participant > before || (rows->has_repeats && participant == before));
        bool answered = evaluation_column_value(column, i) != EVALUATION_ABSENT;
        assert(i == 0 || participant > before || !answered || !answered_before);
        answered_before = answered || (i > 0 && participant == before && answered_before);
        before = participant;
    }
}

static void check_result(const struct evaluation_record *record)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct evaluation_value *value = &record->fields[i].value;
        assert(value->kind != EVALUATION_NUMBER || isfinite(value->number));
        if (value->kind == EVALUATION_RECORD)
            check_result(value->record);
    }
}

static void compute(struct base_arena *arena, const struct evaluation_data *table)
{
    static const char *const metrics[] = {"reaction.item",          "participation.flow",
                                          "participation.turnover", "participation.diversity",
                                          "disclosure.breakdown",   "learning.paired",
                                          "learning.signed_rank",   "understanding.icc"};
    static const struct evaluation_question question = {
        .id = "q", .type = EVALUATION_LIKERT, .minimum = 1, .maximum = 5};
    static const size_t required[] = {0};
    static const struct evaluation_questionnaire questionnaire = {1, 1, required};
    static const int cycles[] = {1, 2};
    static const char *const types[] = {"a", "b"};
    const struct evaluation_plan plan = {
        .confidence = 0.95,
        .cycle_count = 2,
        .cycles = cycles,
        .actor_type_count = 2,
        .actor_types = types,
        .question_count = 1,
        .questions = &question,
        .questionnaire_count = 1,
        .questionnaires = &questionnaire,
    };
    for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++) {
        struct evaluation_analysis analysis;
        evaluation_analysis_init(&analysis);
        analysis.id = "a";
        analysis.metric = evaluation_catalogue_find(metrics[i]);
        analysis.question = 0;
        analysis.cycle = 1;
        analysis.k = 3;
        analysis.group = EVALUATION_UNIT_ACTOR_TYPE;
        analysis.variable = (struct evaluation_variable){.given = true, .cycle = 1};
        analysis.pre = analysis.variable;
        analysis.post = (struct evaluation_variable){.given = true, .cycle = 2};
        struct evaluation_result result =
            evaluation_compute(arena, &plan, table, &analysis, NULL, 0);
        check_result(result.values);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const wanted[] = {"q"};
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct aggregator_problems problems;
    aggregator_problems_init(&problems, arena);
    const struct evaluation_data *table = aggregator_answers_read(
        arena, "f", (struct base_text){(const char *)data, size}, wanted, 1, NULL, &problems);
    assert((table == NULL) == (problems.count > 0));
    if (table == NULL)
        return 0;
    for (size_t i = 0; i < table->column_count; i++)
        check_column(table, &table->columns[i]);
    compute(arena, table);
    return 0;
}
