#include <string.h>

#include "aggregator.h"
#include "metrics_text.h"
#include "nearest.h"

/* Whether a metric is called so, or is of the family that is: "reaction" of "reaction.nps". */
static bool is_called(const struct evaluation_metric *metric, const char *name)
{
    size_t length = strlen(name);
    return strncmp(metric->id, name, length) == 0 &&
           (metric->id[length] == '\0' || metric->id[length] == '.');
}

static bool fail_unknown(struct base_arena *arena, const char *name, struct base_failure *reterr)
{
    size_t count;
    const struct evaluation_metric *catalogue = evaluation_catalogue(&count);
    struct nearest nearest = {.wanted = base_text_of(name)};
    for (size_t i = 0; i < count; i++)
        nearest_try(&nearest, base_text_of(catalogue[i].id));
    base_failure_set(reterr, STATUS_NOT_FOUND, "there is no metric \"%s\"%s%s", name,
                     nearest_question(&nearest, arena),
                     nearest.found.data == NULL ? "; survey-aggregator metrics lists them all"
                                                : "");
    return false;
}

/* The metrics that are named, or all, in the order of the catalogue; false if there is none of a
   name. */
static bool select_metrics(struct base_arena *arena, const struct base_operands *names,
                           struct metrics_list *ret_metrics, struct base_failure *reterr)
{
    size_t all, count = 0;
    const struct evaluation_metric *catalogue = evaluation_catalogue(&all);
    const struct evaluation_metric **items =
        base_arena_array(arena, const struct evaluation_metric *, all);
    bool *is_known = base_arena_array(arena, bool, names->count);
    for (size_t i = 0; i < all; i++) {
        bool is_wanted = names->count == 0;
        for (size_t j = 0; j < names->count; j++) {
            bool is_it = is_called(&catalogue[i], names->items[j]);
            is_known[j] |= is_it;
            is_wanted |= is_it;
        }
        if (is_wanted)
            items[count++] = &catalogue[i];
    }
    for (size_t j = 0; j < names->count; j++)
        if (!is_known[j])
            return fail_unknown(arena, names->items[j], reterr);
    *ret_metrics = (struct metrics_list){count, items};
    return true;
}

static int print_metrics(const struct aggregator *aggregator, const struct base_operands *names,
                         const char *format)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct metrics_list metrics;
    struct base_failure failure;
    struct base_buffer out;
    base_buffer_init(&out, arena);
    if (!select_metrics(arena, names, &metrics, &failure))
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    if (strcmp(format, "json") == 0)
        metrics_text_json(&metrics, &out);
    else if (strcmp(format, "csv") == 0)
        metrics_text_csv(&metrics, &out);
    else if (strcmp(format, "markdown") == 0 && names->count == 0)
        metrics_text_markdown_tables(&metrics, &out);
    else if (strcmp(format, "markdown") == 0)
        metrics_text_markdown(&metrics, &out);
    else if (names->count == 0)
        metrics_text_list(&metrics, &out);
    else
        metrics_text_whole(&metrics, &out);
    return aggregator_deliver(aggregator, NULL, base_buffer_view(&out));
}

int aggregator_metrics(const struct base_command *command, int argc, char **argv, void *context)
{
    const char *format = "text";
    const struct base_option options[] = {
        BASE_OPTION_CHOICE("format", "FORMAT", &format, "text|json|csv|markdown",
                           "text (the default), json (all that is known of each), csv (a row for "
                           "each field: a codebook of the results) or markdown (the tables of the "
                           "documentation)."),
    };
    const struct base_usage usage = {
        .program = AGGREGATOR_PROGRAM,
        .command = command->words,
        .operands = "[METRIC]...",
        .summary = "Tells what metrics there are, and what one takes and gives.",
        .details = "Without METRIC one line for each; with METRIC its inputs, the fields of its\n"
                   "result with units and formulas, the n from which it is defined, where it\n"
                   "comes from, and what gives the same in R. METRIC may be a family, such as\n"
                   "reaction.\n\nExamples:\n"
                   "  survey-aggregator metrics\n"
                   "  survey-aggregator metrics reaction.nps\n"
                   "  survey-aggregator metrics learning trajectory\n"
                   "  survey-aggregator metrics --format csv > codebook-of-metrics.csv",
        .maximum_operands = SIZE_MAX,
    };
    struct base_operands operands;
    struct base_failure failure;
    bool ended;
    const struct aggregator *aggregator = context;
    if (base_options_parse(&usage, options, sizeof(options) / sizeof(options[0]), argc, argv,
                           aggregator->output, &operands, &ended, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    return ended ? 0 : print_metrics(aggregator, &operands, format);
}
