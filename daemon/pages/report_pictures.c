/* Each picture of the report as a document of its own. */
#include <ctype.h>

#include "chart.h"

struct taker {
    const struct pages_report *report;
    struct base_arena *arena;
    struct pages_picture_receiver receiver;
    struct base_buffer out;
    struct pages_report_view view;
    const char *name; /* of the picture, and of all that is named in it: unique in a document */
};

/* Each picture is drawn as if it were the only one, under a title of its own. */
static const struct pages_report_view *begin(struct taker *taker, const char *name,
                                             const char *title)
{
    base_buffer_init(&taker->out, taker->arena);
    taker->view = pages_report_view_new(taker->report, &taker->out);
    taker->view.is_alone = true;
    taker->view.title = title;
    taker->name = name;
    return &taker->view;
}

/* What draws nothing is no picture. */
static void end(struct taker *taker, struct pages_sentence reading, struct pages_picture_data data)
{
    const struct pages_taken_picture picture = {.name = taker->name,
                                                .title = taker->view.title,
                                                .reading = reading.words,
                                                .data = data,
                                                .svg = base_buffer_view(&taker->out)};
    if (picture.svg.length > 0)
        taker->receiver.take(&picture, taker->receiver.context);
}

/* A name of a question or a type as a part of a file's. */
static const char *part(struct taker *taker, const char *before, const char *name)
{
    char *text = base_arena_format(taker->arena, "%s-%s", before, name);
    for (char *c = text; *c; c++) {
        if (!isalnum((unsigned char)*c) && *c != '_' && *c != '-')
            *c = '-';
    }
    return text;
}

static const char *word(struct taker *taker, enum pages_word id)
{
    return pages_word(taker->view.words, id);
}

static const char *titled(struct taker *taker, enum pages_word id, const char *what)
{
    return base_arena_format(taker->arena, "%s: %s", word(taker, id), what);
}

#define DATA(...) ((struct pages_picture_data){__VA_ARGS__})

static void take_people(struct taker *taker)
{
    const struct pages_report *report = taker->report;
    const struct pages_report_view *view;
    if (report->response_count > 0) {
        view = begin(taker, "response-rate", word(taker, REPORT_CHART_RATES));
        pages_chart_rates(view, taker->name);
        end(taker, pages_report_read_rates(view), DATA(.metrics = "participation.flow"));
    }
    for (size_t i = 0; i < report->flow_count; i++) {
        const struct pages_flow *flow = &report->flows[i];
        bool is_people = flow->unit == PAGES_UNIT_PEOPLE;
        view = begin(
            taker, is_people ? "who-stayed-people" : "who-stayed-organisations",
            titled(taker, FLOW_TITLE, word(taker, is_people ? FLOW_PEOPLE : FLOW_ORGANISATIONS)));
        pages_chart_flow(view, taker->name, flow);
        end(taker, pages_report_read_flow(view, flow),
            DATA(.metrics = "participation.turnover,participation.retention",
                 .unit = pages_report_unit(flow->unit)));
    }
    for (size_t i = 0; i < report->diversity_count; i++) {
        const struct pages_diversity *diversity = &report->diversities[i];
        bool is_people = diversity->unit == PAGES_UNIT_PEOPLE;
        view = begin(taker, is_people ? "actor-types-people" : "actor-types-organisations",
                     word(taker, is_people ? DIVERSITY_PEOPLE : DIVERSITY_ORGANISATIONS));
        pages_chart_diversity(view, taker->name, diversity);
        end(taker, pages_report_read_diversity(view, diversity),
            DATA(.metrics = "participation.diversity", .unit = pages_report_unit(diversity->unit)));
    }
}

static void take_pairs(struct taker *taker, enum pages_word title, const struct pages_pair *pairs,
                       size_t count)
{
    bool is_distance = title == CHART_CONVERGENCE;
    const char *name = is_distance ? "shared-understanding" : "learning";
    const char *metrics =
        is_distance ? "understanding.change" : "learning.paired,learning.retrospective";
    struct pages_parts parts = pages_report_parts(count);
    for (size_t i = 0; i < parts.count; i++) {
        size_t from = i * parts.each;
        size_t these = from + parts.each < count ? parts.each : count - from;
        bool is_whole = parts.count == 1;
        const struct pages_report_view *view =
            begin(taker, is_whole ? name : base_arena_format(taker->arena, "%s-%zu", name, i + 1),
                  is_whole ? word(taker, title)
                           : base_arena_format(taker->arena, "%s (%zu/%zu)", word(taker, title),
                                               i + 1, parts.count));
        pages_chart_pairs(view, taker->name, title, &pairs[from], these);
        end(taker, pages_report_read_pairs(view, &pairs[from], these, is_distance),
            DATA(.metrics = metrics));
    }
}

