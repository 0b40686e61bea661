/*
 * Arenas: memory that is freed all at once.
 *
 * One arena serves one HTTP exchange or one job. Whoever allocates must have checked its limits
 * before; an arena never returns NULL, and the process aborts when the system has no memory
 * left (nothing acknowledged is lost by that: the state is in PostgreSQL, clients retry with the
 * same submission id, and the service manager restarts the daemon).
 * An arena belongs to one thread at a time.
 */
#ifndef SURVEYD_BASE_ARENA_H
#define SURVEYD_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct base_arena;

/* A new, empty arena. The caller owns it and frees it with base_arena_free. */
struct base_arena *base_arena_new(void);

/* Runs the clean-up functions, last registered first, and frees everything. NULL is allowed. */
void base_arena_free(struct base_arena *arena);

/* `size` bytes, aligned for any type, not initialised; valid until the arena is freed.
   `size` 0 gives a valid pointer that must not be read. */
void *base_arena_alloc(struct base_arena *arena, size_t size) __attribute__((returns_nonnull));

/* `count` * `size` bytes set to zero. Aborts when the product overflows. */
void *base_arena_zalloc(struct base_arena *arena, size_t count, size_t size)
    __attribute__((returns_nonnull));

/* A zeroed object, or an array of `count` of them, of the given type. */
#define base_arena_object(arena, type) ((type *)base_arena_zalloc((arena), 1, sizeof(type)))
#define base_arena_array(arena, type, count)                                                       \
    ((type *)base_arena_zalloc((arena), (count), sizeof(type)))

/* A copy of `length` bytes, followed by a NUL that the length does not count. */
char *base_arena_copy(struct base_arena *arena, const void *bytes, size_t length)
    __attribute__((returns_nonnull));

/* A copy of a NUL-terminated string. */
char *base_arena_string(struct base_arena *arena, const char *string)
    __attribute__((returns_nonnull));

/* A formatted string. */
char *base_arena_format(struct base_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));
char *base_arena_vformat(struct base_arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0), returns_nonnull));

/* Calls `cleanup(object)` when the arena is freed: for objects of libraries (json-c, libpq). */
void base_arena_on_free(struct base_arena *arena, void (*cleanup)(void *object), void *object);

/* Bytes handed out so far, to test and to log how much a request used. */
size_t base_arena_used(const struct base_arena *arena);

/* For `BASE_ARENA_SCOPED *arena = base_arena_new();`: it is freed where the variable ends. */
static inline void base_arena_cleanup(struct base_arena **arena) { base_arena_free(*arena); }
#define BASE_ARENA_SCOPED __attribute__((cleanup(base_arena_cleanup))) struct base_arena

#endif
