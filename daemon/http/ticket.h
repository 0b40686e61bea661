/*
 * The keys of TLS session tickets.
 *
 * A ring of keys, the newest first. A key seals tickets for an hour and opens them for three, so
 * that a ticket is good for two hours at least until it expires; then the key is wiped, and nobody
 * can open a recorded ticket any more. Not locked: tls.c does that.
 */
#ifndef SURVEYD_HTTP_TICKET_H
#define SURVEYD_HTTP_TICKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HTTP_TICKET_LIFETIME_S 7200
#define HTTP_TICKET_ROTATION_S 3600
#define HTTP_TICKET_KEYS 4

struct http_ticket_key {
    uint8_t name[16];
    uint8_t cipher_key[32];
    uint8_t mac_key[32];
    int64_t made_s;
};

struct http_ticket_ring {
    size_t count;
    struct http_ticket_key keys[HTTP_TICKET_KEYS];
};

/* The key that seals tickets now; makes one if the newest is too old, and wipes what is older than
   any ticket. `now_s` is monotonic. The result is valid until the next call. */
const struct http_ticket_key *http_ticket_seal_key(struct http_ticket_ring *ring, int64_t now_s);

/* The key of this name if it may still open tickets, else NULL. */
const struct http_ticket_key *http_ticket_open_key(struct http_ticket_ring *ring,
                                                   const uint8_t name[16], int64_t now_s);

void http_ticket_wipe(struct http_ticket_ring *ring);

#endif
