/*
 * Without memory the daemon ends, and is started again: in place of the C library's functions, for
 * every library that it uses.
 *
 * An arena never returns NULL. json-c does go on without memory: it drops a member, or the end of a
 * text, and says nothing, so answers could be acknowledged that are not those that came.
 *
 * AddressSanitizer has functions of its own, which end the program as well.
 */
#include <stdlib.h>
#include <unistd.h>

#if !defined(__SANITIZE_ADDRESS__)

/* What glibc calls its own, for who replaces them. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static void *check(void *memory)
{
    static const char message[] = "fatal: out of memory\n";
    if (memory == NULL) {
        ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
        (void)ignored;
        abort();
    }
    return memory;
}

void *malloc(size_t size)
{
    return check(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return check(__libc_calloc(count, size));
}

void *realloc(void *old, size_t size)
{
    void *memory = __libc_realloc(old, size);
    return old != NULL && size == 0 ? memory : check(memory); /* that was a free() */
}

void *reallocarray(void *old, size_t count, size_t size)
{
    size_t bytes = 0;
    return __builtin_mul_overflow(count, size, &bytes) ? check(NULL) : realloc(old, bytes);
}

#endif
