/*
 * The small view of an event loop that rooms below the network need.
 *
 * The store watches libpq's sockets and sets its timers through this interface; `http/loop.h`
 * implements it on libevent, and the unit tests implement it with a list and a clock that the
 * test moves. All calls and callbacks happen on the loop's own thread. A callback never runs
 * before the call that asked for it has returned.
 */
#ifndef SURVEYD_BASE_LOOP_H
#define SURVEYD_BASE_LOOP_H

#include <stdint.h>

struct base_loop;
struct base_watch;
struct base_timer;

enum base_loop_interest { BASE_LOOP_READ = 1, BASE_LOOP_WRITE = 2 };

typedef void (*base_watch_callback)(unsigned ready, void *context);
typedef void (*base_timer_callback)(void *context);

/* What an implementation provides. `struct base_loop` is the first member of its own struct. */
struct base_loop_operations {
    struct base_watch *(*watch_new)(struct base_loop *loop, int descriptor, unsigned interest,
                                    base_watch_callback callback, void *context);
    void (*watch_set)(struct base_watch *watch, unsigned interest);
    void (*watch_free)(struct base_watch *watch);
    struct base_timer *(*timer_new)(struct base_loop *loop, base_timer_callback callback,
                                    void *context);
    void (*timer_set)(struct base_timer *timer, int64_t delay_ms);
    void (*timer_clear)(struct base_timer *timer);
    void (*timer_free)(struct base_timer *timer);
    int64_t (*now_ms)(struct base_loop *loop);
};

struct base_loop {
    const struct base_loop_operations *operations;
};

/* Watches a descriptor. Level-triggered: the callback runs each turn while the descriptor is
   ready for something in `interest` (a mask of enum base_loop_interest). */
struct base_watch *base_watch_new(struct base_loop *loop, int descriptor, unsigned interest,
                                  base_watch_callback callback, void *context);
void base_watch_set(struct base_loop *loop, struct base_watch *watch, unsigned interest);
/* Must be called before the descriptor is closed. NULL is allowed. */
void base_watch_free(struct base_loop *loop, struct base_watch *watch);

/* A one-shot timer, not set. */
struct base_timer *base_timer_new(struct base_loop *loop, base_timer_callback callback,
                                  void *context);
/* (Re)starts the timer: the callback runs once after `delay_ms` (0: in the next turn). */
void base_timer_set(struct base_loop *loop, struct base_timer *timer, int64_t delay_ms);
void base_timer_clear(struct base_loop *loop, struct base_timer *timer);
void base_timer_free(struct base_loop *loop, struct base_timer *timer);

/* The loop's monotonic time. */
int64_t base_loop_now_ms(struct base_loop *loop);

#endif
