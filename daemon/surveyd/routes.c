#include "visit.h"

/* Pages for people and the API for programs; paths that no row serves are answered by the server.
 */
const struct http_route daemon_routes[] = {
    {"form", HTTP_GET, "/p/{programme}/{token}", serve_form},
    {"submission", HTTP_POST, "/p/{programme}/{token}", accept_submission},
    {"answers", HTTP_GET, "/p/{programme}/{token}/cycle/{cycle}", show_answers},
    {"receipt", HTTP_GET, "/p/{programme}/{token}/receipt/{receipt}", show_receipt},
    {"open_form", HTTP_GET, "/o/{programme}/{code}", serve_form},
    {"open_submission", HTTP_POST, "/o/{programme}/{code}", accept_submission},
    {"open_receipt", HTTP_GET, "/o/{programme}/{code}/receipt/{receipt}", show_receipt},
    {"withdraw_page", HTTP_GET, "/p/{programme}/{token}/receipt/{receipt}/withdraw",
     ask_to_withdraw},
    {"withdraw", HTTP_POST, "/p/{programme}/{token}/receipt/{receipt}/withdraw", withdraw_answers},
    {"open_withdraw_page", HTTP_GET, "/o/{programme}/{code}/receipt/{receipt}/withdraw",
     ask_to_withdraw},
    {"open_withdraw", HTTP_POST, "/o/{programme}/{code}/receipt/{receipt}/withdraw",
     withdraw_answers},
    {"results", HTTP_GET, "/p/{programme}/{token}/results/{cycle}", show_results},
    {"open_results", HTTP_GET, "/o/{programme}/{code}/results/{cycle}", show_results},
    {"room", HTTP_GET, "/o/{programme}/{code}/room", show_room},
    {"receipt_search", HTTP_GET, "/r/{programme}", find_receipt},
    {"receipt_alone", HTTP_GET, "/r/{programme}/{receipt}", show_receipt},
    {"withdraw_page_alone", HTTP_GET, "/r/{programme}/{receipt}/withdraw", ask_to_withdraw},
    {"withdraw_alone", HTTP_POST, "/r/{programme}/{receipt}/withdraw", withdraw_answers},
    {"report", HTTP_GET, "/report/{programme}", show_report},
    {"report_figures", HTTP_GET, "/report/{programme}/figures.csv", show_figures},
    {"programme", HTTP_GET, "/api/v1/programmes/{programme}", describe_programme},
    {"asset", HTTP_GET, "/assets/{file}", serve_asset},
    {"short_address", HTTP_GET, "/{code}", follow_short_address},
};
const size_t daemon_route_count = sizeof daemon_routes / sizeof *daemon_routes;

void serve_asset(struct http_exchange *exchange, void *context)
{
    const struct worker *worker = context;
    http_assets_respond(worker->daemon->assets, exchange);
}

/* A person who mistyped an address gets a page, a program a problem document. */
void not_served(struct http_exchange *exchange, void *context)
{
    const struct worker *worker = context;
    if (http_exchange_allowed(exchange) != 0) {
        http_exchange_problem(exchange, 405, "method_not_allowed",
                              "This address does not take that method.", NULL, 0, 0);
    } else {
        respond_notice(exchange, worker->daemon, PAGES_NOTICE_NOT_FOUND);
    }
}
