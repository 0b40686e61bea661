#include "public_address.h"

#include <string.h>

/* The address is not changed by a reload, so workers may read it. */
const char *public_address(struct http_exchange *exchange, const struct worker *worker)
{
    struct base_text address = base_text_of(worker->daemon->config.server_public_url);
    while (address.length > 0 && address.data[address.length - 1] == '/') {
        address.length--;
    }
    if (address.length == 0) {
        return http_exchange_origin(exchange);
    }
    return base_arena_copy(http_exchange_arena(exchange), address.data, address.length);
}

const char *public_address_to_type(const char *address)
{
    const char *colon = strstr(address, "://");
    return colon ? colon + strlen("://") : address;
}
