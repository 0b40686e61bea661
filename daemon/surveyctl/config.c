/* surveyctl config example and check. */
#include <stdio.h>

#include "surveyctl.h"

static enum base_status run_example(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    enum base_status status;

    if (!surveyctl_parse(surveyctl, NULL, 0, NULL, &status, reterr))
        return status;
    fputs(base_config_example(surveyctl->arena), stdout);
    return STATUS_OK;
}

const struct surveyctl_command surveyctl_config_example = {
    .words = "config example",
    .operands = "",
    .summary = "Print a configuration with every key explained.",
    .example = "  surveyctl config example > surveyd.conf",
    .run = run_example,
};

static enum base_status run_check(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    enum base_status status;

    if (!surveyctl_parse(surveyctl, NULL, 0, NULL, &status, reterr))
        return status;
    status = surveyctl_read_config(surveyctl, reterr);
    if (status == STATUS_OK)
        printf("%s is right\n", surveyctl->config_path);
    return status;
}

const struct surveyctl_command surveyctl_config_check = {
    .words = "config check",
    .operands = "",
    .summary = "Check the configuration file.",
    .details = "Prints all errors at once with file and line; exit code 78 if there are any.\n"
               "To try certificates and keys as well, use surveyd --check-config.",
    .example = "  surveyctl config check --config /etc/surveyd/surveyd.conf",
    .run = run_check,
};
