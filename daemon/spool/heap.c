#include "heap.h"

#include <stdio.h>
#include <stdlib.h>

static void *check(void *memory)
{
    if (memory == NULL) {
        fputs("fatal: out of memory\n", stderr);
        abort();
    }
    return memory;
}

void *heap_new(size_t size)
{
    return check(calloc(1, size == 0 ? 1 : size));
}

void *heap_resize(void *memory, size_t count, size_t size)
{
    return check(reallocarray(memory, count, size));
}
