/*
 * Sends submissions through an open link over many TLS connections, as fast as they are answered.
 *
 *   load_client URL CA BODY COUNT CONNECTIONS RECEIPTS
 *
 * BODY is a JSON submission; each request gets a submission id of its own. What is answered 503,
 * and what a lost connection leaves unknown, is sent again under the same id. The receipt of every
 * acknowledged submission goes to the file RECEIPTS, one a line. Prints figures on standard output;
 * the exit code is 0 only if all COUNT submissions were acknowledged.
 *
 * One thread for each connection: the client is to be simple and right, the server is measured.
 */
#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define UUID_LENGTH 36
#define RECEIPT_MAX 40
#define ATTEMPTS_MAX 2000

struct plan {
    char host[256], port[16], path[512];
    char *body;
    size_t body_length, id_offset;
    size_t count;
    SSL_CTX *tls;
    _Atomic size_t next;
    _Atomic size_t status_200, status_201, status_503, status_other, reconnects;
};

struct client {
    struct plan *plan;
    pthread_t thread;
    SSL *ssl;
    int descriptor;
    char *request;
    size_t request_length, id_offset;
    char reply[16384];
    char (*receipts)[RECEIPT_MAX];
    double *latency_ms;
    size_t done;
    bool failed;
};

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void die(const char *what)
{
    fprintf(stderr, "load_client: %s\n", what);
    exit(1);
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory) {
        die("out of memory");
    }
    return memory;
}

static void read_url(struct plan *plan, const char *url)
{
    if (sscanf(url, "https://%255[^:/]:%15[0-9]%511s", plan->host, plan->port, plan->path) != 3) {
        die("the URL must look like https://host:port/path");
    }
}

static void read_body(struct plan *plan, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        die("the body cannot be read");
    }
    plan->body_length = (size_t)ftell(file);
    rewind(file);
    plan->body = allocate(plan->body_length + 1, 1);
    if (fread(plan->body, 1, plan->body_length, file) != plan->body_length) {
        die("the body cannot be read");
    }
    fclose(file);
    char *name = strstr(plan->body, "\"submission\"");
    char *value = name ? strchr(name + strlen("\"submission\""), '"') : NULL;
    if (!value || !strchr(value + 1, '"') || strchr(value + 1, '"') - value - 1 != UUID_LENGTH) {
        die("the body has no \"submission\" with a UUID");
    }
    plan->id_offset = (size_t)(value + 1 - plan->body);
}

static void disconnect(struct client *client)
{
    if (client->ssl) {
        SSL_free(client->ssl);
        client->ssl = NULL;
    }
    if (client->descriptor >= 0) {
        close(client->descriptor);
        client->descriptor = -1;
    }
    ERR_clear_error();
}

static int open_socket(const struct plan *plan)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
    if (getaddrinfo(plan->host, plan->port, &hints, &list) != 0) {
        die("the host has no address");
    }
    int descriptor = -1;
    for (const struct addrinfo *each = list; each && descriptor < 0; each = each->ai_next) {
        descriptor = socket(each->ai_family, each->ai_socktype | SOCK_CLOEXEC, 0);
        if (descriptor >= 0 && connect(descriptor, each->ai_addr, each->ai_addrlen) != 0) {
            close(descriptor);
            descriptor = -1;
        }
    }
    freeaddrinfo(list);
    if (descriptor >= 0) {
        int yes = 1;
        struct timeval limit = {.tv_sec = 60};
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    return descriptor;
}

static bool connect_client(struct client *client)
{
    client->descriptor = open_socket(client->plan);
    if (client->descriptor < 0) {
        return false;
    }
    client->ssl = SSL_new(client->plan->tls);
    if (!client->ssl) {
        die("no TLS");
    }
    SSL_set_fd(client->ssl, client->descriptor);
    SSL_set_tlsext_host_name(client->ssl, client->plan->host);
    SSL_set1_host(client->ssl, client->plan->host);
    if (SSL_connect(client->ssl) != 1) {
        if (SSL_get_verify_result(client->ssl) != X509_V_OK) {
            die("the server's certificate is not trusted");
        }
        disconnect(client);
        return false;
    }
    return true;
}

