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

/* Only a superuser may make some settings. As statements for psql, or in words that they are left.
 */
static enum base_status print_hardening(struct surveyctl *surveyctl, bool as_statements,
                                        struct base_failure *reterr)
{
    const char *const *left;
    size_t count;
    enum base_status status =
        store_migration_hardening(surveyctl->session, surveyctl->arena, &left, &count, reterr);

    for (size_t i = 0; status == STATUS_OK && as_statements && i < count; i++)
        printf("%s\n", left[i]);
    if (status == STATUS_OK && !as_statements && count > 0)
        printf("%zu settings are left for a superuser, so that answers never reach PostgreSQL's\n"
               "log and its statistics do not show when somebody answered. Run once:\n"
               "  surveyctl migrate --hardening | runuser -u postgres -- psql --dbname DATABASE\n",
               count);
    return status;
}

static enum base_status apply(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    size_t applied = 0;
    int current = 0;
    enum base_status status = store_migrate(surveyctl->session, print_applied, &applied, reterr);

    if (status == STATUS_OK)
        status = store_migration_current(surveyctl->session, &current, reterr);
    if (status == STATUS_OK && applied == 0)
        printf("the schema is up to date (%d)\n", current);
    return status;
}

static enum base_status run(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    bool hardening = false;
    const struct base_option options[] = {
        BASE_OPTION_FLAG("hardening", &hardening,
                         "Apply nothing; print the SQL that a superuser has to run once, if any "
                         "is left."),
    };
    enum base_status status;

    if (!surveyctl_parse(surveyctl, options, 1, NULL, &status, reterr))
        return status;
    status = surveyctl_open_any_session(surveyctl, reterr);
    if (status == STATUS_OK && !hardening)
        status = apply(surveyctl, reterr);
    if (status == STATUS_OK)
        status = print_hardening(surveyctl, hardening, reterr);
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
