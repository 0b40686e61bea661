/*
 * The event loop: base/loop.h on libevent.
 */
#ifndef SURVEYD_HTTP_LOOP_H
#define SURVEYD_HTTP_LOOP_H

#include <stdbool.h>

#include "base/loop.h"

struct event_base;
struct http_loop;

/* A new loop; the caller owns it. Aborts when the system has no descriptors or memory left. */
struct http_loop *http_loop_new(void);
/* Every watch, timer and server of the loop must be gone. Posts that have not run are dropped. */
void http_loop_free(struct http_loop *loop);

/* Its view for rooms below, and libevent's for the server; both live as long as the loop. */
struct base_loop *http_loop_base(struct http_loop *loop);
struct event_base *http_loop_events(struct http_loop *loop);

/* Runs until http_loop_stop. Does not end when there is nothing to wait for. */
void http_loop_run(struct http_loop *loop);

/* May be called from the loop's own thread only. */
void http_loop_stop(struct http_loop *loop);

/* Runs `function(context)` on the loop's thread soon, never before this call has
   returned. May be called from any thread; posts of one thread run in order. */
void http_loop_post(struct http_loop *loop, void (*function)(void *context), void *context);

/* Calls back on the loop's thread when the process gets the signal. One loop of the process. */
void http_loop_on_signal(struct http_loop *loop, int signal_number,
                         void (*callback)(int signal_number, void *context), void *context);

#endif
