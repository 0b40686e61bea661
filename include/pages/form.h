/*
 * The survey form and its receipt.
 *
 * The form follows the GOV.UK Design System's patterns: one fieldset per matrix row, radios and
 * checkboxes with large targets, an error summary that leads to each field, "Error:" before the
 * title. It posts application/x-www-form-urlencoded with the field names of survey/answers.h.
 */
#ifndef SURVEYD_PAGES_FORM_H
#define SURVEYD_PAGES_FORM_H

#include "pages/page.h"
#include "survey/answers.h"

struct pages_form {
    const struct survey_programme *programme;
    const struct survey_cycle *cycle;
    const struct survey_questionnaire *questionnaire;
    int version;
    int language;               /* index into the programme's languages */
    bool open_link;             /* asks for the actor type, and the organisation if wanted */
    const struct survey_organisation *organisation; /* of a personal link, may be NULL */
    const char *action;         /* path that the form posts to; language links add ?lang= */
    const char *submission;     /* UUID of this form */
    struct json_object *answers;  /* SurveyJS data to show, may be NULL */
    const struct survey_problems *problems; /* NULL, or what is wrong with `answers` */
    int revision;               /* of the response shown; 0 if nothing was answered yet */
    bool not_stored;            /* the answers came but could not be stored: shown again with a
                                   banner that says so, and that sending them again is safe */
};

/* Appends a whole HTML page to `out`; what it allocates beside is on the buffer's arena. Items
   whose condition the answers settle as not met are folded away, not left out, so that a
   participant without script can still change the answer they hang on. */
void pages_form_write(const struct pages_site *site, const struct pages_form *form,
                      struct base_buffer *out);

struct pages_receipt {
    const struct survey_programme *programme;
    const struct survey_cycle *cycle;
    const struct survey_questionnaire *questionnaire; /* for its thanks; may be NULL */
    int language;
    const char *receipt;   /* XXXX-XXXX-XXXX-XXXX */
    bool stored;           /* false: no submission with this receipt is stored */
    bool replaced;         /* a later revision has taken its place */
    int revision;
    const char *day;       /* "YYYY-MM-DD", or NULL */
    const char *back;      /* path of the link's form */
    bool can_change;       /* personal link, cycle still open */
    bool open_link;
};

/* Appends a whole HTML page to `out`. */
void pages_receipt_write(const struct pages_site *site, const struct pages_receipt *receipt,
                         struct base_buffer *out);

#endif