static void prepare_request(struct client *client)
{
    const struct plan *plan = client->plan;
    size_t room = plan->body_length + 2048;
    client->request = allocate(room, 1);
    int head = snprintf(client->request, room,
                        "POST %s HTTP/1.1\r\nHost: %s:%s\r\nContent-Type: application/json\r\n"
                        "Content-Length: %zu\r\n\r\n",
                        plan->path, plan->host, plan->port, plan->body_length);
    memcpy(client->request + head, plan->body, plan->body_length);
    client->request_length = (size_t)head + plan->body_length;
    client->id_offset = (size_t)head + plan->id_offset;
}

/* A random version 4 UUID into the request. */
static void renew_id(struct client *client)
{
    unsigned char bytes[16];
    char text[UUID_LENGTH + 1];
    if (RAND_bytes(bytes, sizeof bytes) != 1) {
        die("no random bytes");
    }
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    size_t at = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            text[at++] = '-';
        }
        at += (size_t)snprintf(text + at, sizeof text - at, "%02x", bytes[i]);
    }
    memcpy(client->request + client->id_offset, text, UUID_LENGTH);
}

static bool send_all(struct client *client)
{
    size_t sent = 0;
    while (sent < client->request_length) {
        int count =
            SSL_write(client->ssl, client->request + sent, (int)(client->request_length - sent));
        if (count <= 0) {
            return false;
        }
        sent += (size_t)count;
    }
    return true;
}

/* Reads one answer with Content-Length into `reply` as text; its status, or 0 when the connection
   was lost. `*ret_close`: the server ends the connection after it. */
static int read_reply(struct client *client, bool *ret_close)
{
    size_t length = 0, wanted = SIZE_MAX;
    const char *body = NULL;
    while (length < wanted) {
        int count =
            SSL_read(client->ssl, client->reply + length, (int)(sizeof client->reply - 1 - length));
        if (count <= 0) {
            return 0;
        }
        length += (size_t)count;
        client->reply[length] = '\0';
        if (!body && (body = strstr(client->reply, "\r\n\r\n"))) {
            const char *field = strcasestr(client->reply, "\r\nContent-Length:");
            if (!field || field > body) {
                die("an answer without Content-Length");
            }
            wanted = (size_t)(body + 4 - client->reply) + strtoul(field + 17, NULL, 10);
            if (wanted >= sizeof client->reply) {
                die("an answer that is too long");
            }
        }
    }
    const char *field = strcasestr(client->reply, "\r\nConnection: close");
    *ret_close = field && field < body;
    return (int)strtol(client->reply + strlen("HTTP/1.1 "), NULL, 10);
}

static void keep_receipt(struct client *client, double latency_ms)
{
    const char *name = strstr(client->reply, "\"receipt\"");
    const char *begin = name ? strchr(name + strlen("\"receipt\""), '"') : NULL;
    const char *end = begin ? strchr(begin + 1, '"') : NULL;
    if (!end || end - begin - 1 >= RECEIPT_MAX) {
        die("an acknowledgement without a receipt");
    }
    memcpy(client->receipts[client->done], begin + 1, (size_t)(end - begin - 1));
    client->latency_ms[client->done++] = latency_ms;
}

