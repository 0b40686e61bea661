/*
 * The report of a programme of the worker's catalogue.
 */
#ifndef SURVEYD_DAEMON_CATALOGUE_REPORT_H
#define SURVEYD_DAEMON_CATALOGUE_REPORT_H

#include "catalogue.h"
#include "report/build.h"

/* As report_build (report/build.h), with the current questionnaire of each cycle; `now` is the wall
   clock's time, in seconds. */
struct pages_report catalogue_report(struct base_arena *arena, const struct catalogue_programme *in,
                                     int language, const struct store_metric_run *run, int64_t now);

#endif
