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

struct files {
    const char *plan, *data, *output; /* output NULL: standard output */
};

/* What the two files hold; with an error in one, the other is read all the same, so that everything
   is told at once. */
struct inputs {
    struct aggregator_problems problems;
    const struct evaluation_plan *plan;
    const struct evaluation_data *data;
    struct answers_watch *watch; /* NULL without a plan */
};

static int read_plan(struct base_arena *arena, const char *path, struct inputs *inputs)
{
    struct base_failure failure;
    struct base_text text;
    if (aggregator_file_read(arena, path, base_json_limits_file.bytes, &text, &failure) !=
        STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    inputs->plan = aggregator_plan_read(arena, path, text, &inputs->problems);
    return 0;
}

static int read_data(struct base_arena *arena, const char *path, struct inputs *inputs)
{
    BASE_ARENA_SCOPED *file = base_arena_new();
    struct base_failure failure;
    struct base_text text;
    size_t wanted_count = 0;
    const char *const *wanted =
        inputs->plan == NULL ? NULL : evaluation_plan_needs(inputs->plan, arena, &wanted_count);
    if (inputs->plan != NULL)
        inputs->watch = answers_watch_new(arena, inputs->plan);
    if (aggregator_file_read(file, path, base_csv_limits_data.bytes, &text, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    inputs->data = aggregator_answers_read(arena, path, text, wanted, wanted_count, inputs->watch,
                                           &inputs->problems);
    return 0;
}

/* Beside errors a slip is not worth telling; it may come of one. */
static void warn(struct base_arena *arena, const struct files *files, const struct inputs *inputs)
{
    struct aggregator_problems warnings;
    aggregator_problems_init(&warnings, arena);
    answers_watch_tell(inputs->watch, files->plan, files->data, &warnings);
    aggregator_problems_print(&warnings, stderr);
}

static int compute_files(const struct aggregator *aggregator, const struct files *files)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct inputs inputs = {.plan = NULL};
    aggregator_problems_init(&inputs.problems, arena);
    int plan_code = read_plan(arena, files->plan, &inputs);
    int data_code = read_data(arena, files->data, &inputs);
    int invalid = inputs.problems.count > 0 ? aggregator_fail(&inputs.problems) : 0;
    if (plan_code != 0 || data_code != 0 || invalid != 0)
        return plan_code != 0 ? plan_code : data_code != 0 ? data_code : invalid;
    warn(arena, files, &inputs);
    const struct evaluation_result *results = compute_all(arena, inputs.plan, inputs.data);
    struct base_buffer out;
    base_buffer_init(&out, arena);
    aggregator_results_write(&out, results, inputs.plan->analysis_count);
    return aggregator_deliver(aggregator, files->output, base_buffer_view(&out));
}

int aggregator_compute(const struct base_command *command, int argc, char **argv, void *context)
{
    struct files files = {.plan = NULL};
    const struct base_option options[] = {
        BASE_OPTION_TEXT("plan", "FILE", &files.plan, "The evaluation plan, JSON."),
        BASE_OPTION_TEXT("data", "FILE", &files.data,
                         "The answers, CSV with the columns participant, organisation, "
                         "actor_type, cycle, question and value."),
        BASE_OPTION_TEXT("output", "FILE", &files.output, "Write there, not to standard output."),
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
    if (files.plan == NULL || files.data == NULL) {
        base_failure_set(&failure, STATUS_USAGE,
                         "compute needs --plan FILE and --data FILE; see "
                         "survey-aggregator compute --help");
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    }
    return compute_files(aggregator, &files);
}
