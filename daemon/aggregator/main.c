#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "aggregator.h"

/* Less than this is no column of many answers. */
#define COLUMN_LEAST_BYTES 131072

/* The numerical library writes its warnings to standard output, where results go. So results get a
   descriptor of their own, and what the library writes goes nowhere. */
static FILE *take_standard_output(void)
{
    int descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    FILE *output = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (output == NULL || nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0)
        return NULL;
    close(nowhere);
    return output;
}

int main(int argc, char **argv)
{
    static const struct base_command commands[] = {
        {"metrics", "[METRIC]...", "What metrics there are; what one takes and gives.",
         aggregator_metrics},
        {"plan", NULL, "Prints the plan that follows from a programme folder.", aggregator_plan},
        {"compute", NULL, "Computes the analyses of a plan from plain files.", aggregator_compute},
        {"run", NULL, "Computes the metrics of what is stored.", aggregator_run},
        {"follow", NULL, "Computes them again and again, as answers come.", aggregator_follow},
        {"report", NULL, "Writes the report, or its figures, as a file.", aggregator_report},
    };
    const struct base_usage usage = {
        .program = AGGREGATOR_PROGRAM,
        .summary = "Computes the metrics of learning cycles.",
        .details = "metrics, plan and compute need no database; run, follow and report use the "
                   "one\nthat the configuration names. Results go to standard output, complaints "
                   "to\nstandard error.",
    };
    struct aggregator aggregator = {.output = stdout};
    int code = 0;
    /* A reader that has gone is a failure to write like any other. */
    signal(SIGPIPE, SIG_IGN);
    /* Columns come and go, so each has pages of its own, which go back to the system at once. Left
       alone, the C library would soon take them from one heap and leave holes there. */
    mallopt(M_MMAP_THRESHOLD, COLUMN_LEAST_BYTES);
    /* Help is printed before anything is computed, so it may have standard output itself. */
    if (argc > 1 && argv[1][0] != '-') {
        aggregator.output = take_standard_output();
        if (aggregator.output == NULL) {
            perror(AGGREGATOR_PROGRAM ": standard output");
            return base_status_exit(STATUS_IO);
        }
    }
    code = base_command_dispatch(&usage, commands, sizeof(commands) / sizeof(commands[0]), argc,
                                 argv, &aggregator);
    bool is_written = ferror(aggregator.output) == 0;
    bool is_closed = fclose(aggregator.output) == 0;
    return code == 0 && !(is_closed && is_written) ? aggregator_fail_output() : code;
}
