#include "question.h"

#include <stdlib.h>
#include <sys/queue.h>

enum question_state {
    QUESTION_WAITING, /* in the list */
    QUESTION_LATE,    /* its exchange has been answered; the store still has it */
};

struct question {
    enum question_state state;
    struct questions *questions;
    int64_t until_ms; /* of the loop's time */
    void (*on_late)(void *context);
    void *context;
    TAILQ_ENTRY(question) entry;
};

/* All wait equally long, so the first in the list is the first to be late. The timer runs while the
   list is not empty; it may go off for nothing. */
struct questions {
    struct worker *worker;
    struct base_timer *timer;
    bool timer_runs;
    size_t late_count;
    TAILQ_HEAD(, question) waiting;
};

static void set_timer(struct questions *questions, int64_t now_ms)
{
    const struct question *first = TAILQ_FIRST(&questions->waiting);
    questions->timer_runs = first != NULL;
    if (first) {
        int64_t delay_ms = first->until_ms > now_ms ? first->until_ms - now_ms : 0;
        base_timer_set(http_loop_base(questions->worker->loop), questions->timer, delay_ms);
    }
}

static void on_timer(void *context)
{
    struct questions *questions = context;
    int64_t now_ms = base_loop_now_ms(http_loop_base(questions->worker->loop));
    struct question *question;
    while ((question = TAILQ_FIRST(&questions->waiting)) && question->until_ms <= now_ms) {
        TAILQ_REMOVE(&questions->waiting, question, entry);
        question->state = QUESTION_LATE;
        questions->late_count++;
        question->on_late(question->context);
    }
    set_timer(questions, now_ms);
}

struct questions *questions_new(struct worker *worker)
{
    struct questions *questions = calloc(1, sizeof *questions);
    if (!questions) {
        abort();
    }
    questions->worker = worker;
    questions->timer = base_timer_new(http_loop_base(worker->loop), on_timer, questions);
    TAILQ_INIT(&questions->waiting);
    return questions;
}

void questions_free(struct questions *questions)
{
    if (questions) {
        base_timer_free(http_loop_base(questions->worker->loop), questions->timer);
        free(questions);
    }
}

struct question *question_new(struct worker *worker, void (*on_late)(void *context), void *context)
{
    struct questions *questions = worker->questions;
    struct question *question = calloc(1, sizeof *question);
    if (!question) {
        abort();
    }
    int64_t now_ms = base_loop_now_ms(http_loop_base(worker->loop));
    question->questions = questions;
    question->until_ms =
        worker->daemon->standing ? now_ms + worker->daemon->config.spool_after_ms : INT64_MAX;
    question->on_late = on_late;
    question->context = context;
    TAILQ_INSERT_TAIL(&questions->waiting, question, entry);
    if (!questions->timer_runs && worker->daemon->standing) {
        set_timer(questions, now_ms);
    }
    return question;
}

bool questions_are_late(const struct questions *questions)
{
    return questions->late_count > 0;
}

void *question_end(struct question *question)
{
    void *context = NULL;
    if (question->state == QUESTION_WAITING) {
        TAILQ_REMOVE(&question->questions->waiting, question, entry);
        context = question->context;
    } else {
        question->questions->late_count--;
    }
    free(question);
    return context;
}
