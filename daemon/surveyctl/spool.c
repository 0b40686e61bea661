/* surveyctl spool key: the key of what a daemon keeps while the database is away. */
#include <stdio.h>

#include "surveyctl.h"

static enum base_status run_key(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    enum base_status status;
    bool created = false;

    if (!surveyctl_parse(surveyctl, NULL, 0, NULL, &status, reterr))
        return status;
    status = surveyctl_read_config(surveyctl, reterr);
    if (status != STATUS_OK)
        return status;
    const char *path = base_config_spool_key_path(surveyctl->arena, surveyctl->config);
    status = base_key_file_create(path, &created, reterr);
    if (status == STATUS_OK)
        printf(created ? "made %s\n" : "%s is there already\n", path);
    return status;
}

const struct surveyctl_command surveyctl_spool_key = {
    .words = "spool key",
    .operands = "",
    .summary = "Make the key of the spool, once.",
    .details = "With it surveyd encrypts the answers that it keeps on its own disk while the\n"
               "database is away. A key that is there is never replaced: what was kept under it\n"
               "could not be read any more.",
    .example = "  surveyctl spool key",
    .run = run_key,
};
