/* The parts of the report about people, changes, collaboration and practice. */
#include <math.h>
#include <stddef.h>

#include "chart.h"
#include "markup.h"

static const char *id_of(const struct pages_report_view *view, const char *name, size_t index)
{
    return base_arena_format(view->arena, "%s-%zu", name, index + 1);
}

/* The caption in words of the interface. */
static void open_card(const struct pages_report_view *view, const char *caption)
{
    base_buffer_string(view->out, "<figure class=\"card\">\n<figcaption");
    pages_chart_mark(view);
    pages_print(view->out, ">%s</figcaption>\n", caption);
}

/* The caption in words of the programme. */
static void open_their_card(const struct pages_report_view *view, const char *caption)
{
    pages_print(view->out, "<figure class=\"card\">\n<figcaption>%s</figcaption>\n", caption);
}

static void close_card(const struct pages_report_view *view)
{
    base_buffer_string(view->out, "</figure>\n");
}

static void write_flows(const struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    if (!pages_report_has_picture(view, PAGES_PICTURE_FLOW))
        return;
    pages_report_section_open(view, "flow", FLOW_TITLE, FLOW_TEXT);
    pages_report_paragraph(
        view, "note",
        (struct pages_sentence){.words = pages_word(view->words, report->flows[0].by_attendance
                                                                     ? FLOW_ATTENDED
                                                                     : FLOW_ANSWERED)});
    base_buffer_string(view->out, "<div class=\"halves\">\n");
    for (size_t i = 0; i < report->flow_count; i++) {
        const struct pages_flow *flow = &report->flows[i];
        open_card(view,
                  pages_word(view->words,
                             flow->unit == PAGES_UNIT_PEOPLE ? FLOW_PEOPLE : FLOW_ORGANISATIONS));
        pages_report_paragraph(view, "reading", pages_report_read_flow(view, flow));
        pages_chart_flow(view, id_of(view, "flow", i), flow);
        pages_report_figures_open(view);
        pages_report_table_flow(view, id_of(view, "flow-table", i), flow);
        pages_report_figures_close(
            view,
            (struct pages_picture_data){.metrics = "participation.turnover,participation.retention",
                                        .unit = pages_report_unit(flow->unit)});
        close_card(view);
    }
    base_buffer_string(view->out, "</div>\n");
    pages_report_section_close(view);
}

static void write_diversities(const struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    if (!pages_report_has_picture(view, PAGES_PICTURE_DIVERSITY))
        return;
    pages_report_section_open(view, "diversity", DIVERSITY_TITLE, DIVERSITY_TEXT);
    base_buffer_string(view->out, "<div class=\"halves\">\n");
    for (size_t i = 0; i < report->diversity_count; i++) {
        const struct pages_diversity *diversity = &report->diversities[i];
        open_card(view, pages_word(view->words, diversity->unit == PAGES_UNIT_PEOPLE
                                                    ? DIVERSITY_PEOPLE
                                                    : DIVERSITY_ORGANISATIONS));
        pages_report_paragraph(view, "reading", pages_report_read_diversity(view, diversity));
        pages_chart_diversity(view, id_of(view, "diversity", i), diversity);
        pages_report_figures_open(view);
        pages_report_table_diversity(view, id_of(view, "diversity-table", i), diversity);
        pages_report_figures_close(
            view, (struct pages_picture_data){.metrics = "participation.diversity",
                                              .unit = pages_report_unit(diversity->unit)});
        close_card(view);
    }
    base_buffer_string(view->out, "</div>\n");
    pages_report_section_close(view);
}

void pages_report_participation(const struct pages_report_view *view)
{
    write_flows(view);
    write_diversities(view);
}

#define PAIRS_PER_PICTURE 6

struct pages_parts pages_report_parts(size_t pairs)
{
    size_t count = (pairs + PAIRS_PER_PICTURE - 1) / PAIRS_PER_PICTURE;
    return (struct pages_parts){count, count > 0 ? (pairs + count - 1) / count : 0};
}

static void write_pairs(const struct pages_report_view *view, const char *id, enum pages_word title,
                        const struct pages_pair *pairs, size_t count, const char *metrics)
{
    struct pages_parts parts = pages_report_parts(count);
    base_buffer_string(view->out, "<figure class=\"card\">\n<figcaption");
    pages_chart_mark(view);
    pages_print(view->out, ">%s</figcaption>\n", pages_word(view->words, title));
    pages_report_paragraph(view, "reading",
                           pages_report_read_pairs(view, pairs, count, title == CHART_CONVERGENCE));
    base_buffer_string(view->out, "<div class=\"pictures\">\n");
    for (size_t i = 0; i < parts.count; i++) {
        size_t from = i * parts.each;
        pages_chart_pairs(view, id_of(view, id, i), title, &pairs[from],
                          from + parts.each < count ? parts.each : count - from);
    }
    base_buffer_string(view->out, "</div>\n");
    pages_report_figures_open(view);
    pages_report_table_pairs(view, base_arena_format(view->arena, "%s-table", id), title, pairs,
                             count);
    pages_report_figures_close(view, (struct pages_picture_data){.metrics = metrics});
    close_card(view);
}

void pages_report_changes(const struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    if (report->convergence_count > 0) {
        pages_report_section_open(view, "convergence", CONVERGENCE_TITLE, CONVERGENCE_TEXT);
        write_pairs(view, "convergence", CHART_CONVERGENCE, report->convergences,
                    report->convergence_count, "understanding.change");
        pages_report_section_close(view);
    }
    if (report->pair_count > 0) {
        pages_report_section_open(view, "pairs", PAIRS_TITLE, PAIRS_TEXT);
        write_pairs(view, "pairs", CHART_PAIRS, report->pairs, report->pair_count,
                    "learning.paired,learning.retrospective");
        pages_report_section_close(view);
    }
}

