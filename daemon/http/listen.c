#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "http/server.h"

enum { backlog = 4096, host_bytes = 256, port_bytes = 6 };

static enum base_status malformed(const char *address, struct base_failure *reterr)
{
    return base_failure_set(reterr, STATUS_CONFIG,
                            "%s: an address is host:port, [ipv6]:port, or unix:/path", address);
}

static enum base_status failed(const char *address, int descriptor, int error,
                               struct base_failure *reterr)
{
    if (descriptor >= 0) {
        close(descriptor);
    }
    const char *hint = "";
    if (error == EADDRINUSE) {
        hint = "; another program listens there: stop it, or choose another port";
    } else if (error == EACCES) {
        hint = "; ports below 1024 need a socket from systemd or CAP_NET_BIND_SERVICE, and a UNIX "
               "socket a folder that may be written to";
    } else if (error == EADDRNOTAVAIL) {
        hint = "; this machine does not have that address";
    }
    return base_failure_set(reterr, STATUS_IO, "cannot listen on %s: %s%s", address,
                            strerror(error), hint);
}

/* A socket file that nobody listens on is left over from a crash. */
static bool is_stale(const struct sockaddr_un *name)
{
    struct stat status;
    if (lstat(name->sun_path, &status) != 0 || !S_ISSOCK(status.st_mode)) {
        return false;
    }
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool refused = probe >= 0 && connect(probe, (const struct sockaddr *)name, sizeof *name) != 0 &&
                   errno == ECONNREFUSED;
    if (probe >= 0) {
        close(probe);
    }
    return refused;
}

static enum base_status listen_unix(const char *address, const char *path, int *ret_descriptor,
                                    struct base_failure *reterr)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    if (path[0] != '/' || strlen(path) >= sizeof name.sun_path) {
        return base_failure_set(reterr, STATUS_CONFIG,
                                "%s: the path of a UNIX socket is absolute and has at most %zu "
                                "bytes",
                                address, sizeof name.sun_path - 1);
    }
    memcpy(name.sun_path, path, strlen(path) + 1);
    if (is_stale(&name)) {
        unlink(path);
    }
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    /* The mode is set before anyone can connect: listen comes last. */
    if (descriptor < 0 || bind(descriptor, (struct sockaddr *)&name, sizeof name) != 0 ||
        chmod(path, 0660) != 0 || listen(descriptor, backlog) != 0) {
        return failed(address, descriptor, errno, reterr);
    }
    *ret_descriptor = descriptor;
    return STATUS_OK;
}

/* Splits "host:port" and "[host]:port". */
static bool split_address(const char *address, char host[host_bytes], char port[port_bytes])
{
    const char *colon = strrchr(address, ':');
    if (colon == NULL || colon == address) {
        return false;
    }
    const char *begin = address;
    size_t length = (size_t)(colon - address);
    if (begin[0] == '[') {
        if (length < 3 || begin[length - 1] != ']') {
            return false;
        }
        begin++;
        length -= 2;
    } else if (memchr(begin, ':', length) != NULL) {
        return false;
    }
    size_t port_length = strlen(colon + 1);
    if (length >= host_bytes || port_length == 0 || port_length >= port_bytes ||
        strspn(colon + 1, "0123456789") != port_length) {
        return false;
    }
    memcpy(host, begin, length);
    host[length] = '\0';
    memcpy(port, colon + 1, port_length + 1);
    return true;
}

static int bind_tcp(const struct addrinfo *info)
{
    int descriptor =
        socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP);
    int on = 1, off = 0;
    if (descriptor < 0) {
        return -1;
    }
    (void)setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (info->ai_family == AF_INET6) {
        (void)setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    }
    if (bind(descriptor, info->ai_addr, info->ai_addrlen) != 0 ||
        listen(descriptor, backlog) != 0) {
        int error = errno;
        close(descriptor);
        errno = error;
        return -1;
    }
    return descriptor;
}

enum base_status http_listen(const char *address, int *ret_descriptor, struct base_failure *reterr)
{
    if (strncmp(address, "unix:", strlen("unix:")) == 0) {
        return listen_unix(address, address + strlen("unix:"), ret_descriptor, reterr);
    }
    char host[host_bytes], port[port_bytes];
    if (!split_address(address, host, port)) {
        return malformed(address, reterr);
    }
    int number;
    if (sscanf(port, "%d", &number) != 1 || number > 65535) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: a port is at most 65535", address);
    }
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    int error = getaddrinfo(host, port, &hints, &found);
    if (error != 0) {
        return base_failure_set(reterr, STATUS_CONFIG, "%s: %s: %s", address, host,
                                gai_strerror(error));
    }
    int descriptor = bind_tcp(found);
    int bind_error = errno;
    freeaddrinfo(found);
    if (descriptor < 0) {
        return failed(address, -1, bind_error, reterr);
    }
    *ret_descriptor = descriptor;
    return STATUS_OK;
}

int http_listener_port(int descriptor)
{
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    if (getsockname(descriptor, (struct sockaddr *)&name, &length) != 0) {
        return 0;
    }
    if (name.ss_family == AF_INET) {
        return ntohs(((const struct sockaddr_in *)&name)->sin_port);
    }
    if (name.ss_family == AF_INET6) {
        return ntohs(((const struct sockaddr_in6 *)&name)->sin6_port);
    }
    return 0;
}
