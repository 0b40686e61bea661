#include <unistd.h>

#include "aggregator.h"
#include "programme_run.h"
#include "store/catalogue.h"
#include "store/changes.h"

static void report(const struct aggregator *aggregator, const char *name,
                   const struct programme_outcome *outcome)
{
    fprintf(aggregator->output, "%s: run %lld%s, %zu analyses of %lld answers%s\n", name,
            (long long)outcome->run, outcome->is_new ? "" : " is up to date", outcome->analyses,
            (long long)outcome->answers, outcome->answers == 0 ? " (nobody has answered yet)" : "");
}

static enum base_status run_programme(const struct aggregator *aggregator,
                                      struct store_session *session, const char *name,
                                      struct base_failure *reterr)
{
    struct programme_run *run = programme_run_new(name, isatty(STDERR_FILENO));
    struct programme_outcome outcome;
    enum base_status status = programme_run_whole(run, session, &outcome, reterr);
    if (status == STATUS_OK)
        report(aggregator, name, &outcome);
    programme_run_free(run);
    return status;
}

/* Runs for one programme, or for all; one that fails does not keep the others from being
   computed. The exit code of the first failure. */
static int run_programmes(const struct aggregator *aggregator, struct store_session *session,
                          const char *programme)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct store_catalogue catalogue = {0};
    struct base_failure failure;
    int code = 0;
    if (programme != NULL) {
        if (run_programme(aggregator, session, programme, &failure) != STATUS_OK)
            return base_command_fail(AGGREGATOR_PROGRAM, &failure);
        return 0;
    }
    if (store_catalogue_read(session, NULL, arena, &catalogue, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    for (size_t i = 0; i < catalogue.programme_count; i++) {
        const char *name = catalogue.programmes[i].programme;
        if (run_programme(aggregator, session, name, &failure) == STATUS_OK)
            continue;
        int failed = base_command_fail(AGGREGATOR_PROGRAM, &failure);
        code = code == 0 ? failed : code;
    }
    if (catalogue.programme_count == 0)
        fprintf(stderr,
                AGGREGATOR_PROGRAM ": no programme is imported, so there is nothing to do\n");
    return code;
}

static int run_with_config(const struct aggregator *aggregator, const char *config_path,
                           const char *programme)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();
    struct base_config config;
    struct base_failure failure;
    int code = aggregator_configure(arena, config_path, &config);
    if (code != 0)
        return code;
    STORE_SESSION_SCOPED *session = NULL;
    if (store_session_open(config.database_aggregator, AGGREGATOR_PROGRAM, &session, &failure) !=
            STATUS_OK ||
        store_changes_clear(session, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    return run_programmes(aggregator, session, programme);
}

int aggregator_run(const struct base_command *command, int argc, char **argv, void *context)
{
    const char *config = "/etc/surveyd/surveyd.conf", *programme = NULL;
    const struct base_option options[] = {
        BASE_OPTION_TEXT(
            "programme", "NAME", &programme,
            "Only the programme of this name; without the option, all that are imported."),
        BASE_OPTION_TEXT("config", "FILE", &config,
                         "Read this configuration, not /etc/surveyd/surveyd.conf."),
    };
    const struct base_usage usage = {
        .program = AGGREGATOR_PROGRAM,
        .command = command->words,
        .summary = "Computes the metrics of what is stored, and stores them.",
        .details = "The analyses follow from the programme's evaluation block; `plan` prints "
                   "them.\nWhat may be published is decided by the programme's minimum group "
                   "size, also\nagainst what earlier runs published. When nothing has changed "
                   "nothing is stored.\n\nExample:\n"
                   "  survey-aggregator run --programme competence-provision",
    };
    struct base_operands operands;
    struct base_failure failure;
    bool ended;
    const struct aggregator *aggregator = context;
    if (base_options_parse(&usage, options, sizeof(options) / sizeof(options[0]), argc, argv,
                           aggregator->output, &operands, &ended, &failure) != STATUS_OK)
        return base_command_fail(AGGREGATOR_PROGRAM, &failure);
    return ended ? 0 : run_with_config(aggregator, config, programme);
}
