/*
 * From the published results of the latest run to what the report shows.
 */
#ifndef SURVEYD_DAEMON_REPORT_BUILD_H
#define SURVEYD_DAEMON_REPORT_BUILD_H

#include "catalogue.h"
#include "pages/report.h"
#include "store/metric.h"

/* Builds the report of a programme in one of its languages. `run` NULL: nothing was computed yet.
   `responses` has one row for each cycle of the catalogue, in the same order. Everything is on the
   arena or belongs to the catalogue. */
struct pages_report report_build(struct base_arena *arena, const struct catalogue_programme *in,
                                 int language, const struct store_metric_run *run);

#endif
