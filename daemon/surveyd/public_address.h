/*
 * The address under which participants know this server.
 */
#ifndef SURVEYD_DAEMON_PUBLIC_ADDRESS_H
#define SURVEYD_DAEMON_PUBLIC_ADDRESS_H

#include "daemon.h"

/* server.public-url of the configuration, without a final slash; where it is not set, what the
   request says ("" if it names no host). On the exchange's arena. */
const char *public_address(struct http_exchange *exchange, const struct worker *worker);

/* The same without "https://", as people type it. */
const char *public_address_to_type(const char *address);

#endif