static void take_networks(struct taker *taker)
{
    const struct pages_network *network = taker->report->network;
    for (size_t i = 0; network && i < network->count; i++) {
        const struct pages_network_cycle *cycle = &network->cycles[i];
        const struct pages_report_view *view = begin(
            taker, base_arena_format(taker->arena, "collaboration-cycle-%d", cycle->cycle), NULL);
        taker->view.title =
            titled(taker, NETWORK_TITLE, pages_chart_cycle_name(view, cycle->cycle));
        pages_chart_network(view, taker->name, cycle);
        end(taker, pages_report_read_network(view, cycle),
            DATA(.metrics = "network.structure,network.change", .cycle = cycle->cycle));
    }
}

static void take_shares(struct taker *taker)
{
    for (size_t i = 0; i < taker->report->share_count; i++) {
        const struct pages_share *share = &taker->report->shares[i];
        const struct pages_figure figure = {.measure = share->measure};
        const char *name = share->measure == PAGES_MEASURE_ASSIGNMENT_DONE ? "assignment-done"
                           : share->measure == PAGES_MEASURE_APPLIED       ? "used-at-work"
                                                                           : "told-others";
        const struct pages_report_view *view = begin(taker, name, NULL);
        taker->view.title = base_arena_format(taker->arena, "%s: %s",
                                              pages_figure_name(view, &figure), share->text);
        pages_chart_share(view, taker->name, share);
        end(taker, pages_report_read_share(view, share),
            DATA(.metrics = pages_report_share_metric(share->measure)));
    }
}

static void take_breakdowns(struct taker *taker)
{
    for (size_t i = 0; i < taker->report->breakdown_count; i++) {
        const struct pages_breakdown *breakdown = &taker->report->breakdowns[i];
        const struct pages_report_view *view = begin(taker, NULL, NULL);
        taker->name = part(taker, "by-actor-type", breakdown->id);
        taker->view.title = titled(taker, BREAKDOWN_TITLE, breakdown->text);
        pages_chart_breakdown(view, taker->name, breakdown);
        end(taker, pages_report_read_breakdown(view, breakdown),
            DATA(.metrics = "disclosure.breakdown", .subject = breakdown->id));
    }
}

static void take_questions(struct taker *taker)
{
    const struct pages_report *report = taker->report;
    for (size_t i = 0; i < report->question_count; i++) {
        const struct pages_report_question *question = &report->questions[i];
        const struct pages_picture_data data = {.metrics = pages_report_question_metrics(question),
                                                .subject = question->id};
        const struct pages_report_view *view =
            begin(taker, part(taker, "trend", question->id), NULL);
        taker->view.title = titled(taker, REPORT_TREND, question->text);
        if (pages_report_has_trend(view, question))
            pages_chart_trend(view, taker->name, question);
        end(taker, pages_report_read_trend(view, question), data);
        view = begin(taker, part(taker, "answers", question->id), question->text);
        if (question->category_count > 0 && question->point_count > 0)
            pages_chart_distribution(view, taker->name, question);
        end(taker, pages_report_read_question(view, question), data);
    }
}

void pages_report_pictures(const struct pages_report *report, struct base_arena *arena,
                           struct pages_picture_receiver receiver)
{
    struct taker taker = {.report = report, .arena = arena, .receiver = receiver};
    take_people(&taker);
    if (report->convergence_count > 0)
        take_pairs(&taker, CHART_CONVERGENCE, report->convergences, report->convergence_count);
    if (report->pair_count > 0)
        take_pairs(&taker, CHART_PAIRS, report->pairs, report->pair_count);
    take_networks(&taker);
    take_shares(&taker);
    take_breakdowns(&taker);
    take_questions(&taker);
}
