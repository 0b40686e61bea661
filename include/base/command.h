/*
 * The command line of the three programs: options, operands, sub-commands, --help, --version.
 *
 * Options are long (`--config FILE` or `--config=FILE`), each at most once, whole names only, in
 * any order with the operands; `--` ends them. `-h` is `--help`. Errors are one line,
 * "program: what is wrong, and what to do", and the exit code is that of the status.
 *
 * A program without sub-commands:
 *
 *     int main(int argc, char **argv)
 *     {
 *         const char *config = "/etc/surveyd/surveyd.conf";
 *         bool check = false;
 *         const struct base_option options[] = {
 *             BASE_OPTION_TEXT("config", "FILE", &config, "Read this configuration."),
 *             BASE_OPTION_FLAG("check-config", &check, "Check the configuration and end."),
 *         };
 *         const struct base_usage usage = {.program = "surveyd", .summary = "Collects answers."};
 *         struct base_operands operands;
 *         struct base_failure failure;
 *         bool ended;
 *         if (base_options_parse(&usage, options, 2, argc, argv, stdout, &operands, &ended,
 *                                &failure) != STATUS_OK) {
 *             return base_command_fail("surveyd", &failure);
 *         }
 *         if (ended) {
 *             return 0;
 *         }
 *         ...
 *
 * A program with sub-commands has a table of struct base_command, and its main returns
 * base_command_dispatch(...); each `run` function begins as the main above, with
 * `.command = command->words`.
 */
#ifndef SURVEYD_BASE_COMMAND_H
#define SURVEYD_BASE_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/status.h"

enum base_option_kind {
    BASE_OPTION_KIND_FLAG,
    BASE_OPTION_KIND_TEXT,
    BASE_OPTION_KIND_WHOLE,
    BASE_OPTION_KIND_CHOICE,
};

/* One option. The variable that it sets keeps its value when the option is not given. */
struct base_option {
    const char *name;     /* without the hyphens: "config" */
    const char *argument; /* in capitals, for the help: "FILE"; NULL for a flag */
    const char *help;     /* a sentence or two */
    enum base_option_kind kind;
    union {
        bool *flag;        /* set to true */
        const char **text; /* set to the argument, which lives as long as argv; may be empty */
        int64_t *whole;    /* an integer in minimum..maximum */
    } value;
    int64_t minimum;
    int64_t maximum;
    const char *words; /* CHOICE: the allowed words, separated by "|" */
};

#define BASE_OPTION_FLAG(option_name, variable, help_text)                                         \
    {                                                                                              \
        .name = (option_name), .help = (help_text), .kind = BASE_OPTION_KIND_FLAG,                 \
        .value.flag = (variable)                                                                   \
    }
#define BASE_OPTION_TEXT(option_name, argument_name, variable, help_text)                          \
    {                                                                                              \
        .name = (option_name), .argument = (argument_name), .help = (help_text),                   \
        .kind = BASE_OPTION_KIND_TEXT, .value.text = (variable)                                    \
    }
#define BASE_OPTION_WHOLE(option_name, argument_name, variable, low, high, help_text)              \
    {                                                                                              \
        .name = (option_name), .argument = (argument_name), .help = (help_text),                   \
        .kind = BASE_OPTION_KIND_WHOLE, .value.whole = (variable), .minimum = (low),               \
        .maximum = (high)                                                                          \
    }
#define BASE_OPTION_CHOICE(option_name, argument_name, variable, allowed_words, help_text)         \
    {                                                                                              \
        .name = (option_name), .argument = (argument_name), .help = (help_text),                   \
        .kind = BASE_OPTION_KIND_CHOICE, .value.text = (variable), .words = (allowed_words)        \
    }

/* What a program or sub-command is called, takes and does. Members left out are NULL or 0. */
struct base_usage {
    const char *program;  /* "surveyctl" */
    const char *command;  /* "programme import"; NULL for the program itself */
    const char *operands; /* for the help: "DIR"; NULL if it takes none */
    const char *summary;  /* one sentence */
    const char *details;  /* further text of the help, lines at most 80 wide; may be NULL */
    size_t minimum_operands;
    size_t maximum_operands; /* SIZE_MAX: any number */
};

struct base_operands {
    size_t count;
    char *const *items; /* in the order given; `argv`, reordered */
};

/* Reads `argv[1]` to `argv[argc - 1]` and sets the variables. With --help or --version prints to
   `output` and sets `*ret_ended` true: there is nothing more to do. STATUS_USAGE, with what is
   wrong and where help is in `reterr`, when the call is not understood. */
BASE_MUST_CHECK enum base_status base_options_parse(const struct base_usage *usage,
                                                    const struct base_option *options, size_t count,
                                                    int argc, char **argv, FILE *output,
                                                    struct base_operands *ret_operands,
                                                    bool *ret_ended, struct base_failure *reterr);

/* Prints what --help prints. */
void base_options_help(const struct base_usage *usage, const struct base_option *options,
                       size_t count, FILE *output);

/* A sub-command. */
struct base_command {
    const char *words;    /* one or more words with single spaces: "programme import" */
    const char *operands; /* for the list: "DIR"; NULL if it takes none */
    const char *summary;  /* one sentence, for the list */

    /* Does it and returns the exit code. `argv[0]` is the last word, so that it can be handed to
       base_options_parse as it is. */
    int (*run)(const struct base_command *command, int argc, char **argv, void *context);
};

/* Finds the sub-command that `argv` begins with and runs it. Without one, or with --help or
   --version, or after a group of words ("programme") prints the list, or why it is none. The
   result is the exit code. `usage` names the program and its summary. */
int base_command_dispatch(const struct base_usage *usage, const struct base_command *commands,
                          size_t count, int argc, char **argv, void *context);

/* Prints "program: text" on standard error and returns the exit code of the failure's status. */
int base_command_fail(const char *program, const struct base_failure *failure);

#endif
