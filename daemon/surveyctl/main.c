/*
 * surveyctl: the command line of the sysadmin and the facilitator.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "surveyctl.h"

#define DEFAULT_CONFIG "/etc/surveyd/surveyd.conf"

/* In the order of a programme's life. */
static const struct surveyctl_command *const commands[] = {
    &surveyctl_programme_check, &surveyctl_programme_import, &surveyctl_programme_list,
    &surveyctl_programme_show,  &surveyctl_invite,           &surveyctl_open_link,
    &surveyctl_cycle_open,      &surveyctl_cycle_close,      &surveyctl_receipts,
    &surveyctl_withdraw,        &surveyctl_token_create,     &surveyctl_token_list,
    &surveyctl_token_revoke,    &surveyctl_migrate,          &surveyctl_config_example,
    &surveyctl_config_check,    &surveyctl_spool_key,        &surveyctl_spool_list,
    &surveyctl_doctor,          &surveyctl_reload,
};
#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static const struct base_usage usage = {
    .program = "surveyctl",
    .summary = "Runs programmes of learning cycles: checks and imports programme folders, makes\n"
               "links, QR codes and access tokens, opens and closes cycles.",
    .details = "--config FILE names the configuration; it may also stand before the command.\n"
               "\n"
               "Exit codes: 0 done, 64 wrong call, 65 wrong data, 66 no such thing, 69 no\n"
               "database, 70 an error of surveyctl itself, 74 reading or writing failed, 75 try\n"
               "again, 77 not allowed, 78 wrong configuration.",
};

static int run_command(const struct base_command *entry, int argc, char **argv, void *context)
{
    struct surveyctl *surveyctl = context;
    struct base_failure failure = {.text = ""};

    surveyctl->argument_count = argc;
    surveyctl->arguments = argv;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i]->words, entry->words) == 0)
            surveyctl->command = commands[i];
    }
    assert(surveyctl->command != NULL);
    enum base_status status = surveyctl->command->run(surveyctl, &failure);
    if (status == STATUS_OK)
        status = surveyctl_flush(&failure);
    if (status == STATUS_OK)
        return 0;
    (void)fflush(stdout);
    if (failure.text[0] == '\0')
        (void)base_failure_set(&failure, status, "%s", base_status_text(status));
    failure.status = status;
    return base_command_fail("surveyctl", &failure);
}

/* Takes --config FILE before the command out of the arguments. False if FILE is missing. */
static bool take_config(int *argc, char ***argv, const char **config)
{
    while (*argc > 1) {
        char *word = (*argv)[1];
        int used = 1;
        if (strncmp(word, "--config=", 9) == 0) {
            *config = word + 9;
        } else if (strcmp(word, "--config") != 0) {
            return true;
        } else if (*argc == 2) {
            return false;
        } else {
            *config = (*argv)[2];
            used = 2;
        }
        (*argv)[used] = (*argv)[0];
        *argv += used;
        *argc -= used;
    }
    return true;
}

int main(int argc, char **argv)
{
    struct surveyctl surveyctl = {.arena = base_arena_new(), .config_path = DEFAULT_CONFIG};
    struct base_command table[COMMAND_COUNT];
    int code;

    for (size_t i = 0; i < COMMAND_COUNT; i++)
        table[i] = (struct base_command){
            .words = commands[i]->words,
            .operands = commands[i]->operands[0] != '\0' ? commands[i]->operands : NULL,
            .summary = commands[i]->summary,
            .run = run_command,
        };
    if (take_config(&argc, &argv, &surveyctl.config_path)) {
        code = base_command_dispatch(&usage, table, COMMAND_COUNT, argc, argv, &surveyctl);
    } else {
        struct base_failure failure;
        (void)base_failure_set(&failure, STATUS_USAGE, "--config needs the name of a file");
        code = base_command_fail("surveyctl", &failure);
    }
    store_session_close(surveyctl.session);
    base_keyring_free(surveyctl.keyring);
    base_arena_free(surveyctl.arena);
    return code;
}
