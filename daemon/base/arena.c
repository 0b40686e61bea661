#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_SANITIZED 1
#endif
#endif
#ifndef ARENA_SANITIZED
#define ARENA_SANITIZED 0
#endif

#define ARENA_ALIGNMENT alignof(max_align_t)
#define ARENA_FIRST_CHUNK_BYTES ((size_t)2048)
#define ARENA_LARGEST_CHUNK_BYTES ((size_t)65536)

struct arena_chunk {
    struct arena_chunk *next;
    alignas(max_align_t) char bytes[];
};

struct arena_cleanup {
    struct arena_cleanup *next;
    void (*cleanup)(void *object);
    void *object;
};

struct base_arena {
    struct arena_chunk *chunks;
    char *free_start;
    size_t free_bytes;
    size_t next_chunk_bytes;
    size_t used_bytes;
    struct arena_cleanup *cleanups;
};

static _Noreturn void die(const char *why)
{
    fprintf(stderr, "fatal: %s\n", why);
    abort();
}

static void *allocate_or_die(size_t size)
{
    void *bytes = malloc(size);
    if (bytes == NULL) {
        die("out of memory");
    }
    return bytes;
}

struct base_arena *base_arena_new(void)
{
    struct base_arena *arena = allocate_or_die(sizeof(*arena));
    *arena = (struct base_arena){.next_chunk_bytes = ARENA_FIRST_CHUNK_BYTES};
    return arena;
}

void base_arena_free(struct base_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    while (arena->cleanups != NULL) {
        struct arena_cleanup *cleanup = arena->cleanups;
        arena->cleanups = cleanup->next;
        cleanup->cleanup(cleanup->object);
    }
    while (arena->chunks != NULL) {
        struct arena_chunk *chunk = arena->chunks;
        arena->chunks = chunk->next;
        free(chunk);
    }
    free(arena);
}

static struct arena_chunk *chunk_add(struct base_arena *arena, size_t bytes)
{
    struct arena_chunk *chunk = allocate_or_die(sizeof(*chunk) + bytes);
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return chunk;
}

void *base_arena_alloc(struct base_arena *arena, size_t size)
{
    assert(arena != NULL);
    if (size > PTRDIFF_MAX / 2) {
        die("an allocation larger than the address space");
    }
    arena->used_bytes += size;
    if (ARENA_SANITIZED) {
        /* Each piece on its own, so that the address sanitizer sees every overrun. */
        return chunk_add(arena, size)->bytes;
    }
    size_t rounded = (size + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
    if (rounded > arena->free_bytes) {
        if (rounded > arena->next_chunk_bytes / 4) {
            /* A large piece gets its own chunk and leaves the rest of the current one usable. */
            return chunk_add(arena, rounded)->bytes;
        }
        arena->free_start = chunk_add(arena, arena->next_chunk_bytes)->bytes;
        arena->free_bytes = arena->next_chunk_bytes;
        if (arena->next_chunk_bytes < ARENA_LARGEST_CHUNK_BYTES) {
            arena->next_chunk_bytes *= 2;
        }
    }
    if (arena->free_start == NULL) { /* size 0 in an empty arena */
        return chunk_add(arena, 0)->bytes;
    }
    void *bytes = arena->free_start;
    arena->free_start += rounded;
    arena->free_bytes -= rounded;
    return bytes;
}

void *base_arena_zalloc(struct base_arena *arena, size_t count, size_t size)
{
    size_t product;
    if (__builtin_mul_overflow(count, size, &product)) {
        die("an allocation larger than the address space");
    }
    return memset(base_arena_alloc(arena, product), 0, product);
}

char *base_arena_copy(struct base_arena *arena, const void *bytes, size_t length)
{
    char *copy = base_arena_alloc(arena, length + 1);
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    copy[length] = '\0';
    return copy;
}

char *base_arena_string(struct base_arena *arena, const char *string)
{
    return base_arena_copy(arena, string, strlen(string));
}

char *base_arena_format(struct base_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *string = base_arena_vformat(arena, format, arguments);
    va_end(arguments);
    return string;
}

char *base_arena_vformat(struct base_arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    char shorter[256];
    int length = vsnprintf(shorter, sizeof(shorter), format, arguments);
    assert(length >= 0);
    char *string;
    if ((size_t)length < sizeof(shorter)) {
        string = base_arena_copy(arena, shorter, (size_t)length);
    } else {
        string = base_arena_alloc(arena, (size_t)length + 1);
        vsnprintf(string, (size_t)length + 1, format, again);
    }
    va_end(again);
    return string;
}

void base_arena_on_free(struct base_arena *arena, void (*cleanup)(void *object), void *object)
{
    struct arena_cleanup *entry = base_arena_alloc(arena, sizeof(*entry));
    *entry = (struct arena_cleanup){arena->cleanups, cleanup, object};
    arena->cleanups = entry;
}

size_t base_arena_used(const struct base_arena *arena)
{
    return arena->used_bytes;
}
