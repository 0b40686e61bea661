#include "http/loop.h"

#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

/* What another thread wants to have run here. */
struct post {
    struct post *next;
    void (*function)(void *context);
    void *context;
};

struct signal_watch {
    struct signal_watch *next;
    struct event *event;
    void (*callback)(int signal_number, void *context);
    void *context;
};

struct http_loop {
    struct base_loop base;
    struct event_base *events;
    struct signal_watch *signals;
    struct event *wake_event;
    int wake_descriptor;
    /* The only thing of a loop that other threads touch. */
    pthread_mutex_t posts_lock;
    struct post *posts_first, **posts_end;
};

struct base_watch {
    struct http_loop *loop;
    struct event *event;
    int descriptor;
    unsigned interest;
    base_watch_callback callback;
    void *context;
};

struct base_timer {
    struct event *event;
    base_timer_callback callback;
    void *context;
};

static struct http_loop *loop_of(struct base_loop *base)
{
    return (struct http_loop *)base;
}

static void *allocate(size_t size)
{
    void *object = calloc(1, size);
    if (object == NULL) {
        abort();
    }
    return object;
}

static struct event *new_event(struct http_loop *loop, evutil_socket_t descriptor, short what,
                               event_callback_fn callback, void *context)
{
    struct event *event = event_new(loop->events, descriptor, what, callback, context);
    if (event == NULL) {
        abort();
    }
    return event;
}

static void on_watch(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    struct base_watch *watch = context;
    unsigned ready = ((what & EV_READ) != 0 ? BASE_LOOP_READ : 0U) |
                     ((what & EV_WRITE) != 0 ? BASE_LOOP_WRITE : 0U);
    watch->callback(ready, watch->context);
}

static void watch_set(struct base_watch *watch, unsigned interest)
{
    if (watch->interest == interest) {
        return;
    }
    event_del(watch->event);
    watch->interest = interest;
    short what = EV_PERSIST;
    if ((interest & BASE_LOOP_READ) != 0) {
        what |= EV_READ;
    }
    if ((interest & BASE_LOOP_WRITE) != 0) {
        what |= EV_WRITE;
    }
    if (interest != 0 && (event_assign(watch->event, watch->loop->events, watch->descriptor, what,
                                       on_watch, watch) != 0 ||
                          event_add(watch->event, NULL) != 0)) {
        abort();
    }
}

static struct base_watch *watch_new(struct base_loop *base, int descriptor, unsigned interest,
                                    base_watch_callback callback, void *context)
{
    struct base_watch *watch = allocate(sizeof *watch);
    watch->loop = loop_of(base);
    watch->descriptor = descriptor;
    watch->callback = callback;
    watch->context = context;
    watch->event = new_event(watch->loop, descriptor, EV_PERSIST, on_watch, watch);
    watch_set(watch, interest);
    return watch;
}

static void watch_free(struct base_watch *watch)
{
    event_free(watch->event);
    free(watch);
}

static void on_timer(evutil_socket_t descriptor, short what, void *context)
{
    (void)descriptor;
    (void)what;
    struct base_timer *timer = context;
    timer->callback(timer->context);
}

static struct base_timer *timer_new(struct base_loop *base, base_timer_callback callback,
                                    void *context)
{
    struct base_timer *timer = allocate(sizeof *timer);
    timer->callback = callback;
    timer->context = context;
    timer->event = new_event(loop_of(base), -1, 0, on_timer, timer);
    return timer;
}

static void timer_set(struct base_timer *timer, int64_t delay_ms)
{
    struct timeval delay = {.tv_sec = delay_ms / 1000, .tv_usec = (delay_ms % 1000) * 1000};
    if (event_add(timer->event, &delay) != 0) {
        abort();
    }
}

static void timer_clear(struct base_timer *timer)
{
    event_del(timer->event);
}

static void timer_free(struct base_timer *timer)
{
    event_free(timer->event);
    free(timer);
}

