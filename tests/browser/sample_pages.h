/*
 * Sample pages with made-up content, to look at and to test in a browser.
 */
#ifndef SURVEYD_TESTS_SAMPLE_PAGES_H
#define SURVEYD_TESTS_SAMPLE_PAGES_H

#include <stdbool.h>

#include "pages/page.h"

/* A report of four cycles with one suppressed point in each of three places. */
void sample_report(const struct pages_site *site, struct base_buffer *out, bool swedish);

#endif
