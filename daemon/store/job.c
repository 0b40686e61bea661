#include "job.h"

struct store_job *store_job_new(size_t size, const char *statement)
{
    struct base_arena *arena = base_arena_new();
    struct store_job *job = base_arena_zalloc(arena, 1, size);
    job->arena = arena;
    job->statement = store_statement(statement);
    store_parameters_init(&job->parameters, arena);
    return job;
}

void store_job_free(struct store_job *job)
{
    store_job_reset(job);
    base_arena_free(job->arena);
}

void store_job_reset(struct store_job *job)
{
    PQclear(job->result.rows);
    job->result.rows = NULL;
    job->has_failed = false;
    job->sqlstate[0] = '\0';
}

void store_job_list_append(struct store_job_list *list, struct store_job *job)
{
    job->next = NULL;
    if (list->last != NULL)
        list->last->next = job;
    else
        list->first = job;
    list->last = job;
    list->count++;
}

void store_job_list_insert(struct store_job_list *list, struct store_job *job)
{
    struct store_job **place = &list->first;
    while (*place != NULL && (*place)->deadline_ms <= job->deadline_ms)
        place = &(*place)->next;
    job->next = *place;
    *place = job;
    if (job->next == NULL)
        list->last = job;
    list->count++;
}

struct store_job *store_job_list_take(struct store_job_list *list)
{
    struct store_job *job = list->first;
    if (job == NULL)
        return NULL;
    list->first = job->next;
    if (list->first == NULL)
        list->last = NULL;
    list->count--;
    job->next = NULL;
    return job;
}
