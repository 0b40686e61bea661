#include <string.h>

#include "surveyctl.h"

#define OPTIONS_MAX 16

static size_t count_words(const char *text)
{
    size_t count = 0;

    for (const char *at = text; *at != '\0'; count++) {
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    return count;
}

static const char *make_details(struct base_arena *arena, const struct surveyctl_command *command)
{
    bool has_details = command->details != NULL;

    return base_arena_format(arena, "%s%sExample:\n%s", has_details ? command->details : "",
                             has_details ? "\n\n" : "", command->example);
}

/* No option of ours means anything by an empty text; most often a shell variable was not set. */
static enum base_status refuse_empty(const struct base_option *options, size_t count,
                                     struct base_failure *reterr)
{
    for (size_t i = 0; i < count; i++) {
        if (options[i].kind == BASE_OPTION_KIND_TEXT && *options[i].value.text != NULL &&
            **options[i].value.text == '\0')
            return base_failure_set(reterr, STATUS_USAGE, "--%s needs a %s that is not empty",
                                    options[i].name, options[i].argument);
    }
    return STATUS_OK;
}

bool surveyctl_parse(struct surveyctl *surveyctl, const struct base_option *options,
                     size_t option_count, const char **operands, enum base_status *ret_status,
                     struct base_failure *reterr)
{
    const struct surveyctl_command *command = surveyctl->command;
    const struct base_option config =
        BASE_OPTION_TEXT("config", "FILE", &surveyctl->config_path, "The configuration file.");
    struct base_option all[OPTIONS_MAX];
    size_t count = option_count + 1;
    size_t wanted = count_words(command->operands);
    const struct base_usage usage = {
        .program = "surveyctl",
        .command = command->words,
        .operands = wanted > 0 ? command->operands : NULL,
        .summary = command->summary,
        .details = make_details(surveyctl->arena, command),
        .minimum_operands = wanted,
        .maximum_operands = wanted,
    };
    struct base_operands found;
    bool ended = false;

    if (option_count > 0)
        memcpy(all, options, option_count * sizeof(*options));
    all[option_count] = config;
    *ret_status = base_options_parse(&usage, all, count, surveyctl->argument_count,
                                     surveyctl->arguments, stdout, &found, &ended, reterr);
    if (*ret_status == STATUS_OK && !ended)
        *ret_status = refuse_empty(all, count, reterr);
    if (*ret_status != STATUS_OK || ended)
        return false;
    for (size_t i = 0; i < wanted; i++)
        operands[i] = found.items[i];
    return true;
}

enum base_status surveyctl_require(const char *value, const char *option,
                                   struct base_failure *reterr)
{
    if (value != NULL)
        return STATUS_OK;
    return base_failure_set(reterr, STATUS_USAGE, "%s is missing; --help shows an example", option);
}
