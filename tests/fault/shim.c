/*
 * Makes functions fail at the n-th call, in whatever program it is loaded into by LD_PRELOAD.
 *
 * The file that FAULT_CONTROL names is mapped and shared with the test, so calls can be made to
 * fail at any moment of a running program, and the test sees that they did. It holds one struct
 * point for each name of POINTS, in that order. A point with `left` = n + times - 1 fails from its
 * n-th call on, `times` times; 0 fails never.
 *
 * The daemon has a malloc of its own that asks __libc_malloc and ends the program when that fails.
 * Built with AddressSanitizer it has not, but that ends the program as well; so does what stands in
 * front of it here.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

struct point {
    _Atomic uint64_t left, times, failed, calls;
    _Atomic int64_t error; /* errno */
};

/* Result type, name, what it gives when it fails, parameters, arguments. */
#define POINTS(X)                                                                                  \
    X(void *, malloc, no_memory(), (size_t size), (size))                                          \
    X(void *, __libc_malloc, NULL, (size_t size), (size))                                          \
    X(void *, calloc, no_memory(), (size_t count, size_t size), (count, size))                     \
    X(void *, __libc_calloc, NULL, (size_t count, size_t size), (count, size))                     \
    X(void *, realloc, no_memory(), (void *old, size_t size), (old, size))                         \
    X(void *, __libc_realloc, NULL, (void *old, size_t size), (old, size))                         \
    X(ssize_t, write, -1, (int descriptor, const void *bytes, size_t length),                      \
      (descriptor, bytes, length))                                                                 \
    X(ssize_t, pwrite, -1, (int descriptor, const void *bytes, size_t length, off_t offset),       \
      (descriptor, bytes, length, offset))                                                         \
    X(ssize_t, send, -1, (int descriptor, const void *bytes, size_t length, int flags),            \
      (descriptor, bytes, length, flags))                                                          \
    X(ssize_t, recv, -1, (int descriptor, void *bytes, size_t length, int flags),                  \
      (descriptor, bytes, length, flags))                                                          \
    X(int, fsync, point_lie(POINT_fsync), (int descriptor), (descriptor))                          \
    X(int, fdatasync, point_lie(POINT_fdatasync), (int descriptor), (descriptor))                  \
    X(int, posix_fallocate, point_error(POINT_posix_fallocate),                                    \
      (int descriptor, off_t offset, off_t length), (descriptor, offset, length))                  \
    X(int, renameat, -1, (int from, const char *old, int to, const char *new),                     \
      (from, old, to, new))                                                                        \
    X(int, unlinkat, -1, (int directory, const char *name, int flags), (directory, name, flags))   \
    X(int, accept4, -1, (int descriptor, struct sockaddr *address, socklen_t *length, int flags),  \
      (descriptor, address, length, flags))                                                        \
    X(void *, PQconnectStartParams, NULL,                                                          \
      (const char *const *keywords, const char *const *values, int expand),                        \
      (keywords, values, expand))                                                                  \
    X(int, PQsendQueryPrepared, 0,                                                                 \
      (void *connection, const char *name, int count, const char *const *values,                   \
       const int *lengths, const int *formats, int format),                                        \
      (connection, name, count, values, lengths, formats, format))                                 \
    X(int, PQsendPrepare, 0,                                                                       \
      (void *connection, const char *name, const char *query, int count, const unsigned *types),   \
      (connection, name, query, count, types))                                                     \
    X(int, PQpipelineSync, 0, (void *connection), (connection))                                    \
    X(int, PQconsumeInput, 0, (void *connection), (connection))                                    \
    X(int, PQflush, -1, (void *connection), (connection))                                          \
    X(int, PQconnectPoll, 0, (void *connection), (connection))

#define POINT_OF(type, name, failure, parameters, arguments) POINT_##name,
enum { POINTS(POINT_OF) POINT_openat, POINT_PQgetResult, POINT_COUNT };

static struct point *points;

static int point_error(int point)
{
    return (int)atomic_load(&points[point].error);
}

static void *no_memory(void)
{
    static const char message[] = "fatal: out of memory\n";
    ssize_t ignored = write(2, message, sizeof message - 1);
    (void)ignored;
    abort();
}

/* Without an error number it only says that it was done. */
static int point_lie(int point)
{
    return point_error(point) == 0 ? 0 : -1;
}

static bool fails(int point)
{
    if (points == NULL) {
        return false;
    }
    struct point *this = &points[point];
    atomic_fetch_add_explicit(&this->calls, 1, memory_order_relaxed);
    uint64_t left = atomic_load(&this->left);
    while (left != 0 && !atomic_compare_exchange_weak(&this->left, &left, left - 1)) {
    }
    if (left == 0 || left > atomic_load(&this->times)) {
        return false;
    }
    atomic_fetch_add(&this->failed, 1);
    errno = point_error(point);
    return true;
}

static void *next_of(const char *name)
{
    void *next = dlsym(RTLD_NEXT, name);
    if (next == NULL) {
        static const char message[] = "fault_shim: a function is not there\n";
        ssize_t ignored = (write)(2, message, sizeof message - 1);
        (void)ignored;
        abort();
    }
    return next;
}

/* A library that the program does not use has no next function, so it is looked for when called. */
#define REPLACE(type, name, failure, parameters, arguments)                                        \
    __attribute__((visibility("default"))) type name parameters;                                   \
    type name parameters                                                                           \
    {                                                                                              \
        static _Atomic(void *) known;                                                              \
        void *next = atomic_load_explicit(&known, memory_order_relaxed);                           \
        if (next == NULL) {                                                                        \
            next = next_of(#name);                                                                 \
            atomic_store_explicit(&known, next, memory_order_relaxed);                             \
        }                                                                                          \
        if (fails(POINT_##name)) {                                                                 \
            return failure;                                                                        \
        }                                                                                          \
        return ((type(*) parameters)next)arguments;                                                \
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas"
POINTS(REPLACE)
#pragma GCC diagnostic pop

/* Variadic, so by itself. */
int openat(int directory, const char *name, int flags, ...)
{
    int mode = 0;
    if (flags & (O_CREAT | __O_TMPFILE)) {
        va_list list;
        va_start(list, flags);
        mode = va_arg(list, int);
        va_end(list);
    }
    int (*next)(int, const char *, int, ...) =
        (int (*)(int, const char *, int, ...))next_of("openat");
    return fails(POINT_openat) ? -1 : next(directory, name, flags, mode);
}

/* As libpq does it without memory: what came is gone, an empty result says that it failed. */
void *PQgetResult(void *connection);
void *PQgetResult(void *connection)
{
    void *(*next)(void *) = (void *(*)(void *))next_of("PQgetResult");
    void *result = next(connection);
    if (result == NULL || !fails(POINT_PQgetResult)) {
        return result;
    }
    int fatal = 7; /* PGRES_FATAL_ERROR */
    ((void (*)(void *))next_of("PQclear"))(result);
    return ((void *(*)(void *, int))next_of("PQmakeEmptyPGresult"))(connection, fatal);
}

__attribute__((constructor)) static void start(void)
{
    const char *path = getenv("FAULT_CONTROL");
    int descriptor = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (descriptor < 0) {
        return;
    }
    size_t length = POINT_COUNT * sizeof *points;
    void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    close(descriptor);
    if (memory != MAP_FAILED) {
        points = memory;
    }
}
