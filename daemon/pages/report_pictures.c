/* Each picture of the report as a document of its own. */
#include "chart.h"

struct taker {
    const struct pages_report *report;
    struct base_arena *arena;
    struct pages_picture_receiver receiver;
    struct base_buffer out;
    struct pages_report_view view;
};

/* Each picture is drawn as if it were the only one. */
static const struct pages_report_view *begin(struct taker *taker)
{
    base_buffer_init(&taker->out, taker->arena);
    taker->view = pages_report_view_new(taker->report, &taker->out);
    return &taker->view;
}

/* What draws nothing is no picture. */
static void end(struct taker *taker, const char *name, size_t number)
{
    struct base_text svg = base_buffer_view(&taker->out);
    if (svg.length > 0)
        taker->receiver.take(base_arena_format(taker->arena, "%s-%zu.svg", name, number), svg,
                             taker->receiver.context);
}

static void take_people(struct taker *taker)
{
    const struct pages_report *report = taker->report;
    if (report->response_count > 0) {
        pages_chart_rates(begin(taker), "picture");
        end(taker, "response", 1);
    }
    for (size_t i = 0; i < report->flow_count; i++) {
        pages_chart_flow(begin(taker), "picture", &report->flows[i]);
        end(taker, "flow", i + 1);
    }
    for (size_t i = 0; i < report->diversity_count; i++) {
        pages_chart_diversity(begin(taker), "picture", &report->diversities[i]);
        end(taker, "diversity", i + 1);
    }
}

static void take_changes(struct taker *taker)
{
    const struct pages_report *report = taker->report;
    if (report->convergence_count > 0) {
        pages_chart_pairs(begin(taker), "picture", CHART_CONVERGENCE, report->convergences,
                          report->convergence_count);
        end(taker, "convergence", 1);
    }
    if (report->pair_count > 0) {
        pages_chart_pairs(begin(taker), "picture", CHART_PAIRS, report->pairs, report->pair_count);
        end(taker, "pairs", 1);
    }
    for (size_t i = 0; report->network && i < report->network->count; i++) {
        pages_chart_network(begin(taker), "picture", &report->network->cycles[i]);
        end(taker, "network", (size_t)report->network->cycles[i].cycle);
    }
    for (size_t i = 0; i < report->share_count; i++) {
        pages_chart_share(begin(taker), "picture", &report->shares[i]);
        end(taker, "share", i + 1);
    }
}

static void take_questions(struct taker *taker)
{
    const struct pages_report *report = taker->report;
    for (size_t i = 0; i < report->breakdown_count; i++) {
        pages_chart_breakdown(begin(taker), "picture", &report->breakdowns[i]);
        end(taker, "breakdown", i + 1);
    }
    for (size_t i = 0; i < report->question_count; i++) {
        const struct pages_report_question *question = &report->questions[i];
        const struct pages_report_view *view = begin(taker);
        if (pages_report_has_trend(view, question))
            pages_chart_trend(view, "picture", question);
        end(taker, "trend", i + 1);
        view = begin(taker);
        if (question->category_count > 0 && question->point_count > 0)
            pages_chart_distribution(view, "picture", question);
        end(taker, "question", i + 1);
    }
}

void pages_report_pictures(const struct pages_report *report, struct base_arena *arena,
                           struct pages_picture_receiver receiver)
{
    struct taker taker = {.report = report, .arena = arena, .receiver = receiver};
    take_people(&taker);
    take_changes(&taker);
    take_questions(&taker);
}
