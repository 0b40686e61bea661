/*
 * The one list of outcomes that every fallible function of surveyd returns.
 *
 * A status says what kind of thing happened, never where: details travel in a
 * `struct base_failure`, which the callee fills only when it fails. One row of the list gives the
 * HTTP status, the exit code of a command (sysexits.h) and a short text for people.
 */
#ifndef SURVEYD_BASE_STATUS_H
#define SURVEYD_BASE_STATUS_H

/* The result of a function so marked must be looked at. */
#define BASE_MUST_CHECK __attribute__((warn_unused_result))

/*      name                      HTTP  exit  text */
#define BASE_STATUS_LIST(X)                                                                        \
    X(STATUS_OK,                   200,    0, "done")                                              \
    X(STATUS_USAGE,                400,   64, "the call is not understood")                        \
    X(STATUS_MALFORMED,            400,   65, "the data cannot be parsed")                         \
    X(STATUS_INVALID,              422,   65, "the data is not valid")                             \
    X(STATUS_TOO_LARGE,            413,   65, "the data is larger than the limit")                 \
    X(STATUS_UNAUTHENTICATED,      401,   77, "a login is needed")                                 \
    X(STATUS_FORBIDDEN,            403,   77, "this login may not do that")                        \
    X(STATUS_NOT_FOUND,            404,   66, "there is no such thing")                            \
    X(STATUS_CLOSED,               403,   65, "the cycle is not open")                             \
    X(STATUS_CONFLICT,             409,   65, "it contradicts what is already stored")             \
    X(STATUS_TOO_MANY,             429,   75, "too much at once")                                  \
    X(STATUS_UNAVAILABLE,          503,   69, "the database cannot be reached")                    \
    X(STATUS_UNKNOWN_OUTCOME,      503,   75, "whether it was stored is not known")                \
    X(STATUS_TIMEOUT,              503,   75, "it took too long")                                  \
    X(STATUS_CONFIG,               500,   78, "the configuration is wrong")                        \
    X(STATUS_IO,                   500,   74, "reading or writing failed")                         \
    X(STATUS_INTERNAL,             500,   70, "an internal error")

enum base_status {
#define BASE_STATUS_ENUM(name, http, exit, text) name,
    BASE_STATUS_LIST(BASE_STATUS_ENUM)
#undef BASE_STATUS_ENUM
    STATUS_COUNT
};

/* Why something failed, for people. `text` is one line of UTF-8 without a final newline, cut (at a
   character) when longer than the array. It never holds an answer, a token or an address. */
struct base_failure {
    enum base_status status;
    char text[512];
};

/* The name of the status in the list above ("STATUS_OK"). Static storage. */
const char *base_status_name(enum base_status status);

/* The short text of the status. Static storage. */
const char *base_status_text(enum base_status status);

/* The HTTP status code (200..599) that tells a client of this outcome. */
int base_status_http(enum base_status status);

/* The exit code of a command that ends with this outcome, as in sysexits.h. */
int base_status_exit(enum base_status status);

/* Fills `reterr` (may be NULL) and returns `status`, so that a function can end with
   `return base_failure_set(reterr, STATUS_IO, "%s: %s", path, strerror(errno));`.
   Does not change errno. */
enum base_status base_failure_set(struct base_failure *reterr, enum base_status status,
                                  const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
