#include "ticket.h"

#include <openssl/crypto.h>
#include <string.h>

#include "base/key.h"

static void drop_old(struct http_ticket_ring *ring, int64_t now_s)
{
    while (ring->count > 0) {
        struct http_ticket_key *oldest = &ring->keys[ring->count - 1];
        if (now_s - oldest->made_s < HTTP_TICKET_ROTATION_S + HTTP_TICKET_LIFETIME_S) {
            return;
        }
        OPENSSL_cleanse(oldest, sizeof *oldest);
        ring->count--;
    }
}

static void make_key(struct http_ticket_ring *ring, int64_t now_s)
{
    if (ring->count == HTTP_TICKET_KEYS) {
        ring->count--;
    }
    memmove(&ring->keys[1], &ring->keys[0], ring->count * sizeof ring->keys[0]);
    struct http_ticket_key *key = &ring->keys[0];
    base_key_random(key->name, sizeof key->name);
    base_key_random(key->cipher_key, sizeof key->cipher_key);
    base_key_random(key->mac_key, sizeof key->mac_key);
    key->made_s = now_s;
    ring->count++;
}

const struct http_ticket_key *http_ticket_seal_key(struct http_ticket_ring *ring, int64_t now_s)
{
    drop_old(ring, now_s);
    if (ring->count == 0 || now_s - ring->keys[0].made_s >= HTTP_TICKET_ROTATION_S) {
        make_key(ring, now_s);
    }
    return &ring->keys[0];
}

const struct http_ticket_key *http_ticket_open_key(struct http_ticket_ring *ring,
                                                   const uint8_t name[16], int64_t now_s)
{
    drop_old(ring, now_s);
    for (size_t i = 0; i < ring->count; i++) {
        if (memcmp(ring->keys[i].name, name, sizeof ring->keys[i].name) == 0) {
            return &ring->keys[i];
        }
    }
    return NULL;
}

void http_ticket_wipe(struct http_ticket_ring *ring)
{
    OPENSSL_cleanse(ring, sizeof *ring);
}
