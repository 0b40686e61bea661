/* Use cases of researchers: the report as a page, and what a token may see. */
#include <limits.h>

#include "access.h"
#include "base/json.h"
#include "catalogue_report.h"
#include "report/figures.h"

static struct pages_report report_now(const struct access *access,
                                      const struct store_metric_run *run)
{
    return catalogue_report(access->arena, access->in, access->language, run,
                            base_clock_wall_seconds(access->worker->daemon->clock));
}

static void on_report_run(enum base_status status, const struct store_metric_run *run,
                          void *context)
{
    struct access *access = context;
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        access_unavailable(access);
        return;
    }
    struct pages_report report = report_now(access, run);
    struct base_buffer html;
    base_buffer_init(&html, access->arena);
    report.data = base_arena_format(access->arena, "/report/%s/figures.csv", report.programme);
    pages_report_write(&access->worker->daemon->site, &report, &html);
    struct http_response response = {
        .status = 200,
        .media_type = "text/html; charset=utf-8",
        .body = base_buffer_view(&html),
        .language = base_arena_string(access->arena, report.language),
    };
    http_exchange_respond(access_end(access), &response);
}

static void load_report(struct access *access)
{
    store_metric_load(access->worker->pool, access->in->programme->programme, on_report_run,
                      access);
}

void show_report(struct http_exchange *exchange, void *context)
{
    access_begin(exchange, context, STORE_ACCESS_AGGREGATES, "report", true, load_report);
}

/* 0: any. What is no cycle is of none. */
static int cycle_asked_for(struct http_exchange *exchange)
{
    struct base_text text = http_exchange_parameter(exchange, "cycle");
    int64_t cycle;
    if (!text.data)
        return 0;
    return base_text_integer(text, &cycle) && cycle > 0 && cycle <= INT_MAX ? (int)cycle : -1;
}

static void on_figures_run(enum base_status status, const struct store_metric_run *run,
                           void *context)
{
    struct access *access = context;
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        access_unavailable(access);
        return;
    }
    struct report_choice choice = {
        .metrics = http_exchange_parameter(access->exchange, "metric"),
        .subject = http_exchange_parameter(access->exchange, "subject"),
        .unit = http_exchange_parameter(access->exchange, "unit"),
        .cycle = cycle_asked_for(access->exchange),
    };
    struct base_buffer csv;
    base_buffer_init(&csv, access->arena);
    report_figures_csv(access->arena, run, &choice, &csv);
    http_exchange_respond(access_end(access),
                          &(struct http_response){.status = 200,
                                                  .media_type = "text/csv; charset=utf-8",
                                                  .body = base_buffer_view(&csv)});
}

static void load_figures(struct access *access)
{
    store_metric_load(access->worker->pool, access->in->programme->programme, on_figures_run,
                      access);
}

void show_figures(struct http_exchange *exchange, void *context)
{
    access_begin(exchange, context, STORE_ACCESS_AGGREGATES, "report", true, load_figures);
}

static struct json_object *texts_json(const struct survey_programme *programme,
                                      const struct survey_text *text)
{
    struct json_object *object = json_object_new_object();
    for (size_t i = 0; i < programme->language_count; i++) {
        json_object_object_add(object, programme->languages[i],
                               json_object_new_string(survey_text_in(text, (int)i)));
    }
    return object;
}

static struct json_object *cycle_json(const struct access *access,
                                      const struct catalogue_cycle *cycle,
                                      const struct pages_report_response *row)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "cycle", json_object_new_int(cycle->cycle->cycle));
    json_object_object_add(object, "title",
                           texts_json(access->in->programme, &cycle->cycle->title));
    json_object_object_add(object, "opens", json_object_new_string(cycle->cycle->opens));
    json_object_object_add(object, "closes", json_object_new_string(cycle->cycle->closes));
    json_object_object_add(object, "sealed", json_object_new_boolean(cycle->sealed));
    json_object_object_add(object, "version", json_object_new_int(cycle->version));
    json_object_object_add(object, "eligible",
                           row->published ? json_object_new_int(row->eligible) : NULL);
    json_object_object_add(object, "responded",
                           row->published ? json_object_new_int(row->responded) : NULL);
    json_object_object_add(object, "response_rate",
                           row->published ? base_json_number(row->rate) : NULL);
    return object;
}

static void respond_json(struct access *access, struct json_object *body)
{
    struct base_text text = base_json_write(access->arena, body);
    json_object_put(body);
    http_exchange_respond(
        access_end(access),
        &(struct http_response){.status = 200, .media_type = "application/json", .body = text});
}

static void on_description_run(enum base_status status, const struct store_metric_run *run,
                               void *context)
{
    struct access *access = context;
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        access_unavailable(access);
        return;
    }
    const struct survey_programme *programme = access->in->programme;
    struct pages_report report = report_now(access, run);
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "programme", json_object_new_string(programme->programme));
    json_object_object_add(body, "title", texts_json(programme, &programme->title));
    json_object_object_add(body, "timezone", json_object_new_string(programme->timezone));
    json_object_object_add(body, "minimum_group_size",
                           json_object_new_int(programme->minimum_group_size));
    json_object_object_add(body, "computed_at",
                           run ? json_object_new_string(run->computed_at) : NULL);
    json_object_object_add(body, "checked_at",
                           run ? json_object_new_string(run->checked_at) : NULL);
    struct json_object *cycles = json_object_new_array();
    for (size_t i = 0; i < access->in->cycle_count; i++) {
        json_object_array_add(cycles,
                              cycle_json(access, &access->in->cycles[i], &report.responses[i]));
    }
    json_object_object_add(body, "cycles", cycles);
    respond_json(access, body);
}

static void load_description(struct access *access)
{
    store_metric_load(access->worker->pool, access->in->programme->programme, on_description_run,
                      access);
}

void describe_programme(struct http_exchange *exchange, void *context)
{
    access_begin(exchange, context, STORE_ACCESS_AGGREGATES, "programme", false, load_description);
}
