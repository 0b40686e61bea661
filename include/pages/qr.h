/*
 * QR codes of links, by libqrencode: as a file or a part of a page (SVG), and drawn in a terminal.
 *
 * Error correction M, which survives a fold or a coffee stain; a quiet zone of four modules; black
 * on white, also where everything around it is dark.
 */
#ifndef SURVEYD_PAGES_QR_H
#define SURVEYD_PAGES_QR_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* The code of a text as a complete SVG file, without script or outside references. `caption` (may
   be NULL) is printed under it, without its control characters. STATUS_TOO_LARGE if no code can
   hold the text. */
BASE_MUST_CHECK enum base_status pages_qr_svg(struct base_arena *arena, const char *text,
                                              const char *caption, struct base_text *ret_svg,
                                              struct base_failure *reterr);

/* Appends the code as an <svg class="qr"> of a page, as large as the style sheet makes it; `label`
   says in words what it is. */
BASE_MUST_CHECK enum base_status pages_qr_write(struct base_buffer *out, const char *text,
                                                const char *label, struct base_failure *reterr);

/* The code as lines of half blocks, light on dark whatever the terminal's colours are. */
BASE_MUST_CHECK enum base_status pages_qr_terminal(struct base_arena *arena, const char *text,
                                                   struct base_text *ret_lines,
                                                   struct base_failure *reterr);

#endif
