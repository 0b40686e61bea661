/* Use cases: the page for the projector, and the short address that it shows. */
#include <string.h>

#include "base/json.h"
#include "overview.h"
#include "pages/room.h"
#include "public_address.h"
#include "tally_cache.h"
#include "visit.h"

#define CODE_CHARACTERS 10 /* as base/token.h has it */

/* "7K3M9-QTX2B": as people type the code of an open link. */
static const char *spelled(struct base_arena *arena, struct base_text code)
{
    size_t half = code.length / 2;
    return base_arena_format(arena, "%.*s-%.*s", (int)half, code.data, (int)(code.length - half),
                             code.data + half);
}

/* The one that closed last or opens next, whichever is nearer: for it the people in the room came.
 */
static const struct catalogue_cycle *nearest_cycle(const struct visit *visit)
{
    const struct catalogue_cycle *nearest = NULL;
    int64_t least = 0;
    for (size_t i = 0; i < visit->in->cycle_count; i++) {
        const struct catalogue_cycle *cycle = &visit->in->cycles[i];
        int64_t away = cycle->opens_at > visit->now && !cycle->sealed
                           ? cycle->opens_at - visit->now
                           : visit->now - cycle->closes_at;
        away = away < 0 ? 0 : away;
        if (!nearest || away < least) {
            nearest = cycle;
            least = away;
        }
    }
    return nearest;
}

static enum pages_room_state state_of(const struct visit *visit)
{
    const struct catalogue_cycle *cycle = visit->cycle;
    if (catalogue_cycle_is_open(cycle, visit->now)) {
        return PAGES_ROOM_OPEN;
    }
    return cycle->opens_at > visit->now && !cycle->sealed ? PAGES_ROOM_UPCOMING : PAGES_ROOM_CLOSED;
}

static int64_t seconds_left(const struct visit *visit, enum pages_room_state state)
{
    switch (state) {
    case PAGES_ROOM_OPEN:
        return visit->cycle->closes_at - visit->now;
    case PAGES_ROOM_UPCOMING:
        return visit->cycle->opens_at - visit->now;
    case PAGES_ROOM_CLOSED:
        break;
    }
    return 0;
}

static struct pages_room describe(struct visit *visit, const struct tally *tally)
{
    struct base_arena *arena = visit->arena;
    const char *address = public_address(visit->exchange, visit->worker);
    enum pages_room_state state = state_of(visit);
    struct pages_room room = {
        .programme = visit->programme,
        .cycle = visit->cycle->cycle,
        .state = state,
        .seconds = seconds_left(visit, state),
        .responses = tally->responses,
        .is_current = tally->is_current,
        .path = base_arena_format(arena, "%s/room", visit->path),
        .refreshes =
            !base_text_equal_string(http_exchange_parameter(visit->exchange, "refresh"), "off"),
    };
    if (state != PAGES_ROOM_CLOSED) {
        room.link = base_arena_format(arena, "%s%s", address, visit->path);
        room.address = base_arena_format(arena, "%s/%s", public_address_to_type(address),
                                         spelled(arena, visit->link));
    } else {
        room.results = overview_results_path(visit, visit->cycle);
        room.link = room.results ? base_arena_format(arena, "%s%s", address, room.results) : NULL;
    }
    return room;
}

static void on_tally(const struct tally *tally, void *context)
{
    struct visit *visit = context;
    struct pages_room room = describe(visit, tally);
    if (visit->json) {
        visit_respond_json(visit, 200, pages_room_texts(&room));
        return;
    }
    struct base_buffer html;
    struct base_failure failure;
    base_buffer_init(&html, visit->arena);
    if (pages_room_write(&visit->worker->daemon->site, &room, &html, &failure) != STATUS_OK) {
        visit_respond_notice(visit, PAGES_NOTICE_ERROR, NULL);
        return;
    }
    visit_respond_page(visit, 200, base_buffer_view(&html));
}

void show_room(struct http_exchange *exchange, void *context)
{
    struct worker *worker = context;
    struct visit *visit = visit_begin(exchange, worker);
    if (!visit) {
        return;
    }
    visit->path = base_arena_format(visit->arena, "/o/%s/%.*s", visit->programme->programme,
                                    (int)visit->link.length, visit->link.data);
    visit->cycle = catalogue_open_cycle(visit->in, visit->now);
    if (!visit->cycle) {
        visit->cycle = nearest_cycle(visit);
    }
    if (!visit->cycle) {
        visit_respond_not_open(visit, NULL);
        return;
    }
    struct tally tally;
    if (tally_cache_find(worker->tallies, visit->programme->programme, visit->cycle->cycle->cycle,
                         &tally, on_tally, visit)) {
        on_tally(&tally, visit);
    }
}

/* What people type: small letters, O for 0, I and L for 1, with hyphens or without. */
static struct base_text normal_code(struct base_arena *arena, struct base_text typed)
{
    struct base_buffer code;
    base_buffer_init(&code, arena);
    for (size_t i = 0; i < typed.length; i++) {
        char c = typed.data[i];
        if (c == 'o' || c == 'O') {
            c = '0';
        } else if (c != '\0' && strchr("iIlL", c)) {
            c = '1';
        }
        if (c != '-') {
            base_buffer_add(&code, &c, 1);
        }
    }
    return base_buffer_view(&code);
}

/* The path of the open link that has this code; NULL if there is none. */
static const char *link_of_code(const struct worker *worker, struct base_arena *arena,
                                struct base_text code)
{
    for (size_t i = 0; i < worker->catalogue->programme_count; i++) {
        const char *name = worker->catalogue->programmes[i].programme->programme;
        const struct base_programme_keys *keys =
            base_keyring_find(worker->keys->keyring, base_text_of(name));
        if (keys && base_token_open_verify(keys, code)) {
            return base_arena_format(arena, "/o/%s/%s", name, base_token_open_code(arena, keys));
        }
    }
    return NULL;
}

void follow_short_address(struct http_exchange *exchange, void *context)
{
    struct worker *worker = context;
    struct base_arena *arena = http_exchange_arena(exchange);
    struct base_text code = normal_code(arena, http_exchange_segment(exchange, "code"));
    bool can_be_one = code.length == CODE_CHARACTERS;
    if (can_be_one && !worker->catalogue) {
        respond_notice(exchange, worker->daemon, PAGES_NOTICE_UNAVAILABLE);
        return;
    }
    const char *location = can_be_one ? link_of_code(worker, arena, code) : NULL;
    if (location) {
        http_exchange_respond(exchange,
                              &(struct http_response){.status = 303, .location = location});
    } else {
        respond_notice(exchange, worker->daemon, PAGES_NOTICE_NOT_FOUND);
    }
}
