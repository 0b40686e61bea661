/* surveyctl receipts: the receipt of everything that was ever stored, a line each. */
#include <stdio.h>

#include "base/token.h"
#include "store/dataset.h"
#include "surveyctl.h"

static enum base_status print_receipt(const uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES],
                                      void *context, struct base_failure *reterr)
{
    BASE_ARENA_SCOPED *arena = base_arena_new();

    (void)context;
    if (puts(base_token_receipt_text(arena, receipt)) == EOF)
        return base_failure_set(reterr, STATUS_IO, "writing to standard output failed");
    return STATUS_OK;
}

static enum base_status run(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    const struct store_programme_summary *summary;
    const struct survey_programme *programme;
    const char *name;
    enum base_status status;

    if (!surveyctl_parse(surveyctl, NULL, 0, &name, &status, reterr))
        return status;
    status = surveyctl_find_programme(surveyctl, name, &summary, &programme, reterr);
    if (status != STATUS_OK)
        return status;
    return store_receipt_stream(surveyctl->session, name, print_receipt, NULL, reterr);
}

const struct surveyctl_command surveyctl_receipts = {
    .words = "receipts",
    .operands = "PROGRAMME",
    .summary = "Print the receipt of everything stored.",
    .details = "One receipt a line, those that later answers of the same person have replaced\n"
               "included. The order tells nothing of the order in which they came. A receipt\n"
               "in the list proves that the answers were stored; what they were, it does not\n"
               "tell.",
    .example = "  surveyctl receipts competence-provision | wc -l",
    .run = run,
};
