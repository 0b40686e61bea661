#include "aggregator.h"
#include "base/json.h"
#include "derive.h"
#include "plan_read.h"

static int print_plan(const struct aggregator *aggregator, const char *folder)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct source source;
    struct base_failure failure;
    if (source_from_folder(arena, folder, &source, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    struct derive_facts facts = {
        .attendance_is_known = source.programme->evaluation.attended != NULL,
        .cycle_is_active = base_arena_array(arena, bool, source.programme->cycle_count),
    };
    for (size_t i = 0; i < source.programme->cycle_count; i++)
        facts.cycle_is_active[i] = true;
    struct json_object *plan = derive_plan(arena, &source, &facts);
    struct aggregator_problems problems;
    aggregator_problems_init(&problems, arena);
    if (aggregator_plan_from_json(arena, "derived plan", plan, &problems) == NULL)
        return aggregator_fail(&problems);
    struct base_buffer out;
    base_buffer_init(&out, arena);
    base_buffer_string(&out, json_object_to_json_string_ext(
                                 plan, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
    base_buffer_string(&out, "\n");
    return aggregator_deliver(aggregator, NULL, base_buffer_view(&out));
}

int aggregator_plan(const struct base_command *command, int argc, char **argv, void *context)
{
    const char *folder = NULL;
    const struct base_option options[] = {
        BASE_OPTION_TEXT("programme", "DIR", &folder,
                         "The folder with its programme.json; run and report take its name."),
    };
    const struct base_usage usage = {
        .program = AGGREGATOR_PROGRAM,
        .command = command->words,
        .summary = "Prints the evaluation plan that follows from a programme folder.",
        .details = "The plan names every analysis that `run` computes, for all cycles of the\n"
                   "programme, and can be given to `compute`, as it is or changed. What the\n"
                   "metrics are: survey-aggregator metrics.\n\nExample:\n"
                   "  survey-aggregator plan --programme docs/examples/competence-provision \\\n"
                   "    > plan.json",
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
    if (folder == NULL) {
        base_failure_set(&failure, STATUS_USAGE,
                         "plan needs --programme DIR; see survey-aggregator plan --help");
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    }
    return print_plan(aggregator, folder);
}
