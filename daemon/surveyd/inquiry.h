/*
 * An inquiry: one exchange about a receipt, by somebody with a link or with the receipt alone.
 *
 * With the receipt alone nobody learns which programmes there are: the database is asked whatever
 * the programme's name is, and one that is not served looks like one in which nothing is stored.
 */
#ifndef SURVEYD_DAEMON_INQUIRY_H
#define SURVEYD_DAEMON_INQUIRY_H

#include "pages/receipt_search.h"
#include "store/respondent.h"
#include "visit.h"

struct inquiry {
    struct http_exchange *exchange;
    struct worker *worker;
    struct base_arena *arena;
    struct visit *visit; /* NULL as long as there is no link and nothing was found */
    bool is_alone;       /* without a link */
    bool json;           /* the client speaks JSON */
    const char *programme;
    const char *path; /* of the receipt's page */
    const char *text; /* of the receipt, XXXX-XXXX-XXXX-XXXX */
    uint8_t receipt[BASE_TOKEN_RECEIPT_BYTES];
    const uint8_t *pseudonyms; /* as store_receipt_find wants them */
    size_t pseudonym_count;
};

/* Checks the link, if there is one, and the receipt. NULL if it answered the exchange itself. On
   the exchange's arena. */
struct inquiry *inquiry_begin(struct http_exchange *exchange, struct worker *worker);

/* Something is stored: now there is a visit, also with the receipt alone. False if it answered the
   exchange itself. */
bool inquiry_found(struct inquiry *inquiry);

/* Answers: as JSON; by leading to the page of the receipt; with 404, nothing is stored under this
   receipt; with 503. */
void inquiry_answer_json(struct inquiry *inquiry, int status, struct json_object *body);
void inquiry_answer_receipt(struct inquiry *inquiry);
void inquiry_answer_nothing(struct inquiry *inquiry);
void inquiry_answer_unavailable(struct inquiry *inquiry);

/* {"receipt": ..., "stored": null}. The caller owns it. */
struct json_object *inquiry_nothing_json(const struct inquiry *inquiry);

/* Answers an exchange with the page on which a receipt is typed, and what was typed: anything. */
void inquiry_answer_search(struct http_exchange *exchange, struct worker *worker,
                           enum pages_receipt_problem problem, struct base_text typed);

/* Whether the path names what could be a programme; whether there is one is not told. */
bool inquiry_names_programme(const struct http_exchange *exchange);

#endif
