#include <stdlib.h>

#include "catalogue.h"
#include "standing.h"

#define POLL_MS 1000

/* At most every so many polls the copy is written: an import is several changes. */
#define POLLS_BETWEEN_WRITES 3

enum loader_state {
    LOADER_WAITING, /* for the timer */
    LOADER_ASKING,  /* for the stamp */
    LOADER_LOADING, /* for the people */
};

/* The timer runs while waiting only: the pool gives every job a deadline. */
struct standing_loader {
    struct worker *worker;
    enum loader_state state;
    struct base_timer *timer;
    bool has_read; /* the people that are held came from the database, not from the folder */
    int64_t stamp; /* theirs */
    unsigned polls_since_write;
};

static void set_state(struct standing_loader *loader, enum loader_state state);

static void on_people(enum base_status status, const struct store_people *people, void *context)
{
    struct standing_loader *loader = context;
    if (status == STATUS_OK) {
        standing_take_people(loader->worker->daemon->standing, people);
        loader->has_read = true;
        loader->stamp = people->stamp;
    }
    set_state(loader, LOADER_WAITING);
}

static void on_stamp(enum base_status status, int64_t stamp, void *context)
{
    struct standing_loader *loader = context;
    bool changed = status == STATUS_OK && (!loader->has_read || loader->stamp != stamp);
    set_state(loader, changed ? LOADER_LOADING : LOADER_WAITING);
}

static void on_poll(void *context)
{
    struct standing_loader *loader = context;
    const struct worker *worker = loader->worker;
    loader->polls_since_write++;
    if (loader->has_read && loader->polls_since_write >= POLLS_BETWEEN_WRITES &&
        standing_flush(worker->daemon->standing)) {
        loader->polls_since_write = 0;
    }
    bool is_read = worker->catalogue && !worker->catalogue->is_copy;
    set_state(loader, is_read ? LOADER_ASKING : LOADER_WAITING);
}

static void set_state(struct standing_loader *loader, enum loader_state state)
{
    loader->state = state;
    switch (state) {
    case LOADER_WAITING:
        base_timer_set(http_loop_base(loader->worker->loop), loader->timer,
                       loader->has_read ? POLL_MS : POLL_MS / 10);
        break;
    case LOADER_ASKING:
        store_people_stamp(loader->worker->pool, on_stamp, loader);
        break;
    case LOADER_LOADING:
        store_people_load(loader->worker->pool, on_people, loader);
        break;
    }
}

struct standing_loader *standing_loader_new(struct worker *worker)
{
    if (!worker->daemon->standing) {
        return NULL;
    }
    struct standing_loader *loader = calloc(1, sizeof *loader);
    if (!loader) {
        abort();
    }
    loader->worker = worker;
    loader->polls_since_write = POLLS_BETWEEN_WRITES;
    loader->timer = base_timer_new(http_loop_base(worker->loop), on_poll, loader);
    set_state(loader, LOADER_WAITING);
    return loader;
}

void standing_loader_free(struct standing_loader *loader)
{
    if (loader) {
        base_timer_free(http_loop_base(loader->worker->loop), loader->timer);
        free(loader);
    }
}
