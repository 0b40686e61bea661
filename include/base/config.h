/*
 * The configuration: one INI file for all three programs (read with inih).
 *
 * BASE_CONFIG_LIST is the only place where a key is named: the reader, `--check-config`, the
 * example file and docs/configuration.md are checked against it. Unknown sections and keys,
 * doubled keys and values outside their range are errors, all reported at once, each with file,
 * line and what would be right.
 */
#ifndef SURVEYD_BASE_CONFIG_H
#define SURVEYD_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* kind, section, key, member, default, minimum, maximum, explanation.
   TEXT: a string. PATH: an absolute path, or one relative to the config file's folder (resolved
   on reading; "" stays ""). WHOLE: an integer in minimum..maximum. CHOICE: one of the words
   separated by "|" in `minimum`, stored as the word. The formatter would take the hyphens of the
   keys for minus signs. */
/* clang-format off */
#define BASE_CONFIG_LIST(TEXT, PATH, WHOLE, CHOICE)                                                \
    TEXT(server, listen, server_listen, "0.0.0.0:8443",                                            \
         "Address and port of the HTTPS listener, as host:port; [::]:8443 for IPv6 and IPv4. "     \
         "Not used when systemd passes a socket.")                                                 \
    TEXT(server, public-url, server_public_url, "",                                                \
         "The address that participants see, such as https://survey.example.org, without a "       \
         "final slash; surveyctl makes links with it unless --base-url says otherwise.")           \
    WHOLE(server, workers, server_workers, 0, 0, 256,                                              \
          "Event loops, each on its own thread. 0: one per core.")                                 \
    WHOLE(server, connections, server_connections, 8000, 16, 1000000,                              \
          "Connections held at the same time, all loops together; at the limit the one idle for "  \
          "longest is closed.")                                                                    \
    WHOLE(server, handshake-timeout-ms, server_handshake_timeout_ms, 5000, 100, 60000,             \
          "A TLS handshake that has not ended by then is cut.")                                    \
    WHOLE(server, request-timeout-ms, server_request_timeout_ms, 10000, 100, 600000,               \
          "A request whose last byte has not come by then is answered 408 and cut.")               \
    WHOLE(server, idle-timeout-ms, server_idle_timeout_ms, 10000, 100, 600000,                     \
          "A connection without a request is closed after this time.")                             \
    WHOLE(server, write-timeout-ms, server_write_timeout_ms, 10000, 100, 600000,                   \
          "A client that takes less than 1 KiB of its answer (or its rest) in this time is cut.")  \
    WHOLE(server, drain-timeout-ms, server_drain_timeout_ms, 20000, 0, 600000,                     \
          "After SIGTERM, requests under way get this long to end.")                               \
    PATH(tls, certificate, tls_certificate, "/etc/surveyd/tls/certificate.pem",                    \
         "Certificate chain, PEM.")                                                                \
    PATH(tls, key, tls_key, "/etc/surveyd/tls/key.pem", "Its private key, PEM.")                   \
    PATH(tls, second-certificate, tls_second_certificate, "",                                      \
         "A second chain of another key type (RSA beside ECDSA). Empty: none.")                    \
    PATH(tls, second-key, tls_second_key, "", "The private key of the second chain.")              \
    TEXT(operations, listen, operations_listen, "127.0.0.1:9443",                                  \
         "Plain HTTP listener for /healthz, /readyz and /metrics: a loopback address and port, "   \
         "or unix:/path of a socket.")                                                             \
    TEXT(database, daemon, database_daemon, "host=/run/postgresql dbname=surveyd user=surveyd",    \
         "How surveyd connects: a libpq connection string without a password (peer "               \
         "authentication, or passfile=).")                                                         \
    TEXT(database, aggregator, database_aggregator,                                                \
         "host=/run/postgresql dbname=surveyd user=survey_aggregator",                             \
         "How survey-aggregator connects.")                                                        \
    TEXT(database, administrator, database_administrator,                                          \
         "host=/run/postgresql dbname=surveyd user=surveyctl", "How surveyctl connects.")          \
    WHOLE(database, connections, database_connections, 2, 1, 64,                                   \
          "Connections to PostgreSQL of each loop of surveyd.")                                    \
    WHOLE(database, timeout-ms, database_timeout_ms, 5000, 100, 600000,                            \
          "A statement of surveyd that PostgreSQL has not answered by then is given up.")          \
    WHOLE(database, queue, database_queue, 4096, 1, 1000000,                                       \
          "Requests of one loop that may wait for PostgreSQL; more are answered 503.")             \
    WHOLE(database, batch, database_batch, 64, 1, 1024,                                            \
          "Submissions that share one statement and one commit at most.")                          \
    CHOICE(database, unsafe-durability, database_unsafe_durability, "refuse", "refuse|allow",      \
           "What surveyd does when PostgreSQL has fsync, synchronous_commit or full_page_writes "  \
           "off: refuse to be ready, or allow (answers can then be lost at a power cut).")         \
    PATH(keys, directory, keys_directory, "/etc/surveyd/keys",                                     \
         "Folder of the programmes' secret keys. Not in the database, not in its backups.")        \
    CHOICE(spool, spool, spool_spool, "on", "on|off",                                              \
           "Whether answers that PostgreSQL does not take are kept, encrypted, on a disk of this " \
           "host until it does; until then that disk has the only copy. off: participants are "    \
           "told to wait.")                                                                        \
    PATH(spool, directory, spool_directory, "/var/lib/surveyd/spool",                              \
         "Folder of what is kept; one for each surveyd.")                                          \
    PATH(spool, key, spool_key, "",                                                                \
         "The key that it is encrypted with; surveyctl spool key makes it. Empty: the credential " \
         "spool.key, if systemd passes one, else the file spool.key in the folder of keys.")       \
    WHOLE(spool, segment-mb, spool_segment_mb, 4, 1, 64,                                           \
          "Size of one file in the folder, in MiB.")                                               \
    WHOLE(spool, limit-mb, spool_limit_mb, 256, 2, 1048576,                                        \
          "What the folder may take at most, in MiB; two files or more.")                          \
    WHOLE(spool, reserve-mb, spool_reserve_mb, 256, 0, 1048576,                                    \
          "What always stays free on its disk, in MiB.")                                           \
    WHOLE(spool, after-ms, spool_after_ms, 2000, 10, 600000,                                       \
          "Answers that PostgreSQL has not committed by then are kept as well.")                   \
    CHOICE(log, level, log_level, "info", "error|warning|notice|info|debug",                       \
           "The least important events that are written.")                                         \
    CHOICE(log, format, log_format, "auto", "auto|journal|lines",                                  \
           "auto: the journal under systemd, else lines on standard error.")
