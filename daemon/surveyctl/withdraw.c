/* surveyctl withdraw: takes answers back for somebody who has only the receipt. */
#include <stdio.h>

#include "base/token.h"
#include "store/withdrawal.h"
#include "surveyctl.h"

static enum base_status explain(enum store_withdrawal_outcome outcome, const char *programme,
                                const char *receipt, int cycle, struct base_failure *reterr)
{
    switch (outcome) {
    case STORE_WITHDRAWAL_DONE:
        printf("withdrew %s: the answers to cycle %d of %s are deleted\n", receipt, cycle,
               programme);
        return STATUS_OK;
    case STORE_WITHDRAWAL_SEALED:
        return base_failure_set(reterr, STATUS_CLOSED,
                                "cycle %d of %s is sealed: whose answers these are can no longer "
                                "be told, so they stay",
                                cycle, programme);
    case STORE_WITHDRAWAL_UNKNOWN:
        break;
    }
    return base_failure_set(reterr, STATUS_NOT_FOUND,
                            "nothing is stored under that receipt in %s, and from now on nothing "
                            "will be; compare it with the page that the participant got",
                            programme);
}

static enum base_status run(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    const struct store_programme_summary *summary;
    const struct survey_programme *programme;
    enum store_withdrawal_outcome outcome;
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
    const char *operands[2];
    enum base_status status;
    int cycle;

    if (!surveyctl_parse(surveyctl, NULL, 0, operands, &status, reterr))
        return status;
    if (!base_token_receipt_parse(base_text_of(operands[1]), receipt))
        return base_failure_set(reterr, STATUS_USAGE,
                                "a receipt has 16 letters and digits, such as "
                                "0123-4567-89AB-CDEF");
    status = surveyctl_find_programme(surveyctl, operands[0], &summary, &programme, reterr);
    if (status == STATUS_OK)
        status = store_withdrawal_run(surveyctl->session, operands[0], receipt, &outcome, &cycle,
                                      reterr);
    if (status != STATUS_OK)
        return status;
    return explain(outcome, operands[0], base_token_receipt_text(surveyctl->arena, receipt), cycle,
                   reterr);
}

const struct surveyctl_command surveyctl_withdraw = {
    .words = "withdraw",
    .operands = "PROGRAMME RECEIPT",
    .summary = "Delete the answers that a receipt stands for.",
    .details = "For a participant who cannot do it by the link or the receipt page. Deletes the\n"
               "answers and all earlier versions of them; this cannot be undone. The receipt is\n"
               "remembered as withdrawn, so that what is still on its way is not stored again;\n"
               "of whom it was is not. The same person may answer again while the cycle is\n"
               "open. Figures go without these answers from the next run of survey-aggregator\n"
               "on. Not possible once the cycle is sealed. A receipt under which nothing is\n"
               "stored is remembered too. Backups are yours to deal with.",
    .example = "  surveyctl withdraw competence-provision 0123-4567-89AB-CDEF",
    .run = run,
};
