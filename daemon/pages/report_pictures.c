/* Each picture of the report as a document of its own. */
#include <ctype.h>

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
    taker->view.is_alone = true;
    return &taker->view;
}

/* What draws nothing is no picture. */
static void end(struct taker *taker, struct pages_taken_picture picture)
{
    picture.svg = base_buffer_view(&taker->out);
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

static void take_people(struct taker *taker)
{
    const struct pages_report *report = taker->report;
    const struct pages_report_view *view = begin(taker);
    if (report->response_count > 0) {
        pages_chart_rates(view, "picture");
        end(taker, (struct pages_taken_picture){.name = "response-rate",
                                                .title = word(taker, REPORT_CHART_RATES),
                                                .reading = pages_report_read_rates(view).words,
                                                .metrics = "participation.flow"});
    }
    for (size_t i = 0; i < report->flow_count; i++) {
        const struct pages_flow *flow = &report->flows[i];
        bool is_people = flow->unit == PAGES_UNIT_PEOPLE;
        view = begin(taker);
        pages_chart_flow(view, "picture", flow);
        end(taker, (struct pages_taken_picture){
                       .name = is_people ? "who-stayed-people" : "who-stayed-organisations",
                       .title = titled(taker, FLOW_TITLE,
                                       word(taker, is_people ? FLOW_PEOPLE : FLOW_ORGANISATIONS)),
                       .reading = pages_report_read_flow(view, flow).words,
                       .metrics = "participation.turnover,participation.retention"});
    }
    for (size_t i = 0; i < report->diversity_count; i++) {
        const struct pages_diversity *diversity = &report->diversities[i];
        bool is_people = diversity->unit == PAGES_UNIT_PEOPLE;
        view = begin(taker);
        pages_chart_diversity(view, "picture", diversity);
        end(taker, (struct pages_taken_picture){
                       .name = is_people ? "actor-types-people" : "actor-types-organisations",
                       .title = word(taker, is_people ? DIVERSITY_PEOPLE : DIVERSITY_ORGANISATIONS),
                       .reading = pages_report_read_diversity(view, diversity).words,
                       .metrics = "participation.diversity"});
    }
}

static void take_pairs(struct taker *taker, enum pages_word title, const struct pages_pair *pairs,
                       size_t count)
{
    bool is_distance = title == CHART_CONVERGENCE;
    const char *name = is_distance ? "shared-understanding" : "learning";
    struct pages_parts parts = pages_report_parts(count);
    for (size_t i = 0; i < parts.count; i++) {
        size_t from = i * parts.each;
        size_t these = from + parts.each < count ? parts.each : count - from;
        const struct pages_report_view *view = begin(taker);
        pages_chart_pairs(view, "picture", title, &pairs[from], these);
        end(taker,
            (struct pages_taken_picture){
                .name =
                    parts.count > 1 ? base_arena_format(taker->arena, "%s-%zu", name, i + 1) : name,
                .title = word(taker, title),
                .reading = pages_report_read_pairs(view, &pairs[from], these, is_distance).words,
                .metrics = is_distance ? "understanding.change"
                                       : "learning.paired,learning.retrospective"});
    }
}

static void take_networks(struct taker *taker)
{
    const struct pages_network *network = taker->report->network;
    for (size_t i = 0; network && i < network->count; i++) {
        const struct pages_network_cycle *cycle = &network->cycles[i];
        const struct pages_report_view *view = begin(taker);
        pages_chart_network(view, "picture", cycle);
        end(taker,
            (struct pages_taken_picture){
                .name = base_arena_format(taker->arena, "collaboration-cycle-%d", cycle->cycle),
                .title = titled(taker, NETWORK_TITLE, pages_chart_cycle_name(view, cycle->cycle)),
                .reading = pages_report_read_network(view, cycle).words,
                .metrics = "network.structure,network.change"});
    }
}

static void take_shares(struct taker *taker)
{
    for (size_t i = 0; i < taker->report->share_count; i++) {
        const struct pages_share *share = &taker->report->shares[i];
        const struct pages_figure figure = {.measure = share->measure};
        const struct pages_report_view *view = begin(taker);
        const char *name = share->measure == PAGES_MEASURE_ASSIGNMENT_DONE ? "assignment-done"
                           : share->measure == PAGES_MEASURE_APPLIED       ? "used-at-work"
                                                                           : "told-others";
        pages_chart_share(view, "picture", share);
        end(taker, (struct pages_taken_picture){
                       .name = name,
                       .title = base_arena_format(taker->arena, "%s: %s",
                                                  pages_figure_name(view, &figure), share->text),
                       .reading = pages_report_read_share(view, share).words,
                       .metrics = pages_report_share_metric(share->measure)});
    }
}

static void take_questions(struct taker *taker)
{
    const struct pages_report *report = taker->report;
    for (size_t i = 0; i < report->breakdown_count; i++) {
        const struct pages_breakdown *breakdown = &report->breakdowns[i];
        const struct pages_report_view *view = begin(taker);
        pages_chart_breakdown(view, "picture", breakdown);
        end(taker, (struct pages_taken_picture){
                       .name = part(taker, "by-actor-type", breakdown->id),
                       .title = titled(taker, BREAKDOWN_TITLE, breakdown->text),
                       .reading = pages_report_read_breakdown(view, breakdown).words,
                       .metrics = "disclosure.breakdown",
                       .subject = breakdown->id});
    }
    for (size_t i = 0; i < report->question_count; i++) {
        const struct pages_report_question *question = &report->questions[i];
        const char *metrics = question->is_scale ? "reaction.scale" : "reaction.item";
        const struct pages_report_view *view = begin(taker);
        if (pages_report_has_trend(view, question))
            pages_chart_trend(view, "picture", question);
        end(taker,
            (struct pages_taken_picture){.name = part(taker, "trend", question->id),
                                         .title = titled(taker, REPORT_TREND, question->text),
                                         .reading = pages_report_read_trend(view, question).words,
                                         .metrics = metrics,
                                         .subject = question->id});
        view = begin(taker);
        if (question->category_count > 0 && question->point_count > 0)
            pages_chart_distribution(view, "picture", question);
        end(taker, (struct pages_taken_picture){
                       .name = part(taker, "answers", question->id),
                       .title = question->text,
                       .reading = pages_report_read_question(view, question).words,
                       .metrics = metrics,
                       .subject = question->id});
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
    take_questions(&taker);
}
