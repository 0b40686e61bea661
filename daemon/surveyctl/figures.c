#include "figures.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define ANSWER_BYTES ((size_t)1 << 20)

static const char request[] =
    "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

static void close_descriptor(int *descriptor)
{
    if (*descriptor >= 0)
        (void)close(*descriptor);
}

/* Nobody who is examined may keep the one who examines waiting. */
static int open_socket(int family)
{
    const struct timeval patience = {.tv_sec = 3};
    int descriptor = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (descriptor >= 0) {
        (void)setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        (void)setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    }
    return descriptor;
}

static int connect_socket(int family, const struct sockaddr *address, socklen_t length)
{
    int descriptor = open_socket(family);

    if (descriptor >= 0 && connect(descriptor, address, length) != 0) {
        int saved_errno = errno;
        close_descriptor(&descriptor);
        errno = saved_errno;
        return -1;
    }
    return descriptor;
}

static int connect_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof(address.sun_path)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, strlen(path));
    return connect_socket(AF_UNIX, (const struct sockaddr *)&address, sizeof(address));
}

/* "host:port", with an IPv6 host in brackets. */
static int connect_host(struct base_arena *arena, const char *listen)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC,
                                   .ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    const char *colon = strrchr(listen, ':');
    struct addrinfo *found = NULL;

    if (colon == NULL) {
        errno = EINVAL;
        return -1;
    }
    bool has_brackets = listen[0] == '[' && colon[-1] == ']';
    const char *host = has_brackets
                           ? base_arena_copy(arena, listen + 1, (size_t)(colon - listen) - 2)
                           : base_arena_copy(arena, listen, (size_t)(colon - listen));
    if (getaddrinfo(host, colon + 1, &hints, &found) != 0) {
        errno = EADDRNOTAVAIL;
        return -1;
    }
    int descriptor = connect_socket(found->ai_family, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return descriptor;
}

/* What came until the end; false when it did not come in time. */
static bool converse(int descriptor, struct base_buffer *answer)
{
    if (send(descriptor, request, sizeof(request) - 1, MSG_NOSIGNAL) !=
        (ssize_t)(sizeof(request) - 1))
        return false;
    for (;;) {
        char bytes[4096];
        ssize_t got = recv(descriptor, bytes, sizeof(bytes), 0);
        if (got <= 0 || answer->length > ANSWER_BYTES)
            return got == 0;
        base_buffer_add(answer, bytes, (size_t)got);
    }
}

enum base_status figures_read(struct base_arena *arena, const char *listen,
                              struct base_text *ret_text, struct base_failure *reterr)
{
    struct base_buffer answer;

    base_buffer_init(&answer, arena);
    __attribute__((cleanup(close_descriptor))) int descriptor =
        strncmp(listen, "unix:", 5) == 0 ? connect_unix(listen + 5) : connect_host(arena, listen);
    if (descriptor < 0 || !converse(descriptor, &answer))
        return base_failure_set(reterr, STATUS_UNAVAILABLE, "no surveyd answers at %s: %s", listen,
                                strerror(errno));
    *ret_text = base_buffer_view(&answer);
    return base_text_starts_with(*ret_text, BASE_TEXT("HTTP/1.1 200 "))
               ? STATUS_OK
               : base_failure_set(reterr, STATUS_UNAVAILABLE, "what answers at %s is not surveyd",
                                  listen);
}

int64_t figures_value(struct base_text text, const char *name)
{
    struct base_text rest = text;
    size_t length = strlen(name);

    while (rest.data != NULL) {
        struct base_text line;
        int64_t value;
        rest = base_text_split(rest, '\n', &line);
        line = base_text_trim(line);
        if (line.length > length && line.data[length] == ' ' &&
            memcmp(line.data, name, length) == 0 &&
            base_text_integer((struct base_text){line.data + length + 1, line.length - length - 1},
                              &value))
            return value;
    }
    return -1;
}
