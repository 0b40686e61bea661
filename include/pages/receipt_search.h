/*
 * The page on which a receipt is typed, for those who have nothing but the receipt.
 *
 * It is the same for every programme, whether there is one of that name or not: what programmes
 * there are is told to nobody without a link.
 */
#ifndef SURVEYD_PAGES_RECEIPT_SEARCH_H
#define SURVEYD_PAGES_RECEIPT_SEARCH_H

#include "pages/page.h"

enum pages_receipt_problem {
    PAGES_RECEIPT_NO_PROBLEM,
    PAGES_RECEIPT_NOT_A_RECEIPT, /* what was typed has not the form of one */
    PAGES_RECEIPT_NOTHING,       /* nothing is stored under it */
};

struct pages_receipt_search {
    const char *language; /* BCP 47; the page is in the interface's language: Swedish or English */
    enum pages_receipt_problem problem;
    const char *typed; /* the receipt as typed; NULL: nothing yet */
    const char *path;  /* of this page */
};

/* Appends a whole HTML page to `out`. The form asks for `path` with "?receipt=". */
void pages_receipt_search_write(const struct pages_site *site,
                                const struct pages_receipt_search *search, struct base_buffer *out);

#endif
