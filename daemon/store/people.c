#include "store/people.h"

#include <string.h>

#include "base/key.h"
#include "call.h"

void store_fingerprint(const uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES],
                       uint8_t ret_fingerprint[STORE_FINGERPRINT_BYTES])
{
    uint8_t digest[32];
    base_key_sha256((struct base_text){(const char *)pseudonym, BASE_TOKEN_PSEUDONYM_BYTES},
                    digest);
    memcpy(ret_fingerprint, digest, STORE_FINGERPRINT_BYTES);
}

static bool holds(const struct store_people_group *group,
                  const uint8_t fingerprint[STORE_FINGERPRINT_BYTES])
{
    size_t low = 0, high = group->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(group->fingerprints + middle * STORE_FINGERPRINT_BYTES, fingerprint,
                           STORE_FINGERPRINT_BYTES);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

const struct store_people_group *
store_people_find(const struct store_people *people, const char *programme, int cycle,
                  const uint8_t pseudonym[BASE_TOKEN_PSEUDONYM_BYTES])
{
    uint8_t fingerprint[STORE_FINGERPRINT_BYTES];
    store_fingerprint(pseudonym, fingerprint);
    const struct store_people_group *everywhere = NULL;
    for (size_t i = 0; i < people->group_count; i++) {
        const struct store_people_group *group = &people->groups[i];
        if ((group->cycle != 0 && group->cycle != cycle) ||
            strcmp(group->programme, programme) != 0 || !holds(group, fingerprint))
            continue;
        if (group->cycle == cycle)
            return group;
        everywhere = group;
    }
    return everywhere;
}

static void on_stamp(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    int64_t stamp = 0;
    if (status == STATUS_OK)
        stamp = store_result_integer(result, 0, store_result_column(result, "stamp"));
    ((store_stamp_callback)call->callback)(status, stamp, call->context);
    base_arena_free(call->arena);
}

void store_people_stamp(struct store_pool *pool, store_stamp_callback callback, void *context)
{
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    store_pool_run(pool, store_statement("read_people_stamp"), &call->parameters, true, on_stamp,
                   call);
}

static void read_group(const struct store_result *result, size_t row, struct base_arena *arena,
                       struct store_people_group *ret_group)
{
    int cycle = store_result_column(result, "cycle");
    struct base_text fingerprints =
        store_result_bytes(result, row, store_result_column(result, "fingerprints"), arena);
    *ret_group = (struct store_people_group){
        .programme = store_result_string(result, row, "programme", arena),
        .cycle = store_result_is_null(result, row, cycle)
                     ? 0
                     : (int)store_result_integer(result, row, cycle),
        .organisation = store_result_string(result, row, "organisation", arena),
        .actor_type = store_result_string(result, row, "actor_type", arena),
        .count = fingerprints.length / STORE_FINGERPRINT_BYTES,
        .fingerprints = (const uint8_t *)fingerprints.data,
    };
}

static void on_people(enum base_status status, const struct store_result *result, void *context)
{
    struct store_call *call = context;
    struct store_people people = {0};
    if (status == STATUS_OK) {
        people.stamp = store_result_integer(result, 0, store_result_column(result, "stamp"));
        size_t rows = store_result_rows(result);
        if (!store_result_is_null(result, 0, store_result_column(result, "programme"))) {
            struct store_people_group *groups =
                base_arena_array(call->arena, struct store_people_group, rows);
            for (size_t i = 0; i < rows; i++)
                read_group(result, i, call->arena, &groups[i]);
            people.groups = groups;
            people.group_count = rows;
        }
    }
    ((store_people_callback)call->callback)(status, status == STATUS_OK ? &people : NULL,
                                            call->context);
    base_arena_free(call->arena);
}

void store_people_load(struct store_pool *pool, store_people_callback callback, void *context)
{
    struct store_call *call = store_call_new((void (*)(void))callback, context);
    store_pool_run(pool, store_statement("read_people"), &call->parameters, true, on_people, call);
}
