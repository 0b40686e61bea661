/* surveyctl reload: tells a running surveyd to read configuration and certificates again. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "file.h"
#include "surveyctl.h"

#define PROCESS_MAX 4194304 /* the kernel's limit */

static void close_descriptor(int *descriptor)
{
    if (*descriptor >= 0)
        (void)close(*descriptor);
}

/* The process must not be another one that got the number in the meantime: it is held by a
   descriptor before its name is looked at. */
static enum base_status send_hangup(struct base_arena *arena, int process,
                                    struct base_failure *reterr)
{
    __attribute__((cleanup(close_descriptor))) int descriptor =
        (int)syscall(SYS_pidfd_open, process, 0);
    char name[16] = "";

    if (descriptor < 0)
        return base_failure_set(reterr, STATUS_NOT_FOUND, "there is no process %d: %s", process,
                                strerror(errno));
    FILE *file = fopen(base_arena_format(arena, "/proc/%d/comm", process), "re");
    if (file != NULL) {
        if (fgets(name, sizeof(name), file) == NULL)
            name[0] = '\0';
        (void)fclose(file);
    }
    name[strcspn(name, "\n")] = '\0';
    if (strcmp(name, "surveyd") != 0)
        return base_failure_set(reterr, STATUS_INVALID, "process %d is not surveyd", process);
    if (syscall(SYS_pidfd_send_signal, descriptor, SIGHUP, NULL, 0) < 0)
        return base_failure_set(reterr, errno == EPERM ? STATUS_FORBIDDEN : STATUS_IO,
                                "process %d cannot be told: %s", process, strerror(errno));
    return STATUS_OK;
}

static enum base_status run(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    int64_t process = 0;
    const struct base_option options[] = {
        BASE_OPTION_WHOLE("pid", "NUMBER", &process, 1, PROCESS_MAX, "The daemon's process id."),
    };
    enum base_status status;

    if (!surveyctl_parse(surveyctl, options, 1, NULL, &status, reterr))
        return status;
    if (process == 0)
        return surveyctl_require(NULL, "--pid NUMBER", reterr);
    return send_hangup(surveyctl->arena, (int)process, reterr);
}

const struct surveyctl_command surveyctl_reload = {
    .words = "reload",
    .operands = "",
    .summary = "Have a running surveyd read its files again.",
    .details = "Its configuration, certificates and keys. What it then finds wrong is in its\n"
               "log, and the old keeps working. This is what systemctl reload surveyd does.",
    .example = "  surveyctl reload --pid 1234",
    .run = run,
};
