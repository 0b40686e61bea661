/*
 * The evaluation plan: every text is either refused, or a plan whose references all lead
 * somewhere and that can be computed over an empty table.
 */
#include <assert.h>
#include <stdint.h>

#include "evaluation/catalogue.h"
#include "plan_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct aggregator_problems problems;
    aggregator_problems_init(&problems, arena);
    const struct evaluation_plan *plan =
        aggregator_plan_read(arena, "f", (struct base_text){(const char *)data, size}, &problems);
    assert((plan == NULL) == (problems.count > 0));
    if (plan == NULL)
        return 0;
    struct evaluation_builder *builder = evaluation_builder_new(arena);
    const struct evaluation_data *table;
    size_t count;
    (void)evaluation_plan_needs(plan, arena, &count);
    bool is_finished = evaluation_builder_finish(builder, &table, NULL, NULL);
    assert(is_finished);
    struct evaluation_result *results =
        base_arena_array(arena, struct evaluation_result, plan->analysis_count);
    for (size_t i = 0; i < plan->analysis_count; i++) {
        results[i] = evaluation_compute(arena, plan, table, &plan->analyses[i], results, i);
        assert(results[i].values->count > 0);
    }
    return 0;
}
