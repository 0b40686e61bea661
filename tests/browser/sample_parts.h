/*
 * The parts of the sample report that are not questions.
 */
#ifndef SURVEYD_TESTS_SAMPLE_PARTS_H
#define SURVEYD_TESTS_SAMPLE_PARTS_H

#include <stdbool.h>

#include "pages/report.h"

/* Fills in the claims and what their pictures draw. */
void sample_parts(struct pages_report *report, bool swedish);

#endif
