/*
 * The frame of a page: head, skip link, header with the languages, footer.
 */
#ifndef SURVEYD_PAGES_FRAME_H
#define SURVEYD_PAGES_FRAME_H

#include "pages/page.h"
#include "words.h"

struct pages_frame {
    const struct pages_site *site;
    struct pages_words words;
    const char *language;           /* of the page's own texts, BCP 47 */
    const char *title;              /* what the page is */
    const char *programme;          /* title of the programme, or NULL */
    const char *programme_language; /* of that title if it is not the page's, else NULL */
    bool with_error;                /* "Error:" before the title */
    bool with_script;
    bool is_report;               /* report.css, and the wide layout */
    bool is_alone;                /* a file of its own: the style sheet inside, no icon */
    const char *action;           /* path of this page, for the language links */
    const char *form_go;          /* of the survey form: what Enter presses, "next" or "send"; its
                                     languages are buttons that keep what was typed. Else NULL */
    const char *const *languages; /* offered; NULL or one: no switch */
    size_t language_count;
};

/* Everything up to and with <main>, and </main> with all that follows. */
void pages_frame_open(const struct pages_frame *frame, struct base_buffer *out);
void pages_frame_close(const struct pages_frame *frame, struct base_buffer *out);

#endif
