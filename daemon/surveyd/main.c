/* surveyd: options, configuration, start. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "daemon.h"

static enum base_log_format format_of(const char *word)
{
    if (strcmp(word, "journal") == 0) {
        return BASE_LOG_JOURNAL;
    }
    return strcmp(word, "lines") == 0 ? BASE_LOG_LINES : BASE_LOG_AUTO;
}

/* Reads what --check-config and a start have in common. */
static enum base_status read_everything(struct daemon *daemon)
{
    const char *errors = NULL;
    enum base_status status =
        base_config_read(daemon->arena, daemon->config_path, &daemon->config, &errors);
    if (status != STATUS_OK) {
        fprintf(stderr, "%s\n", errors);
        return status;
    }
    struct base_failure failure;
    status = reload_tls(&daemon->config, daemon->clock, &daemon->tls, &failure);
    if (status != STATUS_OK) {
        fprintf(stderr, "surveyd: %s\n", failure.text);
        return status;
    }
    struct base_keyring *keyring = NULL;
    status = base_keyring_read(daemon->config.keys_directory, &keyring, &failure);
    if (status != STATUS_OK) {
        fprintf(stderr, "surveyd: %s\n", failure.text);
        return status;
    }
    daemon->keys = shared_keyring_new(keyring);
    status = spool_start_check(&daemon->config, &failure);
    if (status != STATUS_OK) {
        fprintf(stderr, "surveyd: %s\n", failure.text);
    }
    return status;
}

static enum base_status serve(struct daemon *daemon)
{
    daemon->log = base_log_new("surveyd", format_of(daemon->config.log_format),
                               reload_log_level(daemon->config.log_level));
    struct base_failure failure;
    enum base_status status = lifecycle_start(daemon, &failure);
    if (status == STATUS_OK) {
        lifecycle_run(daemon);
    } else {
        base_log_event(daemon->log, BASE_LOG_ERROR, "cannot start",
                       base_log_text("reason", failure.text));
    }
    return status;
}

/* Before the loop turns and after it has ended nothing is under way that could be lost. */
static void end_at_once(int signal_number)
{
    (void)signal_number;
    _exit(0);
}

int main(int argc, char **argv)
{
    const char *config = "/etc/surveyd/surveyd.conf";
    bool check_config = false;
    const struct base_option options[] = {
        BASE_OPTION_TEXT("config", "FILE", &config,
                         "Configuration file (default /etc/surveyd/surveyd.conf)."),
        BASE_OPTION_FLAG("check-config", &check_config,
                         "Check configuration, certificates and keys, say what is wrong, and end."),
    };
    const struct base_usage usage = {
        .program = "surveyd",
        .summary = "Serves survey forms over HTTPS and stores the answers in PostgreSQL.",
        .details = "It stays in the foreground. SIGHUP reloads certificates, keys and log level;\n"
                   "SIGTERM ends it after the requests under way, a second one at once.\n"
                   "`surveyctl config example` prints a configuration with every key explained.",
    };
    struct base_operands operands;
    struct base_failure failure;
    bool ended = false;
    if (base_options_parse(&usage, options, sizeof options / sizeof *options, argc, argv, stdout,
                           &operands, &ended, &failure) != STATUS_OK) {
        return base_command_fail("surveyd", &failure);
    }
    if (ended) {
        return 0;
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTERM, end_at_once);
    signal(SIGINT, end_at_once);
    struct daemon daemon = {.arena = base_arena_new(),
                            .config_path = config,
                            .clock = base_clock_system(),
                            .listener = -1,
                            .operations_listener = -1};
    enum base_status status = read_everything(&daemon);
    if (status == STATUS_OK && check_config) {
        printf("%s: the configuration is valid\n", config);
    } else if (status == STATUS_OK) {
        status = serve(&daemon);
    }
    lifecycle_clear(&daemon);
    return base_status_exit(status);
}
