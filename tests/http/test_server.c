/*
 * A small server for the tests of this folder: the room http, and handlers that are as awkward as
 * those of surveyd can be.
 *
 * Options are words of the form name=value. It prints "port N" (and "plain N" for the listener
 * without TLS), then one line for each thing that happens: reloaded, reload failed, drained, and
 * at the end the counters. SIGHUP reloads the certificate, SIGTERM drains.
 */
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "http/assets.h"
#include "http/server.h"

enum { workers_limit = 4, reloads_limit = 16, large_body_bytes = 8 * 1024 * 1024 };

struct settings {
    const char *certificate, *key, *second_certificate, *second_key;
    const char *listen, *plain;
    int64_t workers, descriptors, drain_ms, observe;
    struct http_limits limits;
};

struct program;

struct worker {
    struct program *program;
    struct http_loop *loop;
    struct http_server *server, *plain_server;
    int undrained;
    struct delayed *delayed;
    pthread_t thread;
};

struct program {
    struct settings settings;
    struct http_counters counters;
    struct http_assets *assets;
    struct http_tls *tls;
    struct http_tls *all_tls[reloads_limit]; /* other loops may still be reading an old pointer */
    size_t tls_count;
    char *large;
    struct worker workers[workers_limit];
};

/* An answer that comes later, from a timer. */
struct delayed {
    struct delayed *next, **link;
    struct worker *worker;
    struct http_exchange *exchange;
    struct base_timer *timer;
};

static const char style[] =
    "body { font-family: sans-serif; margin: 1rem; } p { font-family: sans-serif; margin: 1rem; } "
    "h1 { font-family: sans-serif; margin: 1rem; } h2 { font-family: sans-serif; margin: 1rem; }";
static const char icon[] = "x";

static void respond_text(struct http_exchange *exchange, int status, struct base_text text)
{
    http_exchange_respond(
        exchange, &(struct http_response){
                      .status = status, .media_type = "text/plain; charset=utf-8", .body = text});
}

/* What the request was, a line each, so that a test sees what the reader made of it. */
static void serve_echo(struct http_exchange *exchange, void *context)
{
    (void)context;
    static const char *const methods[] = {"GET", "HEAD", "POST"};
    struct base_buffer out;
    base_buffer_init(&out, http_exchange_arena(exchange));
    base_buffer_format(&out, "method %s\npath ", methods[http_exchange_method(exchange)]);
    base_buffer_text(&out, http_exchange_path(exchange));
    base_buffer_string(&out, "\nquery ");
    base_buffer_text(&out, http_exchange_query(exchange));
    base_buffer_format(&out, "\norigin %s\ntype ", http_exchange_origin(exchange));
    base_buffer_text(&out, http_exchange_media_type(exchange));
    struct base_text name = {0}, secret;
    if (http_exchange_login(exchange, &name, &secret)) {
        base_buffer_string(&out, "\nlogin ");
        base_buffer_text(&out, name);
        base_buffer_string(&out, " ");
        base_buffer_text(&out, secret);
    }
    base_buffer_string(&out, "\nname ");
    base_buffer_text(&out, http_exchange_parameter(exchange, "name"));
    base_buffer_format(&out, "\nbody %zu ", http_exchange_body(exchange).length);
    base_buffer_text(&out, http_exchange_body(exchange));
    base_buffer_string(&out, "\n");
    respond_text(exchange, 200, base_buffer_view(&out));
}

static void on_delay(void *context)
{
    struct delayed *delayed = context;
    base_timer_free(http_loop_base(delayed->worker->loop), delayed->timer);
    *delayed->link = delayed->next;
    if (delayed->next != NULL) {
        delayed->next->link = delayed->link;
    }
    respond_text(delayed->exchange, 200, BASE_TEXT("late\n"));
    free(delayed);
}

