/*
 * surveyctl doctor: what its examinations share. Each prints lines and goes on whatever it finds.
 */
#ifndef SURVEYD_SURVEYCTL_DOCTOR_H
#define SURVEYD_SURVEYCTL_DOCTOR_H

#include "surveyctl.h"

enum doctor_verdict { DOCTOR_OK, DOCTOR_WARN, DOCTOR_FAIL };

struct doctor {
    struct surveyctl *surveyctl;
    bool has_database; /* and its schema is the one that this program knows */
    unsigned warnings, failures;
};

/* A line: the verdict, what it is about, and what was found; with WARN and FAIL also what to do. */
void doctor_say(struct doctor *doctor, enum doctor_verdict verdict, const char *subject,
                const char *format, ...) __attribute__((format(printf, 4, 5)));

void doctor_database(struct doctor *doctor);
void doctor_spool(struct doctor *doctor);
void doctor_daemon(struct doctor *doctor);

#endif