static int64_t now_ms(struct base_loop *base)
{
    (void)base;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const struct base_loop_operations operations = {
    .watch_new = watch_new,
    .watch_set = watch_set,
    .watch_free = watch_free,
    .timer_new = timer_new,
    .timer_set = timer_set,
    .timer_clear = timer_clear,
    .timer_free = timer_free,
    .now_ms = now_ms,
};

static struct post *take_posts(struct http_loop *loop)
{
    pthread_mutex_lock(&loop->posts_lock);
    struct post *first = loop->posts_first;
    loop->posts_first = NULL;
    loop->posts_end = &loop->posts_first;
    pthread_mutex_unlock(&loop->posts_lock);
    return first;
}

static void on_wake(evutil_socket_t descriptor, short what, void *context)
{
    (void)what;
    struct http_loop *loop = context;
    eventfd_t count;
    (void)eventfd_read(descriptor, &count);
    struct post *post = take_posts(loop);
    while (post != NULL) {
        struct post *next = post->next;
        post->function(post->context);
        free(post);
        post = next;
    }
}

struct http_loop *http_loop_new(void)
{
    struct http_loop *loop = allocate(sizeof *loop);
    loop->base.operations = &operations;
    struct event_config *config = event_config_new();
    /* Other threads reach a loop only through http_loop_post, so libevent needs no locks. */
    if (config == NULL || event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK) != 0) {
        abort();
    }
    loop->events = event_base_new_with_config(config);
    event_config_free(config);
    loop->wake_descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (loop->events == NULL || loop->wake_descriptor < 0 ||
        pthread_mutex_init(&loop->posts_lock, NULL) != 0) {
        abort();
    }
    loop->posts_end = &loop->posts_first;
    loop->wake_event = new_event(loop, loop->wake_descriptor, EV_READ | EV_PERSIST, on_wake, loop);
    if (event_add(loop->wake_event, NULL) != 0) {
        abort();
    }
    return loop;
}

void http_loop_free(struct http_loop *loop)
{
    if (loop == NULL) {
        return;
    }
    struct signal_watch *watch = loop->signals;
    while (watch != NULL) {
        struct signal_watch *next = watch->next;
        event_free(watch->event);
        free(watch);
        watch = next;
    }
    struct post *post = take_posts(loop);
    while (post != NULL) {
        struct post *next = post->next;
        free(post);
        post = next;
    }
    event_free(loop->wake_event);
    close(loop->wake_descriptor);
    event_base_free(loop->events);
    pthread_mutex_destroy(&loop->posts_lock);
    free(loop);
}

struct base_loop *http_loop_base(struct http_loop *loop)
{
    return &loop->base;
}

struct event_base *http_loop_events(struct http_loop *loop)
{
    return loop->events;
}

void http_loop_run(struct http_loop *loop)
{
    if (event_base_loop(loop->events, EVLOOP_NO_EXIT_ON_EMPTY) < 0) {
        abort();
    }
}

void http_loop_stop(struct http_loop *loop)
{
    event_base_loopbreak(loop->events);
}

void http_loop_post(struct http_loop *loop, void (*function)(void *context), void *context)
{
    struct post *post = allocate(sizeof *post);
    post->function = function;
    post->context = context;
    pthread_mutex_lock(&loop->posts_lock);
    *loop->posts_end = post;
    loop->posts_end = &post->next;
    pthread_mutex_unlock(&loop->posts_lock);
    /* A full counter means that the loop is being woken anyway. */
    (void)eventfd_write(loop->wake_descriptor, 1);
}

static void on_signal(evutil_socket_t signal_number, short what, void *context)
{
    (void)what;
    struct signal_watch *watch = context;
    watch->callback((int)signal_number, watch->context);
}

void http_loop_on_signal(struct http_loop *loop, int signal_number,
                         void (*callback)(int signal_number, void *context), void *context)
{
    struct signal_watch *watch = allocate(sizeof *watch);
    watch->callback = callback;
    watch->context = context;
    watch->event = new_event(loop, signal_number, EV_SIGNAL | EV_PERSIST, on_signal, watch);
    if (event_add(watch->event, NULL) != 0) {
        abort();
    }
    watch->next = loop->signals;
    loop->signals = watch;
}
