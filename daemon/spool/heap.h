/*
 * Memory for what outlives an arena. As an arena does, it aborts when the system has none left.
 */
#ifndef SURVEYD_SPOOL_HEAP_H
#define SURVEYD_SPOOL_HEAP_H

#include <stddef.h>

/* `size` bytes set to zero; for free(). */
void *heap_new(size_t size) __attribute__((returns_nonnull));

/* realloc() to `count` * `size` bytes; what is new is not initialised. */
void *heap_resize(void *memory, size_t count, size_t size) __attribute__((returns_nonnull));

#endif
