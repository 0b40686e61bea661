#include "aggregator.h"
#include "answers_read.h"
#include "base/csv.h"
#include "base/json.h"
#include "evaluation/catalogue.h"
#include "file.h"
#include "plan_read.h"
#include "result_write.h"

/* Computes every analysis of the plan, in order. On the arena. */
static const struct evaluation_result *compute_all(struct base_arena *arena,
                                                   const struct evaluation_plan *plan,
                                                   const struct evaluation_data *data)
{
    struct evaluation_result *results =
        base_arena_array(arena, struct evaluation_result, plan->analysis_count);
    for (size_t i = 0; i < plan->analysis_count; i++)
        results[i] = evaluation_compute(arena, plan, data, &plan->analyses[i], results, i);
    return results;
}

static int compute_files(const struct aggregator *aggregator, const char *plan_path,
                         const char *data_path, const char *output_path)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct aggregator_problems problems;
    struct base_failure failure;
    struct base_text text;
    aggregator_problems_init(&problems, arena);
    if (aggregator_file_read(arena, plan_path, base_json_limits_file.bytes, &text, &failure) !=
        STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    const struct evaluation_plan *plan = aggregator_plan_read(arena, plan_path, text, &problems);
    size_t wanted_count = 0;
    const char *const *wanted =
        plan == NULL ? NULL : evaluation_plan_needs(plan, arena, &wanted_count);
    const struct evaluation_data *data = NULL;
    {
        BASE_ARENA_SCOPED *file = base_arena_new();
        if (aggregator_file_read(file, data_path, base_csv_limits_data.bytes, &text, &failure) !=
            STATUS_OK)
            return base_command_fail(AGGREGATOR_PROGRAM, &failure);
        data = aggregator_answers_read(arena, data_path, text, wanted, wanted_count, &problems);
    }
    if (problems.count > 0)
        return aggregator_fail(&problems);
    const struct evaluation_result *results = compute_all(arena, plan, data);
    struct base_buffer out;
    base_buffer_init(&out, arena);
    aggregator_results_write(&out, results, plan->analysis_count);
    return aggregator_deliver(aggregator, output_path, base_buffer_view(&out));
}

int aggregator_compute(const struct base_command *command, int argc, char **argv, void *context)
{
    const char *plan = NULL, *data = NULL, *output = NULL;
    const struct base_option options[] = {
        BASE_OPTION_TEXT("plan", "FILE", &plan, "The evaluation plan, JSON."),
        BASE_OPTION_TEXT("data", "FILE", &data,
                         "The answers, CSV with the columns participant, organisation, "
                         "actor_type, cycle, question and value."),
        BASE_OPTION_TEXT("output", "FILE", &output, "Write there, not to standard output."),
    };
    const struct base_usage usage = {
        .program = AGGREGATOR_PROGRAM,
        .command = command->words,
        .summary = "Computes the analyses of a plan from plain files; needs no database.",
        .details = "The result is JSON: {\"results\": [{\"id\", \"metric\", \"reason\", "
                   "\"values\"}]}, one\nrecord per analysis in the order of the plan. A figure "
                   "that is undefined is\nnull, and \"reason\" says why. Nothing is suppressed "
                   "or rounded: the figures are\nraw, and not for publication where groups are "
                   "small. What a plan holds and what\nthe metrics are: docs/metrics.md, "
                   "survey-aggregator metrics.\n\nExample:\n"
                   "  survey-aggregator compute --plan plan.json --data data.csv",
    };
    struct base_operands operands;
    struct base_failure failure;
    bool ended;
    const struct aggregator *aggregator = context;
    if (base_options_parse(&usage, options, sizeof(options) / sizeof(options[0]), argc, argv,
                           aggregator->output, &operands, &ended, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    if (ended)
        return 0;
    if (plan == NULL || data == NULL) {
        base_failure_set(&failure, STATUS_USAGE,
                         "compute needs --plan FILE and --data FILE; see "
                         "survey-aggregator compute --help");
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    }
    return compute_files(aggregator, plan, data, output);
}