static void serve_delayed(struct http_exchange *exchange, void *context)
{
    int64_t delay_ms = 0;
    (void)base_text_integer(http_exchange_segment(exchange, "milliseconds"), &delay_ms);
    struct delayed *delayed = calloc(1, sizeof *delayed);
    assert(delayed != NULL);
    delayed->worker = context;
    delayed->exchange = exchange;
    delayed->timer = base_timer_new(http_loop_base(delayed->worker->loop), on_delay, delayed);
    base_timer_set(http_loop_base(delayed->worker->loop), delayed->timer, delay_ms);
    delayed->next = delayed->worker->delayed;
    delayed->link = &delayed->worker->delayed;
    if (delayed->next != NULL) {
        delayed->next->link = &delayed->next;
    }
    delayed->worker->delayed = delayed;
}

static void serve_large(struct http_exchange *exchange, void *context)
{
    const struct worker *worker = context;
    respond_text(exchange, 200, (struct base_text){worker->program->large, large_body_bytes});
}

static void serve_page(struct http_exchange *exchange, void *context)
{
    (void)context;
    struct base_buffer out;
    base_buffer_init(&out, http_exchange_arena(exchange));
    for (int i = 0; i < 200; i++) {
        base_buffer_format(&out, "<p>Paragraph %d</p>\n", i);
    }
    http_exchange_respond(exchange,
                          &(struct http_response){.status = 200,
                                                  .media_type = "text/html; charset=utf-8",
                                                  .body = base_buffer_view(&out),
                                                  .etag = "\"page\"",
                                                  .language = "en",
                                                  .vary = "Accept-Language",
                                                  .may_script = true});
}

static void serve_asset(struct http_exchange *exchange, void *context)
{
    const struct worker *worker = context;
    http_assets_respond(worker->program->assets, exchange);
}

static void serve_asset_urls(struct http_exchange *exchange, void *context)
{
    const struct worker *worker = context;
    respond_text(
        exchange, 200,
        base_text_of(base_arena_format(http_exchange_arena(exchange), "%s\n%s\n",
                                       http_assets_url(worker->program->assets, "test.css"),
                                       http_assets_url(worker->program->assets, "icon.svg"))));
}

static void serve_problem(struct http_exchange *exchange, void *context)
{
    (void)context;
    http_exchange_problem(exchange, 422, "answers_invalid", "Say \"why\".\n",
                          &(struct http_problem_error){.pointer = "/answers/q1",
                                                       .code = "required",
                                                       .message = "Choose one."},
                          1, 7);
}

/* Which loop it is, to see that a connection came to another one. */
static void serve_worker(struct http_exchange *exchange, void *context)
{
    const struct worker *worker = context;
    respond_text(exchange, 200,
                 base_text_of(base_arena_format(http_exchange_arena(exchange), "%d\n",
                                                (int)(worker - worker->program->workers))));
}

/* A handler that puts what it was sent into a field, line breaks and all. */
static void serve_injection(struct http_exchange *exchange, void *context)
{
    (void)context;
    struct base_text name = http_exchange_parameter(exchange, "name");
    http_exchange_respond(
        exchange, &(struct http_response){.status = 303,
                                          .location = base_arena_copy(http_exchange_arena(exchange),
                                                                      name.data, name.length)});
}

static const struct http_route routes[] = {
    {"echo", HTTP_GET, "/echo", serve_echo},
    {"echo", HTTP_POST, "/echo", serve_echo},
    {"root", HTTP_GET, "/", serve_echo},
    {"posted", HTTP_POST, "/posted", serve_echo},
    {"late", HTTP_GET, "/late/{milliseconds}", serve_delayed},
    {"late", HTTP_POST, "/late/{milliseconds}", serve_delayed},
    {"large", HTTP_GET, "/large", serve_large},
    {"page", HTTP_GET, "/page", serve_page},
    {"asset", HTTP_GET, "/assets/{file}", serve_asset},
    {"urls", HTTP_GET, "/urls", serve_asset_urls},
    {"problem", HTTP_POST, "/problem", serve_problem},
    {"worker", HTTP_GET, "/worker", serve_worker},
    {"injection", HTTP_GET, "/injection", serve_injection},
};

