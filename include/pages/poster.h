/*
 * The poster for the wall: one A4 page with the open link as QR code and address, three steps and
 * a sentence on privacy, in all languages of the programme. A file to print, not a page that is
 * served: it has its style within, and needs nothing else.
 */
#ifndef SURVEYD_PAGES_POSTER_H
#define SURVEYD_PAGES_POSTER_H

#include "base/status.h"
#include "base/text.h"
#include "survey/programme.h"

struct pages_poster {
    const struct survey_programme *programme;
    const char *link;    /* whole address in the code */
    const char *address; /* what people can type, without the scheme */
};

/* Appends the poster as HTML, or as SVG of 210 by 297 mm. STATUS_TOO_LARGE if no QR code can hold
   the link. */
BASE_MUST_CHECK enum base_status pages_poster_html(const struct pages_poster *poster,
                                                   struct base_buffer *out,
                                                   struct base_failure *reterr);
BASE_MUST_CHECK enum base_status pages_poster_svg(const struct pages_poster *poster,
                                                  struct base_buffer *out,
                                                  struct base_failure *reterr);

#endif
