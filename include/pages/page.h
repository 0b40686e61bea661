/*
 * What all pages share: the frame, the words of the interface, and escaping.
 *
 * Pages are complete without script. The interface speaks English and Swedish; a programme in
 * another language gets its own texts in its language and the interface's words in English,
 * marked as such.
 */
#ifndef SURVEYD_PAGES_PAGE_H
#define SURVEYD_PAGES_PAGE_H

#include "base/text.h"

/* Addresses of the assets. */
struct pages_site {
    const char *survey_css; /* forms, receipts, notices */
    const char *survey_js;
    const char *report_css;
    const char *room_css; /* the page for the projector */
    const char *room_js;
    const char *icon; /* may be NULL: then the pages name none */
};

/* The assets as files, to be served: see pages/assets.h. */

/* Adds text with & < > " ' escaped, right for element content and quoted attributes. */
void pages_escape(struct base_buffer *out, const char *text);
void pages_escape_text(struct base_buffer *out, struct base_text text);

enum pages_notice_kind {
    PAGES_NOTICE_BAD_LINK,     /* the link is not valid */
    PAGES_NOTICE_NOT_FOUND,    /* no such page */
    PAGES_NOTICE_NOT_OPEN_YET, /* `when` says when */
    PAGES_NOTICE_CLOSED,
    PAGES_NOTICE_NOTHING_OPEN,    /* between two cycles; `when` may say when the next opens */
    PAGES_NOTICE_UNAVAILABLE,     /* database away: nothing was lost, try again */
    PAGES_NOTICE_CONFLICT,        /* this form was sent before with other answers */
    PAGES_NOTICE_CONSENT_REFUSED, /* nothing was stored */
    PAGES_NOTICE_BAD_REQUEST,
    PAGES_NOTICE_TOO_LARGE,
    PAGES_NOTICE_LOGIN, /* a login is needed (report) */
    PAGES_NOTICE_ERROR,
    PAGES_NOTICE_WITHDRAWN,  /* the answers were withdrawn: nothing is stored */
    PAGES_NOTICE_NO_ANSWERS, /* this link has no answers in that cycle */
    PAGES_NOTICE_SEALED,     /* whose answers they are can no longer be told */
    PAGES_NOTICE_COUNT,
};

struct pages_overview; /* pages/overview.h */
struct pages_unsent;   /* pages/unsent.h */
struct survey_field;   /* survey/answers.h */

struct pages_notice {
    enum pages_notice_kind kind;
    const char *language;  /* BCP 47; "sv..." gives Swedish, everything else English */
    const char *title;     /* of the programme, in that language; NULL where it must not show */
    const char *when;      /* local time "YYYY-MM-DDTHH:MM", or NULL */
    const char *retry_url; /* a link to try again, or NULL */
    const struct pages_overview *overview; /* the cycles of a personal link, or NULL */
    const struct pages_unsent *unsent; /* cycles whose drafts the script looks for; NULL: the page
                                          has no script */
    const char *resend; /* of an UNAVAILABLE: path to which a button posts `fields` again, which
                           could not even be looked at; or NULL */
    size_t field_count;
    const struct survey_field *fields;
};

/* Appends a whole HTML page to `out`. It is in the interface's language, and says so. */
void pages_notice_write(const struct pages_site *site, const struct pages_notice *notice,
                        struct base_buffer *out);

#endif