static bool set_number(struct settings *settings, const char *name, int64_t number)
{
    const struct {
        const char *name;
        int64_t *time;
        size_t *size;
    } numbers[] = {
        {"workers", &settings->workers, NULL},
        {"descriptors", &settings->descriptors, NULL},
        {"drain_ms", &settings->drain_ms, NULL},
        {"observe", &settings->observe, NULL},
        {"handshake_ms", &settings->limits.handshake_timeout_ms, NULL},
        {"request_ms", &settings->limits.request_timeout_ms, NULL},
        {"idle_ms", &settings->limits.idle_timeout_ms, NULL},
        {"write_ms", &settings->limits.write_timeout_ms, NULL},
        {"linger_ms", &settings->limits.linger_timeout_ms, NULL},
        {"connections", NULL, &settings->limits.connections},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(numbers[i].name, name) != 0) {
            continue;
        }
        if (numbers[i].time != NULL) {
            *numbers[i].time = number;
        } else {
            *numbers[i].size = (size_t)number;
        }
        return true;
    }
    return false;
}

static bool set_text(struct settings *settings, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **text;
    } texts[] = {
        {"certificate", &settings->certificate},
        {"key", &settings->key},
        {"second_certificate", &settings->second_certificate},
        {"second_key", &settings->second_key},
        {"listen", &settings->listen},
        {"plain", &settings->plain},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(texts[i].name, name) == 0) {
            *texts[i].text = value;
            return true;
        }
    }
    return false;
}

static void read_settings(struct settings *settings, int count, char **words)
{
    *settings = (struct settings){.second_certificate = "",
                                  .second_key = "",
                                  .listen = "127.0.0.1:0",
                                  .plain = "127.0.0.1:0",
                                  .workers = 1,
                                  .drain_ms = 5000,
                                  .limits = http_limits_default};
    for (int i = 1; i < count; i++) {
        char *equals = strchr(words[i], '=');
        int64_t number = 0;
        assert(equals != NULL);
        *equals = '\0';
        bool known = set_text(settings, words[i], equals + 1) ||
                     (base_text_integer(base_text_of(equals + 1), &number) &&
                      set_number(settings, words[i], number));
        if (!known) {
            fprintf(stderr, "unknown option %s\n", words[i]);
            exit(64);
        }
    }
}

static enum base_status load_tls(struct program *program)
{
    struct http_tls *tls = NULL;
    assert(program->tls_count < reloads_limit);
    struct http_tls_files files = {program->settings.certificate, program->settings.key,
                                   program->settings.second_certificate,
                                   program->settings.second_key};
    struct base_failure failure;
    enum base_status status =
        http_tls_load(&files, base_clock_wall_seconds(base_clock_system()), &tls, &failure);
    if (status != STATUS_OK) {
        printf("tls %s\n", failure.text);
        fflush(stdout);
        return status;
    }
    program->tls = tls;
    program->all_tls[program->tls_count++] = tls;
    return STATUS_OK;
}

static void check(enum base_status status, const struct base_failure *failure)
{
    if (status != STATUS_OK) {
        printf("failed %s\n", failure->text);
        exit(base_status_exit(status));
    }
}

static void take_tls(void *context)
{
    struct worker *worker = context;
    http_server_set_tls(worker->server, worker->program->tls);
}

static void on_hangup(int signal_number, void *context)
{
    (void)signal_number;
    struct program *program = context;
    if (load_tls(program) != STATUS_OK) {
        return;
    }
    for (int64_t i = 0; i < program->settings.workers; i++) {
        http_loop_post(program->workers[i].loop, take_tls, &program->workers[i]);
    }
    puts("reloaded");
    fflush(stdout);
}

static void on_drained(void *context)
{
    struct worker *worker = context;
    if (--worker->undrained == 0) {
        http_loop_stop(worker->loop);
    }
}

static void drain(void *context)
{
    struct worker *worker = context;
    worker->undrained = 2;
    http_server_drain(worker->server, worker->program->settings.drain_ms, on_drained, worker);
    http_server_drain(worker->plain_server, worker->program->settings.drain_ms, on_drained, worker);
}

static void on_terminate(int signal_number, void *context)
{
    (void)signal_number;
    struct program *program = context;
    puts("draining");
    fflush(stdout);
    for (int64_t i = 0; i < program->settings.workers; i++) {
        http_loop_post(program->workers[i].loop, drain, &program->workers[i]);
    }
}

