/* surveyctl receipts: the receipt of everything that is stored, a line each. */
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
    bool withdrawn = false;
    const struct base_option options[] = {
        BASE_OPTION_FLAG("withdrawn", &withdrawn,
                         "Those instead whose answers have been withdrawn."),
    };

    if (!surveyctl_parse(surveyctl, options, 1, &name, &status, reterr))
        return status;
    status = surveyctl_find_programme(surveyctl, name, &summary, &programme, reterr);
    if (status != STATUS_OK)
        return status;
    return withdrawn ? store_withdrawn_receipt_stream(surveyctl->session, name, print_receipt, NULL,
                                                      reterr)
                     : store_receipt_stream(surveyctl->session, name, print_receipt, NULL, reterr);
}

const struct surveyctl_command surveyctl_receipts = {
    .words = "receipts",
    .operands = "PROGRAMME",
    .summary = "Print the receipt of everything stored.",
    .details = "One receipt a line, those that later answers of the same person have replaced\n"
               "included. The order tells nothing of the order in which they came. A receipt\n"
               "in the list proves that the answers were stored; what they were, it does not\n"
               "tell. What was withdrawn is not stored any more and not in the list.",
    .example = "  surveyctl receipts competence-provision | wc -l",
    .run = run,
};
