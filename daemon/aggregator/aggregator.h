/*
 * survey-aggregator: what its sub-commands share.
 */
#ifndef AGGREGATOR_AGGREGATOR_H
#define AGGREGATOR_AGGREGATOR_H

#include <stdio.h>

#include "base/command.h"
#include "base/config.h"
#include "base/text.h"
#include "problems.h"

#define AGGREGATOR_PROGRAM "survey-aggregator"

/* Handed to every sub-command. */
struct aggregator {
    FILE *output; /* where results go: standard output as it was when the program began */
};

int aggregator_compute(const struct base_command *command, int argc, char **argv, void *context);
int aggregator_follow(const struct base_command *command, int argc, char **argv, void *context);
int aggregator_metrics(const struct base_command *command, int argc, char **argv, void *context);
int aggregator_plan(const struct base_command *command, int argc, char **argv, void *context);
int aggregator_report(const struct base_command *command, int argc, char **argv, void *context);
int aggregator_run(const struct base_command *command, int argc, char **argv, void *context);

/* Reads the configuration that --config names, texts on the arena; 0, or the exit code after saying
   on standard error what is wrong. */
int aggregator_configure(struct base_arena *arena, const char *path,
                         struct base_config *ret_config);

/* Prints the problems on standard error; the exit code for files that are not valid. */
int aggregator_fail(const struct aggregator_problems *problems);

/* After standard output could not be written: says why, by errno, unless its reader has gone; the
   exit code. */
int aggregator_fail_output(void);

/* Writes a text to a file (replacing it as a whole, or not at all), or to `output` if `path` is
   NULL. The exit code. */
int aggregator_deliver(const struct aggregator *aggregator, const char *path,
                       struct base_text text);

#endif
