/* How long a yes lasts if only time passes: day by day, with what grows gone on. */
#include "plan.h"

int hq_plan_lasts(const struct hq_tables *rules, const struct hq_facts *facts, hq_day as_of, hq_day until, void *work,
		  size_t work_len, hq_day *day, struct hq_decision *last)
{
	for (hq_day d = as_of + 1; d <= until; d++) {
		struct hqp *s;
		int rc = hqp_begin(&s, rules, facts, as_of, d, work, work_len);

		*day = d;
		if (rc == HQ_ENOEDITION) {
			*last = (struct hq_decision){ .as_of = d };
			return 1;
		}
		if (rc == HQ_OK) {
			hqp_world(s, NULL);
			rc = s->rc;
		}
		if (rc < 0)
			return rc;
		if (hqi_verdict_of(&s->ask) == HQ_HIGHLY_QUALIFIED)
			continue;
		*last = (struct hq_decision){ .verdict = hqi_verdict_of(&s->ask), .as_of = d, .edition = s->edition, .route = HQ_NONE,
					      .rows = s->base_values, .measures = s->base_quantities };
		return 1;
	}
	return 0;
}
