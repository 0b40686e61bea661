#include <string.h>

#include "config_table.h"

/* "host:port", with an IPv6 host in brackets. Port 0 lets the system choose one. */
static bool is_address(struct base_text text)
{
    size_t colon = text.length;
    while (colon > 0 && text.data[colon - 1] != ':') {
        colon--;
    }
    if (colon < 2) {
        return false;
    }
    struct base_text host = {text.data, colon - 1};
    struct base_text digits = {text.data + colon, text.length - colon};
    int64_t port;
    if (!base_text_integer(digits, &port) || digits.data[0] == '-' || port > 65535) {
        return false;
    }
    if (host.data[0] == '[') {
        return host.length > 2 && host.data[host.length - 1] == ']';
    }
    return memchr(host.data, ':', host.length) == NULL;
}

static bool is_socket_path(struct base_text text)
{
    /* sockaddr_un takes 107 bytes and a NUL. */
    struct base_text prefix = BASE_TEXT("unix:/");
    return base_text_starts_with(text, prefix) && text.length > prefix.length &&
           text.length - 5 <= 107;
}

static bool is_public_url(struct base_text text)
{
    struct base_text scheme = BASE_TEXT("https://");
    if (text.length == 0) {
        return true;
    }
    return base_text_starts_with(text, scheme) && text.length > scheme.length &&
           text.data[text.length - 1] != '/' && memchr(text.data, ' ', text.length) == NULL &&
           memchr(text.data, '?', text.length) == NULL &&
           memchr(text.data, '#', text.length) == NULL;
}

/* A password as libpq would take it: by keyword, or between the user and the host of a URI. */
static bool has_password(const char *connection)
{
    if (strstr(connection, "password") != NULL) {
        return true;
    }
    const char *authority = strstr(connection, "://");
    if (authority == NULL) {
        return false;
    }
    authority += 3;
    size_t length = strcspn(authority, "/?");
    const char *at = memchr(authority, '@', length);
    return at != NULL && memchr(authority, ':', (size_t)(at - authority)) != NULL;
}

struct check {
    size_t (*line_of)(size_t offset, void *context);
    void (*report)(size_t line, const char *message, void *context);
    void *context;
};

static void expect(const struct check *check, bool right, size_t offset, const char *message)
{
    if (!right) {
        check->report(check->line_of(offset, check->context), message, check->context);
    }
}

static void check_database(const struct check *check, const char *connection, size_t offset)
{
    /* The value stays out of the message: it may hold the password. */
    expect(check, !has_password(connection), offset,
           "a connection string with a password; use peer authentication, or passfile= with a "
           "private file");
}

void config_check(const struct base_config *config, size_t (*line_of)(size_t offset, void *context),
                  void (*report)(size_t line, const char *message, void *context), void *context)
{
    const struct check check = {line_of, report, context};
    struct base_text operations = base_text_of(config->operations_listen);
    expect(&check, is_address(base_text_of(config->server_listen)),
           offsetof(struct base_config, server_listen),
           "listen must be an address and a port, such as 0.0.0.0:8443 or [::]:8443");
    expect(&check, is_address(operations) || is_socket_path(operations),
           offsetof(struct base_config, operations_listen),
           "listen must be an address and a port, such as 127.0.0.1:9443, or unix:/path");
    expect(&check, is_public_url(base_text_of(config->server_public_url)),
           offsetof(struct base_config, server_public_url),
           "public-url must begin with https:// and have no slash at the end");
    expect(&check, config->tls_second_certificate[0] == '\0' || config->tls_second_key[0] != '\0',
           offsetof(struct base_config, tls_second_certificate),
           "second-certificate needs its second-key");
    expect(&check, config->tls_second_key[0] == '\0' || config->tls_second_certificate[0] != '\0',
           offsetof(struct base_config, tls_second_key), "second-key needs its second-certificate");
    expect(&check, config->spool_limit_mb >= 2 * config->spool_segment_mb,
           offsetof(struct base_config, spool_limit_mb),
           "limit-mb must be twice segment-mb or more");
    check_database(&check, config->database_daemon, offsetof(struct base_config, database_daemon));
    check_database(&check, config->database_aggregator,
                   offsetof(struct base_config, database_aggregator));
    check_database(&check, config->database_administrator,
                   offsetof(struct base_config, database_administrator));
}
