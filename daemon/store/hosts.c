#include "hosts.h"

#include <libpq-fe.h>
#include <string.h>

#include "base/text.h"

static size_t count_parts(const char *list)
{
    size_t count = 1;
    for (const char *at = list; *at != '\0'; at++)
        count += *at == ',';
    return count;
}

static struct base_text part_of(const char *list, size_t number)
{
    const char *start = list;
    for (; number > 0; number--)
        start += strcspn(start, ",") + 1;
    return (struct base_text){start, strcspn(start, ",")};
}

/* A list as long as the hosts in the new order; NULL for any other, which holds for all of them. */
static const char *rotate(struct base_arena *arena, const char *list, size_t count, unsigned first)
{
    if (list == NULL || count_parts(list) != count)
        return NULL;
    struct base_buffer rotated;
    base_buffer_init(&rotated, arena);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            base_buffer_string(&rotated, ",");
        base_buffer_text(&rotated, part_of(list, (first + i) % count));
    }
    return base_arena_copy(arena, rotated.data, rotated.length);
}

static const char *value_of(const PQconninfoOption *options, const char *keyword)
{
    for (; options->keyword != NULL; options++)
        if (strcmp(options->keyword, keyword) == 0 && options->val != NULL &&
            options->val[0] != '\0')
            return options->val;
    return NULL;
}

struct store_hosts store_hosts_from(struct base_arena *arena, const char *connection,
                                    unsigned first)
{
    struct store_hosts hosts = {NULL, NULL, NULL};
    PQconninfoOption *options = PQconninfoParse(connection, NULL);
    if (options == NULL)
        return hosts;
    const char *host = value_of(options, "host"), *hostaddr = value_of(options, "hostaddr");
    const char *names = hostaddr != NULL ? hostaddr : host;
    size_t count = names == NULL ? 0 : count_parts(names);
    if (count > 1)
        hosts = (struct store_hosts){rotate(arena, host, count, first),
                                     rotate(arena, hostaddr, count, first),
                                     rotate(arena, value_of(options, "port"), count, first)};
    PQconninfoFree(options);
    return hosts;
}