static void print_observation(const struct http_observation *observation, void *context)
{
    const struct worker *worker = context;
    if (worker->program->settings.observe != 0) {
        printf("observed %s %s %d %lld %zu %zu\n", observation->id, observation->route,
               observation->status, (long long)observation->duration_us, observation->request_bytes,
               observation->response_bytes);
        fflush(stdout);
    }
}

static void start_worker(struct program *program, struct worker *worker, int listener, int plain)
{
    worker->program = program;
    struct http_server_options options = {
        .loop = worker->loop,
        .listener = listener,
        .tls = program->tls,
        .limits = program->settings.limits,
        .routes = routes,
        .route_count = sizeof routes / sizeof *routes,
        .context = worker,
        .counters = &program->counters,
        .clock = base_clock_system(),
        .observe = print_observation,
    };
    struct base_failure failure;
    check(http_server_new(&options, &worker->server, &failure), &failure);
    options.listener = plain;
    options.tls = NULL;
    check(http_server_new(&options, &worker->plain_server, &failure), &failure);
}

static void *run_worker(void *context)
{
    struct worker *worker = context;
    http_loop_run(worker->loop);
    http_server_free(worker->server);
    http_server_free(worker->plain_server);
    /* Answers that a drain with a deadline did not wait for come when the server has gone. */
    while (worker->delayed != NULL) {
        on_delay(worker->delayed);
    }
    return NULL;
}

static void print_counters(const struct http_counters *counters)
{
#define PRINT(name) printf("counter " #name " %llu\n", (unsigned long long)counters->name)
    PRINT(connections_accepted);
    PRINT(connections_open);
    PRINT(connections_evicted);
    PRINT(handshakes_failed);
    PRINT(handshakes_resumed);
    PRINT(requests);
    PRINT(requests_malformed);
    PRINT(deadlines_missed);
#undef PRINT
    puts("drained");
}

static void run(struct program *program)
{
    for (int64_t i = 1; i < program->settings.workers; i++) {
        pthread_create(&program->workers[i].thread, NULL, run_worker, &program->workers[i]);
    }
    run_worker(&program->workers[0]);
    for (int64_t i = 1; i < program->settings.workers; i++) {
        pthread_join(program->workers[i].thread, NULL);
    }
    for (int64_t i = 0; i < program->settings.workers; i++) {
        http_loop_free(program->workers[i].loop);
    }
}

static void open_assets(struct program *program)
{
    const struct http_asset list[] = {
        {"test.css", "text/css; charset=utf-8", {style, sizeof style - 1}},
        {"icon.svg", "image/svg+xml", {icon, sizeof icon - 1}},
    };
    program->assets = http_assets_new(list, sizeof list / sizeof *list);
    program->large = malloc(large_body_bytes);
    assert(program->large != NULL);
    memset(program->large, 'x', large_body_bytes);
}

int main(int count, char **words)
{
    static struct program program;
    signal(SIGPIPE, SIG_IGN);
    read_settings(&program.settings, count, words);
    if (program.settings.descriptors > 0) {
        struct rlimit limit = {(rlim_t)program.settings.descriptors,
                               (rlim_t)program.settings.descriptors};
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (load_tls(&program) != STATUS_OK) {
        return 78;
    }
    open_assets(&program);
    int listener, plain;
    struct base_failure failure;
    check(http_listen(program.settings.listen, &listener, &failure), &failure);
    check(http_listen(program.settings.plain, &plain, &failure), &failure);
    for (int64_t i = 0; i < program.settings.workers; i++) {
        program.workers[i].loop = http_loop_new();
        start_worker(&program, &program.workers[i], listener, plain);
    }
    http_loop_on_signal(program.workers[0].loop, SIGHUP, on_hangup, &program);
    http_loop_on_signal(program.workers[0].loop, SIGTERM, on_terminate, &program);
    printf("port %d\nplain %d\n", http_listener_port(listener), http_listener_port(plain));
    fflush(stdout);
    run(&program);
    http_assets_free(program.assets);
    free(program.large);
    for (size_t i = 0; i < program.tls_count; i++) {
        http_tls_unref(program.all_tls[i]);
    }
    print_counters(&program.counters);
    return 0;
}
