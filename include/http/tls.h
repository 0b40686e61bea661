/*
 * TLS: Mozilla's intermediate profile (version 6.0), TLS 1.2 and 1.3, no renegotiation, no
 * compression, no early data, tickets for at most two hours, ALPN http/1.1.
 */
#ifndef SURVEYD_HTTP_TLS_H
#define SURVEYD_HTTP_TLS_H

#include <stdint.h>

#include "base/status.h"

struct http_tls;

struct http_tls_files {
    const char *certificate, *key;               /* PEM */
    const char *second_certificate, *second_key; /* "" for none */
};

/* Loads and checks: every file readable, each key fits its certificate, the certificate is valid
   at `wall_seconds`. STATUS_CONFIG with the path and the reason otherwise. The result is counted:
   the caller holds one reference. All loops share one, so that a ticket of one loop resumes on
   another; it is safe to use from several threads. The keys of tickets are made anew by each load
   and every hour. */
BASE_MUST_CHECK enum base_status http_tls_load(const struct http_tls_files *files,
                                               int64_t wall_seconds, struct http_tls **ret_tls,
                                               struct base_failure *reterr);
/* One more reference, one less; the last frees. NULL is allowed. Any thread. */
struct http_tls *http_tls_ref(struct http_tls *tls);
void http_tls_unref(struct http_tls *tls);

/* Seconds since 1970 at which the first of its certificates expires. */
int64_t http_tls_expires(const struct http_tls *tls);

#endif
