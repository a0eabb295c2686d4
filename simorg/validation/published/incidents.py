"""Published figures of incidents: status pages and post-mortems tell of severity 1 and 2 alone."""

from __future__ import annotations

from simorg.validation.published.row import HOURS, Published

THEME = "severe incidents (1 and 2)"

CLOUD = "Google Cloud and AWS, status pages: [atlarge2024]"
LLM = "four providers of LLM services, impact 2 and 3, status pages: [chu2025]"
LAGS = (
    "published until the first public note, of lags above a minute; of one provider 28 % are set to none: "
    "with them its median is 0.39 h, its 85th percentile 2.4 h, the part 0.19"
)
RESOLVED = (
    "published until the page says resolved; here until the harm ends, which pages call monitoring: from the "
    "start 0.66 h instead of 1.48 h at the median of the same incidents"
)
FITTED = "the time until an alert reports a fault was fitted to Google Cloud"
PARTS = "diagnosis and switching over were fitted to parts of it"

ROWS = (
    Published(
        "onset to noticed, median", "h", 0.73, 1.33, "severe_time_to_detect_p50_days", HOURS,
        f"0.86 h [0.73, 0.96], 1.20 h [1.12, 1.33]: {CLOUD}", differs=LAGS, is_input=FITTED,
    ),
    Published(
        "onset to noticed, 85th percentile", "h", 2.3, 6.1, "severe_time_to_detect_p85_days", HOURS,
        f"4.8 h [3.7, 6.1], 2.4 h [2.3, 2.7]: {CLOUD}", differs=LAGS, is_input=FITTED,
    ),
    Published(
        "part of an incident before it is noticed, median", "share", 0.30, 0.60, "severe_detection_part_p50",
        1.0, f"0.34 [0.30, 0.37], 0.56 [0.53, 0.60], of those noticed before the end: {CLOUD}", differs=LAGS,
    ),
    Published(
        "noticed to restored, median", "h", 0.33, 1.63, "severe_noticed_to_restored_p50_days", HOURS,
        f"0.67 h [0.33, 1.07] to 1.47 h [1.30, 1.63]: {LLM}", differs=RESOLVED, is_input=PARTS,
    ),
    Published(
        "noticed to restored, 85th percentile", "h", 1.4, 5.4, "severe_noticed_to_restored_p85_days", HOURS,
        f"2.9 h [1.4, 4.2] to 4.6 h [3.4, 5.4]: {LLM}", differs=RESOLVED,
        is_input=PARTS,
    ),
    Published(
        "onset to restored, median", "h", 1.6, 2.4, "severe_time_to_restore_p50_days", HOURS,
        f"2.2 h [2.0, 2.4], 1.8 h [1.6, 2.0]: {CLOUD}",
    ),
    Published(
        "onset to restored, 85th percentile", "h", 4.3, 14.8, "severe_time_to_restore_p85_days", HOURS,
        f"13.0 h [10.6, 14.8], 5.1 h [4.3, 5.8]: {CLOUD}",
    ),
    Published(
        "onset to restored, severity 1, median", "h", 1.1, 1.9, "time_to_restore_p50_days_severity_1", HOURS,
        "1.35 h [1.1, 1.9], Google Cloud, severity high: [atlarge2024]",
        differs="a provider's words for how bad it was, taken as severity 1 and 2",
    ),
    Published(
        "onset to restored, severity 2, median", "h", 2.0, 2.5, "time_to_restore_p50_days_severity_2", HOURS,
        "2.2 h [2.0, 2.5], Google Cloud, severity medium: [atlarge2024]", differs="as above",
    ),
    Published(
        "first noticed by people", "share", 0.33, 0.49, "severe_noticed_by_people_share", 1.0,
        "of 134 severe incidents of a cloud service no monitor reported 55 (0.41 [0.33, 0.49]): [ghosh2022]",
        differs="published: no alert ever came; here: people were first, if need be before an alert",
        is_input="the probability that alerts work was taken from it, for plain faults",
    ),
    Published(
        "plain faults", "share", 0.52, 0.72, "severe_ml_share", -1.0,
        "60 of 96 post-mortems of a pipeline were not about ML (95 % interval): [papasian2020]",
        is_input="rates of faults and breakages were set so",
    ),
    Published(
        "severe incidents per model-year", "1/year", 6.0, 49.0, "severe_incidents_per_model_year", 1.0,
        "9.6 post-mortems a year of a pipeline: [papasian2020]; 6-49 a year of an LLM service, impact 2 and "
        "3: [chu2025]",
        differs="a pipeline or service is more than a model; pages of a whole world of users; an "
        "outage counts once on a page and once a model here",
    ),
    Published(
        "variation of the time between incidents", "1", 1.35, 2.16, "severe_gap_cv", 1.0,
        "coefficient of variation, four providers of LLM services: [chu2025]",
        differs="published of all incidents of a provider; here of the severe ones of an organisation",
        is_input="looked at when outages were set",
    ),
)  # fmt: skip
