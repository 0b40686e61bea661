/* surveyctl programme check: is a programme folder right? */
#include <stdio.h>

#include "folder.h"
#include "surveyctl.h"

static enum base_status run(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    const char *path;
    enum base_status status;
    struct survey_problems problems;
    struct folder folder;

    if (!surveyctl_parse(surveyctl, NULL, 0, &path, &status, reterr))
        return status;
    survey_problems_init(&problems, surveyctl->arena);
    status = folder_read(surveyctl->arena, path, &problems, &folder, reterr);
    folder_print_problems(stdout, &problems);
    size_t warnings = problems.count - problems.error_count;
    if (status == STATUS_INVALID)
        return base_failure_set(reterr, status, "%s: %zu %s, %zu %s", path, problems.error_count,
                                problems.error_count == 1 ? "error" : "errors", warnings,
                                warnings == 1 ? "warning" : "warnings");
    if (status != STATUS_OK)
        return status;
    printf("%s: the programme %s is right: %zu cycles, %zu organisations, %zu %s\n", path,
           folder.programme->programme, folder.programme->cycle_count,
           folder.programme->organisation_count, warnings, warnings == 1 ? "warning" : "warnings");
    return STATUS_OK;
}

const struct surveyctl_command surveyctl_programme_check = {
    .words = "programme check",
    .operands = "DIR",
    .summary = "Check a programme folder; needs no database.",
    .details = "Prints everything that is wrong at once, a line each:\n"
               "    file: place in the file: what is wrong, and what would be right\n"
               "Warnings are marked as such and do not make the folder wrong. A people.csv in\n"
               "the folder is checked too. Exit code 65 if there are errors.",
    .example = "  surveyctl programme check competence-provision",
    .run = run,
};
