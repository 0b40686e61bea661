/*
 * Certificates and their keys: read, checked, and put into a TLS context.
 */
#ifndef SURVEYD_HTTP_CERTIFICATE_H
#define SURVEYD_HTTP_CERTIFICATE_H

#include <openssl/types.h>
#include <stdint.h>

#include "base/status.h"

/* Adds a chain and its key. STATUS_CONFIG with path and reason if a file cannot be read, the key
   does not fit, the certificate is not valid at `wall_seconds`, or the context has one of the same
   type already. `*expires` becomes the end of validity if that is earlier. */
BASE_MUST_CHECK enum base_status
http_certificate_use(SSL_CTX *context, const char *certificate_path, const char *key_path,
                     int64_t wall_seconds, int64_t *expires, struct base_failure *reterr);

#endif
