/*
 * The survey form and its receipt.
 *
 * The form follows the GOV.UK Design System's patterns: one fieldset per matrix row, radios and
 * checkboxes with large targets, an error summary that leads to each field, "Error:" before the
 * title. It posts application/x-www-form-urlencoded with the field names of survey/answers.h.
 */
#ifndef SURVEYD_PAGES_FORM_H
#define SURVEYD_PAGES_FORM_H

#include "pages/overview.h"
#include "pages/page.h"
#include "pages/unsent.h"
#include "survey/answers.h"

/* What a form that comes back has to say before anything else. */
enum pages_form_banner {
    PAGES_BANNER_NONE,
    PAGES_BANNER_NOT_STORED,  /* the answers came but could not be stored; sending again is safe */
    PAGES_BANNER_SENT_BEFORE, /* this form was sent before with other answers (409): it has got a
                                 new submission id, so that sending replaces them. With an open link
                                 nothing can be replaced: then there is nothing to send */
    PAGES_BANNER_LAST_PAGE,   /* "next" was pressed, but nothing further is asked: only sending is
                                 left, which the participant must want */
    PAGES_BANNER_STATE_LOST,  /* what other pages held could not be read (a sealed field that was
                                 changed): they must be looked at again */
};

struct pages_form {
    const struct survey_programme *programme;
    const struct survey_cycle *cycle;
    const struct survey_questionnaire *questionnaire;
    int version;
    int language;                        /* index into the programme's languages */
    struct survey_respondent respondent; /* whose open_link: asks for the actor type, and the
                                            organisation if wanted */
    size_t page;                 /* the page to show; the others are there for the script only */
    const char *state;           /* what the other pages hold, sealed; NULL with one page */
    const char *draft;           /* name under which the script keeps a draft on the device */
    const char *action;          /* path that the form posts to */
    const char *submission;      /* UUID of this form */
    struct json_object *answers; /* SurveyJS data of all pages to show, may be NULL */
    const struct survey_problems *problems; /* NULL, or what is wrong with `answers` */
    int revision;         /* of the response shown; 0 if nothing was answered yet */
    bool earlier_unknown; /* something may have been answered, but cannot be shown now */
    enum pages_form_banner banner;
    const struct pages_overview *overview; /* of a personal link: its cycles; or NULL */
    const struct pages_unsent *unsent;     /* other cycles, whose drafts the script looks for; or
                                              NULL */
};

/* Appends a whole HTML page to `out`; what it allocates beside is on the buffer's arena.

   `page` is written as it is, the others as <template class="other-page">, for the script. On the
   page that is shown an item that cannot be asked, going by the answers of other pages, is a
   <template class="left-out">; one that answers of the same page settle is folded away, so that a
   participant without script can still change the answer it hangs on.

   For the script the form has data-draft, data-revision, and of the respondent data-open-link, or
   data-actor-type and data-organisation; section.page and div.panel have data-visible (a condition
   as JSON, docs/conditions.md); div.item has data-item (its name), data-kind, data-visible,
   data-required ("true" or a condition), data-each-row (rows are required; of then and now the
   required parts), data-minimum and data-maximum (how many to select, or the bounds of a number),
   data-whole, data-consent and data-roster. Errors and hints are "field:error" and "field:hint". */
void pages_form_write(const struct pages_site *site, const struct pages_form *form,
                      struct base_buffer *out);

struct pages_receipt {
    const struct survey_programme *programme;
    const struct survey_cycle *cycle;
    const struct survey_questionnaire *questionnaire; /* for its thanks; may be NULL */
    int language;
    const char *receipt; /* XXXX-XXXX-XXXX-XXXX */
    bool stored;         /* false: no submission with this receipt is stored */
    bool is_waiting;     /* it is kept beside the database, which will get it; not stored yet */
    bool replaced;       /* a later revision has taken its place */
    int revision;
    const char *day;  /* "YYYY-MM-DD", or NULL */
    const char *back; /* path of the link's form; NULL with the receipt alone */
    bool can_change;  /* personal link, cycle still open */
    bool open_link;
    bool withdrawn;       /* its answers have been taken back, on `day`; nothing else is known */
    const char *path;     /* of this page, for the language links; NULL: none */
    const char *answers;  /* path to read what was answered; NULL: not offered */
    const char *withdraw; /* path to take the answers back; NULL: not offered */
    const char *lookup;   /* address of the page that takes a receipt alone, or NULL */
    const struct pages_overview *overview; /* of a personal link: its cycles; or NULL */
};

/* Appends a whole HTML page to `out`. */
void pages_receipt_write(const struct pages_site *site, const struct pages_receipt *receipt,
                         struct base_buffer *out);

#endif
