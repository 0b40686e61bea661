/*
 * TLS from the inside: sessions for the connections.
 */
#ifndef SURVEYD_HTTP_TLS_STATE_H
#define SURVEYD_HTTP_TLS_STATE_H

#include <openssl/types.h>

#include "http/tls.h"

/* A session for one accepted connection; the caller owns it, and must keep a reference to `tls` as
   long as it lives. NULL without memory. */
SSL *http_tls_new_session(struct http_tls *tls);

#endif
