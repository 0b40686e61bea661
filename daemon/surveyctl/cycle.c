/* surveyctl cycle open and close: overrides the times of the folder. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "surveyctl.h"

/* Says what holds now. */
static enum base_status print_cycle(struct surveyctl *surveyctl, const char *programme, int cycle,
                                    struct base_failure *reterr)
{
    const struct store_programme_summary *summary;
    size_t count = 0;
    enum base_status status = store_programme_list(surveyctl->session, programme, surveyctl->arena,
                                                   &summary, &count, reterr);

    for (size_t i = 0; status == STATUS_OK && i < summary->cycle_count; i++) {
        const struct store_cycle_summary *found = &summary->cycles[i];
        if (found->cycle != cycle)
            continue;
        printf("cycle %d of %s is %s", cycle, programme, store_cycle_state_name(found->state));
        if (found->state == STORE_CYCLE_OPEN)
            printf(" until %s (%s)", found->closes, summary->timezone);
        printf("\n");
    }
    return status;
}

static enum base_status explain(enum base_status status, const char *programme, int cycle,
                                struct base_failure *reterr)
{
    if (status == STATUS_NOT_FOUND)
        return base_failure_set(reterr, status,
                                "there is no programme %s with a cycle %d; surveyctl programme "
                                "list shows the programmes, programme show the cycles",
                                programme, cycle);
    return status;
}

static enum base_status run_open(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    const char *until = NULL;
    const struct base_option options[] = {
        BASE_OPTION_TEXT("until", "TIME", &until,
                         "Local time at which it closes again, such as 2027-03-31T23:59. Left out: "
                         "14 days from now."),
    };
    const char *operands[2];
    enum base_status status;
    int cycle;

    if (!surveyctl_parse(surveyctl, options, 1, operands, &status, reterr))
        return status;
    if (until != NULL && !base_clock_is_local_time(base_text_of(until)))
        return base_failure_set(reterr, STATUS_USAGE,
                                "--until needs a local time such as 2027-03-31T23:59, not \"%s\"",
                                until);
    status = surveyctl_cycle_number(operands[1], &cycle, reterr);
    if (status == STATUS_OK)
        status = surveyctl_open_session(surveyctl, reterr);
    if (status == STATUS_OK)
        status = store_cycle_open(surveyctl->session, operands[0], cycle, until, reterr);
    if (status == STATUS_OK)
        status = print_cycle(surveyctl, operands[0], cycle, reterr);
    return explain(status, operands[0], cycle, reterr);
}

const struct surveyctl_command surveyctl_cycle_open = {
    .words = "cycle open",
    .operands = "PROGRAMME CYCLE",
    .summary = "Open the survey of a cycle now.",
    .details = "A closed cycle is opened again. The daemon notices within a few seconds;\n"
               "importing the folder again changes the times only if they have changed there.",
    .example = "  surveyctl cycle open competence-provision 2 --until 2026-11-29T23:59",
    .run = run_open,
};

static enum base_status run_close(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    const char *operands[2];
    enum base_status status;
    int cycle;

    if (!surveyctl_parse(surveyctl, NULL, 0, operands, &status, reterr))
        return status;
    status = surveyctl_cycle_number(operands[1], &cycle, reterr);
    if (status == STATUS_OK)
        status = surveyctl_open_session(surveyctl, reterr);
    if (status == STATUS_OK)
        status = store_cycle_close(surveyctl->session, operands[0], cycle, reterr);
    if (status == STATUS_OK)
        status = print_cycle(surveyctl, operands[0], cycle, reterr);
    return explain(status, operands[0], cycle, reterr);
}

const struct surveyctl_command surveyctl_cycle_close = {
    .words = "cycle close",
    .operands = "PROGRAMME CYCLE",
    .summary = "Close the survey of a cycle now.",
    .details =
        "Answers can then no longer be given or changed; what somebody was writing is taken\n"
        "for ten minutes more. The cycle can be opened again.",
    .example = "  surveyctl cycle close competence-provision 2",
    .run = run_close,
};
