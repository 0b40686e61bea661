/*
 * QR codes of links, by libqrencode: as SVG, and drawn in a terminal.
 */
#ifndef SURVEYD_SURVEYCTL_QR_H
#define SURVEYD_SURVEYCTL_QR_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* The code of a text with error correction M, which survives a fold or a coffee stain. `caption`
   (may be NULL) is printed under it. A complete SVG file with a quiet zone of four modules, black
   on white, without script or outside references. STATUS_TOO_LARGE if no code can hold it. */
BASE_MUST_CHECK enum base_status qr_svg(struct base_arena *arena, const char *text,
                                        const char *caption, struct base_text *ret_svg,
                                        struct base_failure *reterr);

/* The code as lines of half blocks, light on dark whatever the terminal's colours are. */
BASE_MUST_CHECK enum base_status qr_terminal(struct base_arena *arena, const char *text,
                                             struct base_text *ret_lines,
                                             struct base_failure *reterr);

#endif
