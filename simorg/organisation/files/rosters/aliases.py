"""What HR systems call the columns of a roster, in letters and digits, plainest first."""

from __future__ import annotations

ALIASES = {
    "person_id": (
        "employeeid", "employeenumber", "employeeno", "emplid", "empid", "empno", "employeecode", "workerid",
        "workernumber", "staffid", "staffnumber", "personnelnumber", "personnelno", "pernr", "associateid",
        "personnumber", "userid", "employee", "worker", "id",
    ),
    "manager_id": (
        "manageremployeeid", "manageremployeenumber", "managerworkerid", "managernumber", "managerpersonid",
        "managerno", "supervisorid", "supervisoremployeeid", "supervisornumber", "linemanagerid",
        "directmanagerid", "reportstoid", "reportstoemployeeid", "manageruserid", "reportsto", "manager",
        "supervisor", "linemanager", "directmanager",
    ),
    "job_title": (
        "businesstitle", "jobname", "jobprofile", "positiontitle", "title", "designation", "position", "job",
        "jobrole", "role",
    ),
    "department": (
        "departmentname", "dept", "deptname", "division", "divisionname", "costcenter", "costcentre",
        "costcentername", "orgunit", "organizationalunit", "organisationalunit", "businessunit", "function",
    ),
    "team": (
        "teamname", "supervisoryorganization", "supervisoryorganisation", "subdepartment", "section", "squad",
        "workgroup", "group",
    ),
    "fte": (
        "ftepercent", "ftepercentage", "fulltimeequivalent", "employmentpercentage", "workingtimepercentage",
    ),
    "status": (
        "employmentstatus", "employeestatus", "workerstatus", "activestatus", "hrstatus", "currentstatus",
        "active",
    ),
    "end_date": (
        "terminationdate", "dateoftermination", "leavingdate", "lastworkingday", "lastdayofwork", "exitdate",
        "separationdate", "employmentenddate", "contractenddate", "leavedate",
    ),
}  # fmt: skip
"""Field -> other names of its column.  A "business unit" of an HR system covers everybody, so it is a
department here and not what makes a business unit."""
