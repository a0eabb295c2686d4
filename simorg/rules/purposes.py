"""Names of all draws. A purpose is a stable hash of its name: adding one renumbers none."""

from __future__ import annotations

from simorg.draws import purpose_code

# attributes of an initiative or model, the same under every structure
ARRIVAL_GAP = purpose_code("arrival gap")
SIZE = purpose_code("size")
DIFFICULTY = purpose_code("difficulty")
VALUE = purpose_code("value")
SENSITIVE = purpose_code("sensitive")
MONITORED = purpose_code("monitored")
VERSIONED = purpose_code("versioned")
AUTOMATED = purpose_code("automated")
DRIFT_RATE = purpose_code("drift rate")
LIFETIME = purpose_code("lifetime")
IMPROVEMENT_GAP = purpose_code("improvement gap")

# the way through the stages
STAGE_EFFORT = purpose_code("stage effort")
STAGE_WAIT = purpose_code("stage wait")
STAGE_OUTCOME = purpose_code("stage outcome")
RESUMPTION = purpose_code("resumption")
DUE = purpose_code("due day of an item")

# besides
DUTY_GAP = purpose_code("gap between duties")
DUTY_EFFORT = purpose_code("duty effort")

# requests
REQUEST_GAP = purpose_code("gap between requests")
REQUEST_SKILL = purpose_code("skill of a request")
REQUEST_FIRST = purpose_code("first team of a request")
REQUEST_BLOCKED = purpose_code("request blocked")
REQUEST_BLOCKED_TIME = purpose_code("blocked time of a request")
REQUEST_INSTANT = purpose_code("request answered at once")
REQUEST_EFFORT = purpose_code("request effort")
REQUEST_MOVES = purpose_code("request moves on")
REQUEST_BACK = purpose_code("request goes back")
REQUEST_NEXT = purpose_code("next team of a request")

# between teams
ROUTED_WRONG = purpose_code("routed wrong")
WRONG_TEAM = purpose_code("wrong team")
BACK_TO_SENDER = purpose_code("back to the sender")
USEFUL_HOP = purpose_code("useful hop")
TRIAGE_EFFORT = purpose_code("triage effort")
LATENCY = purpose_code("latency")
QUESTION_LATENCY = purpose_code("question latency")
QUESTIONS = purpose_code("questions")
UNANSWERED = purpose_code("unanswered")
ANSWER_EFFORT = purpose_code("answer effort")
DECISION_EFFORT = purpose_code("decision effort")
DECISION_LATENCY = purpose_code("way to the decider")
DECISION_RETURN = purpose_code("way back from the decider")
LOST_KNOWLEDGE = purpose_code("lost knowledge")

# approvals
APPROVAL_NEEDED = purpose_code("approval needed")
APPROVAL_LATENCY = purpose_code("approval latency")
APPROVAL_EFFORT = purpose_code("approval effort")
APPROVAL_VERDICT = purpose_code("approval verdict")
APPROVAL_CATCH = purpose_code("approval catch")

# defects and release
DEFECTS = purpose_code("defects")
REGENERATED = purpose_code("regenerated defects")
GATE_CATCH = purpose_code("gate catch")
REWORK_EFFORT = purpose_code("rework effort")
STEP_EFFORT = purpose_code("release step effort")
STEP_FAILURE = purpose_code("release step failure")
STEP_DROP = purpose_code("release step drop")
FAILED_CLASS = purpose_code("class of a failed release")
ROLL_BACK_EFFORT = purpose_code("roll back effort")
DEFECT_SHOWS = purpose_code("defect shows")
DEFECT_LOSS = purpose_code("defect loss")

# ageing
BREACH = purpose_code("drift breach")
BREAK_GAP = purpose_code("break gap")
BREAK_LOSS = purpose_code("break loss")
FAULT_GAP = purpose_code("fault gap")
FAULT_LOSS = purpose_code("fault loss")

# watching
COVARIATE = purpose_code("covariate drift")
PERFORMANCE_CHECKS = purpose_code("performance checks")
INPUT_CHECKS = purpose_code("input checks")
ALERT_WORKS = purpose_code("alert works")
ALERT_LAG = purpose_code("alert lag")
COMPLAINT = purpose_code("complaint")
TRAFFIC = purpose_code("traffic")
UNSEEN = purpose_code("unseen by users")
REVIEW_PHASE = purpose_code("phase of the reviews")
REVIEW_EFFORT = purpose_code("review effort")
REVIEW_FINDS = purpose_code("review finds")
MITIGATION = purpose_code("what ends the harm")
HOT_FIX_EFFORT = purpose_code("hot fix effort")
OUTAGE_GAP = purpose_code("outage gap")
OUTAGE_HITS = purpose_code("outage hits")
OUTAGE_LOSS = purpose_code("outage loss")
PAGED_RIGHT = purpose_code("paged right")
ON_CALL_EFFORT = purpose_code("on call effort")
ATTENTION = purpose_code("attention")
FALSE_ALARM_GAP = purpose_code("false alarm gap")
FALSE_ALARM_EFFORT = purpose_code("false alarm effort")

# response
ACKNOWLEDGE_EFFORT = purpose_code("acknowledge effort")
DIAGNOSE_EFFORT = purpose_code("diagnose effort")
ESCALATED = purpose_code("escalated")
HELD_UP = purpose_code("held up")
HOLD_UP = purpose_code("hold-up length")
EXTERNAL = purpose_code("external end")
EXTERNAL_TIME = purpose_code("external time")
ROLL_BACK_FITS = purpose_code("roll back fits")
FALLBACK = purpose_code("fallback")
MITIGATE_EFFORT = purpose_code("mitigate effort")
FIX_NEEDED = purpose_code("fix needed")
COMPUTE = purpose_code("compute time")
RETRAIN_PHASE = purpose_code("phase of the first scheduled retraining")
