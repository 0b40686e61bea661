/*
 * The bytes of an answer.
 */
#ifndef SURVEYD_HTTP_ANSWER_H
#define SURVEYD_HTTP_ANSWER_H

#include "http/exchange.h"

/* What the request and its connection have to say about the form of the answer. */
struct http_answer_terms {
    enum http_method method;
    int minor_version;
    bool tls;
    bool keep_alive;
    unsigned allowed;               /* for a 405: mask 1 << enum http_method */
    struct base_text if_none_match; /* data NULL: absent */
    struct base_text accept_encoding;
    int64_t wall_seconds;
};

/* `head` is on the arena; `body` is on the arena, or what the response gave. */
struct http_answer {
    int status;
    struct base_text head;
    struct base_text body;
    bool body_is_static;
};

/* Pure but for its memory. */
void http_answer_make(struct base_arena *arena, const struct http_answer_terms *terms,
                      const struct http_response *response, struct http_answer *ret_answer);

/* "Not Found"; "Error" for a code that is not in use here. Static storage. */
const char *http_answer_reason(int status);

/* Fills a response with a problem document; on the arena. `code` NULL: by the status. */
void http_problem_make(struct base_arena *arena, const char *request_id, int status,
                       const char *code, const char *detail,
                       const struct http_problem_error *errors, size_t error_count,
                       struct http_response *ret_response);

/* Whether the value of Accept-Encoding takes gzip. */
bool http_gzip_accepted(struct base_text accept_encoding);

/* Compresses; on the arena. False, and nothing written, if the result would not be smaller. */
bool http_gzip_compress(struct base_arena *arena, struct base_text plain, int level,
                        struct base_text *ret_compressed);

#endif
