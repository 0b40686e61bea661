/*
 * The page on which participants take their answers back, and the page that finds answers by
 * their receipt alone.
 */
#ifndef SURVEYD_PAGES_WITHDRAW_H
#define SURVEYD_PAGES_WITHDRAW_H

#include "pages/page.h"
#include "survey/programme.h"

struct pages_withdraw {
    const struct survey_programme *programme;
    const struct survey_cycle *cycle; /* that was answered; NULL if the programme has it no more */
    int language;                     /* index into the programme's languages */
    const char *receipt;              /* XXXX-XXXX-XXXX-XXXX */
    bool is_sealed;                   /* too late: the page says why, and has no button */
    bool is_open;                     /* the cycle still takes answers: one can answer anew */
    const char *path;                 /* of this page, to which the button posts */
    const char *back;                 /* path of the receipt's page */
};

/* Appends a whole HTML page to `out`. */
void pages_withdraw_write(const struct pages_site *site, const struct pages_withdraw *withdraw,
                          struct base_buffer *out);

#endif