/* clang-format on */

struct base_config {
#define BASE_CONFIG_TEXT_MEMBER(section, key, member, value, help) const char *member;
#define BASE_CONFIG_WHOLE_MEMBER(section, key, member, value, low, high, help) int64_t member;
#define BASE_CONFIG_CHOICE_MEMBER(section, key, member, value, words, help) const char *member;
    BASE_CONFIG_LIST(BASE_CONFIG_TEXT_MEMBER, BASE_CONFIG_TEXT_MEMBER, BASE_CONFIG_WHOLE_MEMBER,
                     BASE_CONFIG_CHOICE_MEMBER)
#undef BASE_CONFIG_TEXT_MEMBER
#undef BASE_CONFIG_WHOLE_MEMBER
#undef BASE_CONFIG_CHOICE_MEMBER
};

/* The defaults; texts point to static storage. */
void base_config_defaults(struct base_config *ret_config);

/* Reads the file over the defaults; texts are on the arena. On failure (STATUS_CONFIG, or
   STATUS_IO when the file cannot be read) `*ret_config` is untouched and `*ret_errors` holds all
   errors, a line each ("file:line: what, and what would be right"), without a final newline. Call
   it from one thread at a time: inih keeps its settings in globals. */
BASE_MUST_CHECK enum base_status base_config_read(struct base_arena *arena, const char *path,
                                                  struct base_config *ret_config,
                                                  const char **ret_errors);

/* The same for a text that was read already; `path` is for messages and relative paths only. */
BASE_MUST_CHECK enum base_status base_config_parse(struct base_arena *arena, const char *path,
                                                   struct base_text content,
                                                   struct base_config *ret_config,
                                                   const char **ret_errors);

/* Where the spool's key is: spool.key, or the credential that systemd passes
   ($CREDENTIALS_DIRECTORY/spool.key), or spool.key in the folder of keys; on the arena. */
const char *base_config_spool_key_path(struct base_arena *arena, const struct base_config *config);

/* The file of every key with its default and explanation: the example configuration; on the
   arena. */
const char *base_config_example(struct base_arena *arena);

#endif