void pages_report_network(const struct pages_report_view *view)
{
    const struct pages_network *network = view->report->network;
    if (!pages_report_has_picture(view, PAGES_PICTURE_NETWORK))
        return;
    pages_report_section_open(view, "network", NETWORK_TITLE,
                              pages_chart_network_is_table(view) ? NETWORK_TEXT_TABLE
                                                                 : NETWORK_TEXT);
    if (network->text && *network->text)
        pages_print(view->out, "<p class=\"note\"><q>%s</q></p>\n", network->text);
    pages_print(view->out, "<div class=\"halves%s\">\n",
                pages_chart_network_is_table(view) ? " wide" : "");
    for (size_t i = 0; i < network->count; i++) {
        const struct pages_network_cycle *cycle = &network->cycles[i];
        open_card(view, pages_chart_cycle_name(view, cycle->cycle));
        pages_report_paragraph(view, "reading", pages_report_read_network(view, cycle));
        if (!cycle->published)
            pages_report_paragraph(view, "left-out",
                                   (struct pages_sentence){.words = pages_chart_suppressed(view)});
        else if (!cycle->cells)
            pages_report_paragraph(
                view, "left-out",
                (struct pages_sentence){.words = pages_word(view->words, NETWORK_NO_TYPES)});
        pages_chart_network(view, id_of(view, "network", i), cycle);
        pages_report_figures_open(view);
        pages_report_table_network(view, id_of(view, "network-table", i), cycle);
        pages_report_figures_close(
            view, (struct pages_picture_data){.metrics = "network.structure,network.change",
                                              .cycle = cycle->cycle});
        close_card(view);
    }
    base_buffer_string(view->out, "</div>\n");
    pages_report_section_close(view);
}

const char *pages_report_share_metric(enum pages_measure measure)
{
    if (measure == PAGES_MEASURE_ASSIGNMENT_DONE)
        return "transfer.assignment";
    return measure == PAGES_MEASURE_APPLIED ? "transfer.application" : "spread.reach";
}

void pages_report_shares(const struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    if (report->share_count == 0)
        return;
    pages_report_section_open(view, "shares", SHARES_TITLE, SHARES_TEXT);
    base_buffer_string(view->out, "<div class=\"halves\">\n");
    for (size_t i = 0; i < report->share_count; i++) {
        const struct pages_share *share = &report->shares[i];
        open_card(view, pages_figure_name(view, &(struct pages_figure){.measure = share->measure}));
        if (share->text && *share->text)
            pages_print(view->out, "<p class=\"note\"><q>%s</q></p>\n", share->text);
        pages_report_paragraph(view, "reading", pages_report_read_share(view, share));
        pages_chart_share(view, id_of(view, "share", i), share);
        pages_report_figures_open(view);
        pages_report_table_share(view, id_of(view, "share-table", i), share);
        pages_report_figures_close(view, (struct pages_picture_data){
                                             .metrics = pages_report_share_metric(share->measure)});
        close_card(view);
    }
    base_buffer_string(view->out, "</div>\n");
    pages_report_section_close(view);
}

void pages_report_breakdowns(const struct pages_report_view *view)
{
    const struct pages_report *report = view->report;
    if (report->breakdown_count == 0)
        return;
    pages_report_section_open(view, "breakdown", BREAKDOWN_TITLE, BREAKDOWN_TEXT);
    base_buffer_string(view->out, "<div class=\"halves\">\n");
    for (size_t i = 0; i < report->breakdown_count; i++) {
        const struct pages_breakdown *breakdown = &report->breakdowns[i];
        open_their_card(view, breakdown->text);
        pages_report_paragraph(view, "reading", pages_report_read_breakdown(view, breakdown));
        pages_chart_breakdown(view, id_of(view, "breakdown", i), breakdown);
        pages_report_figures_open(view);
        pages_report_table_breakdown(view, id_of(view, "breakdown-table", i), breakdown);
        pages_report_figures_close(view,
                                   (struct pages_picture_data){.metrics = "disclosure.breakdown",
                                                               .subject = breakdown->id});
        close_card(view);
    }
    base_buffer_string(view->out, "</div>\n");
    pages_report_section_close(view);
}

bool pages_report_has_picture(const struct pages_report_view *view, enum pages_picture picture)
{
    const struct pages_report *report = view->report;
    switch (picture) {
    case PAGES_PICTURE_NONE:
        return false;
    case PAGES_PICTURE_RESPONSE:
        return report->response_count > 0;
    case PAGES_PICTURE_FLOW:
        return report->flow_count > 0 && report->flows[0].count > 0;
    case PAGES_PICTURE_DIVERSITY:
        return report->diversity_count > 0 && report->type_count > 0 &&
               report->diversities[0].count > 0;
    case PAGES_PICTURE_CONVERGENCE:
        return report->convergence_count > 0;
    case PAGES_PICTURE_PAIRS:
        return report->pair_count > 0;
    case PAGES_PICTURE_NETWORK:
        return report->network && report->network->count > 0;
    case PAGES_PICTURE_SHARES:
        return report->share_count > 0;
    case PAGES_PICTURE_TREND:
        return pages_report_has_trends(view);
    case PAGES_PICTURE_BREAKDOWN:
        return report->breakdown_count > 0;
    case PAGES_PICTURE_QUESTIONS:
        /* Scales come first and have no bars. */
        return report->question_count > 0 &&
               !report->questions[report->question_count - 1].is_scale;
    }
    return false;
}
