#include "standing.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct standing {
    struct daemon *daemon;
    pthread_mutex_t lock; /* of the pointer `copy` alone, for instants */
    struct standing_copy *copy;
    bool is_changed; /* the folder has an older one; the first worker's, then the main loop's */
};

static struct standing_copy *copy_new(struct base_arena *arena, struct base_text text)
{
    struct standing_copy *copy = base_arena_object(arena, struct standing_copy);
    copy->arena = arena;
    copy->references = 1;
    copy->text = text;
    return copy;
}

struct standing_copy *standing_copy_ref(struct standing *standing)
{
    if (!standing) {
        return NULL;
    }
    pthread_mutex_lock(&standing->lock);
    struct standing_copy *copy = standing->copy;
    if (copy) {
        atomic_fetch_add(&copy->references, 1);
    }
    pthread_mutex_unlock(&standing->lock);
    return copy;
}

void standing_copy_unref(struct standing_copy *copy)
{
    if (copy && atomic_fetch_sub(&copy->references, 1) == 1) {
        base_arena_free(copy->arena);
    }
}

static void replace(struct standing *standing, struct standing_copy *copy)
{
    pthread_mutex_lock(&standing->lock);
    struct standing_copy *before = standing->copy;
    standing->copy = copy;
    pthread_mutex_unlock(&standing->lock);
    standing_copy_unref(before);
}

/* What is on the disk: also of a daemon that was stopped in the middle of an outage. */
static void read_copy(struct standing *standing)
{
    struct base_arena *arena = base_arena_new();
    struct base_text text;
    struct base_failure failure = {.text = "it is damaged, or was made with another key"};
    enum base_status status = spool_copy_read(standing->daemon->spool, arena, &text);
    if (status == STATUS_OK) {
        struct standing_copy *copy = copy_new(arena, text);
        status = standing_text_read(arena, text, &copy->content, &failure);
        if (status == STATUS_OK) {
            standing->copy = copy;
            return;
        }
    }
    base_arena_free(arena);
    if (status != STATUS_NOT_FOUND) {
        base_log_event(standing->daemon->log, BASE_LOG_WARNING,
                       "the copy of programmes and people cannot be read: until PostgreSQL answers "
                       "no form is served",
                       base_log_text("reason", failure.text));
    }
}

struct standing *standing_new(struct daemon *daemon)
{
    if (!daemon->spool) {
        return NULL;
    }
    struct standing *standing = calloc(1, sizeof *standing);
    if (!standing) {
        abort();
    }
    standing->daemon = daemon;
    pthread_mutex_init(&standing->lock, NULL);
    read_copy(standing);
    return standing;
}

bool standing_flush(struct standing *standing)
{
    if (!standing || !standing->is_changed) {
        return false;
    }
    standing->is_changed = false;
    if (standing->copy->text.length > SPOOL_COPY_BYTES) {
        base_log_event(standing->daemon->log, BASE_LOG_WARNING,
                       "programmes and people are too large to be kept for a start without "
                       "PostgreSQL",
                       base_log_number("bytes", (int64_t)standing->copy->text.length));
    } else {
        spool_copy_write(standing->daemon->spool, standing->copy->text);
    }
    return true;
}

void standing_free(struct standing *standing)
{
    if (standing) {
        standing_copy_unref(standing->copy);
        pthread_mutex_destroy(&standing->lock);
        free(standing);
    }
}

/* Written out and read back, so that all of it lies in one text that nobody else holds. */
static void take(struct standing *standing, const struct standing_content *content)
{
    BASE_ARENA_SCOPED *growing = base_arena_new();
    struct base_text written = standing_text_write(growing, content);
    struct base_arena *arena = base_arena_new();
    struct base_text text = {base_arena_copy(arena, written.data, written.length), written.length};
    struct standing_copy *copy = copy_new(arena, text);
    struct base_failure failure;
    if (standing_text_read(arena, text, &copy->content, &failure) != STATUS_OK) {
        abort(); /* what has just been written */
    }
    replace(standing, copy);
    standing->is_changed = true;
}

void standing_take_catalogue(struct standing *standing, const struct store_catalogue *catalogue)
{
    if (!standing) {
        return;
    }
    struct standing_content content = {.catalogue = *catalogue};
    if (standing->copy) {
        content.knows_people = standing->copy->content.knows_people;
        content.people = standing->copy->content.people;
    }
    take(standing, &content);
}

void standing_take_people(struct standing *standing, const struct store_people *people)
{
    if (!standing || !standing->copy) {
        return;
    }
    take(standing, &(struct standing_content){.catalogue = standing->copy->content.catalogue,
                                              .knows_people = true,
                                              .people = *people});
}
