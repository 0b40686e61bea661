/* surveyctl doctor: is everything as it should be, and if not, what to do. */
#include "doctor.h"

#include <stdarg.h>
#include <stdio.h>

void doctor_say(struct doctor *doctor, enum doctor_verdict verdict, const char *subject,
                const char *format, ...)
{
    static const char *const words[] = {
        [DOCTOR_OK] = "ok", [DOCTOR_WARN] = "warn", [DOCTOR_FAIL] = "fail"};
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    printf("%-4s  %-9s %s\n", words[verdict], subject, text);
    doctor->warnings += verdict == DOCTOR_WARN;
    doctor->failures += verdict == DOCTOR_FAIL;
}

static void examine_keys(struct doctor *doctor)
{
    struct surveyctl *surveyctl = doctor->surveyctl;
    struct base_failure failure;

    if (base_keyring_read(surveyctl->config->keys_directory, &surveyctl->keyring, &failure) !=
        STATUS_OK)
        doctor_say(doctor, DOCTOR_FAIL, "keys", "%s", failure.text);
    else
        doctor_say(doctor, DOCTOR_OK, "keys", "every key of %s can be read",
                   surveyctl->config->keys_directory);
}

static enum base_status run(struct surveyctl *surveyctl, struct base_failure *reterr)
{
    struct doctor doctor = {.surveyctl = surveyctl};
    enum base_status status;

    if (!surveyctl_parse(surveyctl, NULL, 0, NULL, &status, reterr))
        return status;
    status = surveyctl_read_config(surveyctl, reterr);
    if (status != STATUS_OK)
        return status;
    doctor_say(&doctor, DOCTOR_OK, "config", "%s is right", surveyctl->config_path);
    examine_keys(&doctor);
    doctor_database(&doctor);
    doctor_spool(&doctor);
    doctor_daemon(&doctor);
    if (doctor.failures > 0)
        return base_failure_set(reterr, STATUS_INVALID, "%u of the examinations failed",
                                doctor.failures);
    return STATUS_OK;
}

const struct surveyctl_command surveyctl_doctor = {
    .words = "doctor",
    .operands = "",
    .summary = "Examine configuration, keys, database, spool and the running daemon.",
    .details =
        "A line for each examination: ok, warn or fail, and what to do. Changes nothing and\n"
        "shows no answers. Exit code 65 if something failed. What this user may not read\n"
        "is said: the spool's folder is for root and surveyd only.",
    .example = "  surveyctl doctor",
    .run = run,
};
