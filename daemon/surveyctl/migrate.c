/* surveyctl migrate: brings the database's schema to what this program needs. */
#include <stdio.h>

#include "store/migration.h"
#include "surveyctl.h"

static void print_applied(const struct store_migration *migration, void *context)
{
    size_t *count = context;

    printf("applied %s\n", migration->name);
    ++*count;
}

static enum base_status run(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    enum base_status status;
    size_t applied = 0;
    int current = 0;

    if (!surveyctl_parse(surveyctl, NULL, 0, NULL, &status, reterr))
        return status;
    status = surveyctl_open_any_session(surveyctl, reterr);
    if (status == STATUS_OK)
        status = store_migrate(surveyctl->session, print_applied, &applied, reterr);
    if (status == STATUS_OK)
        status = store_migration_current(surveyctl->session, &current, reterr);
    if (status == STATUS_OK && applied == 0)
        printf("the schema is up to date (%d)\n", current);
    return status;
}

const struct surveyctl_command surveyctl_migrate = {
    .words = "migrate",
    .operands = "",
    .summary = "Bring the database's schema up to date.",
    .details = "Applies what is missing, each step in its own transaction; running it again,\n"
               "or on several hosts at once, does no harm. Connects as database.administrator\n"
               "of the configuration. Make a backup first.",
    .example = "  surveyctl migrate",
    .run = run,
};