static void pause_ms(long milliseconds)
{
    struct timespec time = {.tv_sec = milliseconds / 1000,
                            .tv_nsec = milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* Sends the present request until it is acknowledged; false if it was refused. */
static bool submit(struct client *client)
{
    struct plan *plan = client->plan;
    double begun = now_ms();
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        bool close_after = false;
        int status = 0;
        if (client->ssl || connect_client(client)) {
            status = send_all(client) ? read_reply(client, &close_after) : 0;
        }
        if (status == 0 || close_after) {
            disconnect(client);
            atomic_fetch_add(&plan->reconnects, 1);
        }
        if (status == 201 || status == 200) {
            atomic_fetch_add(status == 201 ? &plan->status_201 : &plan->status_200, 1);
            keep_receipt(client, now_ms() - begun);
            return true;
        }
        if (status == 503) {
            atomic_fetch_add(&plan->status_503, 1);
        } else if (status != 0) {
            if (atomic_fetch_add(&plan->status_other, 1) == 0) {
                fprintf(stderr, "load_client: refused:\n%s\n", client->reply);
            }
            return false;
        }
        pause_ms(100);
    }
    return false;
}

static void *run_client(void *context)
{
    struct client *client = context;
    prepare_request(client);
    while (!client->failed && atomic_fetch_add(&client->plan->next, 1) < client->plan->count) {
        renew_id(client);
        client->failed = !submit(client);
    }
    if (client->ssl) {
        SSL_shutdown(client->ssl);
    }
    disconnect(client);
    return NULL;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static size_t report(struct plan *plan, struct client *clients, size_t connections, double seconds,
                     const char *path)
{
    FILE *file = fopen(path, "w");
    double *latency = allocate(plan->count, sizeof *latency);
    size_t done = 0;
    if (!file) {
        die("the file of receipts cannot be written");
    }
    for (size_t i = 0; i < connections; i++) {
        for (size_t j = 0; j < clients[i].done; j++) {
            fprintf(file, "%s\n", clients[i].receipts[j]);
            latency[done++] = clients[i].latency_ms[j];
        }
    }
    if (fclose(file) != 0) {
        die("the file of receipts cannot be written");
    }
    qsort(latency, done, sizeof *latency, compare);
    printf("acknowledged %zu of %zu in %.1f s: %.0f per second\n", done, plan->count, seconds,
           (double)done / seconds);
    if (done > 0) {
        printf("latency ms: p50 %.1f  p95 %.1f  p99 %.1f  max %.1f\n", latency[done / 2],
               latency[done * 95 / 100], latency[done * 99 / 100], latency[done - 1]);
    }
    printf("201: %zu  200: %zu  503: %zu  other: %zu  reconnects: %zu\n", plan->status_201,
           plan->status_200, plan->status_503, plan->status_other, plan->reconnects);
    free(latency);
    return done;
}

int main(int argc, char **argv)
{
    static struct plan plan;
    if (argc != 7) {
        die("usage: load_client URL CA BODY COUNT CONNECTIONS RECEIPTS");
    }
    signal(SIGPIPE, SIG_IGN);
    read_url(&plan, argv[1]);
    read_body(&plan, argv[3]);
    plan.count = strtoul(argv[4], NULL, 10);
    size_t connections = strtoul(argv[5], NULL, 10);
    plan.tls = SSL_CTX_new(TLS_client_method());
    if (!plan.tls || SSL_CTX_load_verify_file(plan.tls, argv[2]) != 1) {
        die("the certificate to trust cannot be read");
    }
    SSL_CTX_set_verify(plan.tls, SSL_VERIFY_PEER, NULL);
    struct client *clients = allocate(connections, sizeof *clients);
    double begun = now_ms();
    for (size_t i = 0; i < connections; i++) {
        clients[i] = (struct client){.plan = &plan, .descriptor = -1};
        clients[i].receipts = allocate(plan.count, sizeof *clients[i].receipts);
        clients[i].latency_ms = allocate(plan.count, sizeof *clients[i].latency_ms);
        if (pthread_create(&clients[i].thread, NULL, run_client, &clients[i]) != 0) {
            die("no thread");
        }
    }
    for (size_t i = 0; i < connections; i++) {
        pthread_join(clients[i].thread, NULL);
    }
    size_t done = report(&plan, clients, connections, (now_ms() - begun) / 1e3, argv[6]);
    for (size_t i = 0; i < connections; i++) {
        free(clients[i].request);
        free(clients[i].receipts);
        free(clients[i].latency_ms);
    }
    free(clients);
    free(plan.body);
    SSL_CTX_free(plan.tls);
    return done == plan.count ? 0 : 2;
}
