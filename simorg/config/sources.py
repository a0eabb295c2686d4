"""What the defaults of parameters rest on: one entry a source, told once, cited by its key.

Goes in: nothing. Comes out: `SOURCES`, from which a parameter's text ``[chen2019]`` becomes a citation
(`simorg.config.citations`) and ``simorg params --format bib`` a bibliography. A source that no
parameter cites is not kept here.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["article", "inproceedings", "book", "techreport", "misc"]
"""Kind of publication, in BibTeX's words."""


class Source(NamedTuple):
    """One publication; names as BibTeX writes them: surname first, `` and `` between, braces around a body."""

    kind: Kind
    author: str
    year: int
    title: str
    where: str
    doi: str = ""
    arxiv: str = ""
    url: str = ""


SOURCES: dict[str, Source] = {
    "abdelhamid1991": Source(
        "book", "Abdel-Hamid, Tarek and Madnick, Stuart E.", 1991,
        "Software Project Dynamics: An Integrated Approach", "Prentice Hall, as coded by M. Barros",
        url="https://openlibrary.org/isbn/9780138220402",
    ),
    "amaral2018": Source(
        "misc", "Amaral, Claudio and Fantinato, Marcelo and Peres, Sarajane", 2018,
        "Incident management process enriched event log", "UCI Machine Learning Repository", doi="10.24432/C57S4H",
    ),
    "anaconda2020": Source(
        "misc", "{Anaconda}", 2020, "The State of Data Science 2020: Moving from Hype toward Maturity",
        "survey of 2,360 people, as reported by BigDataWire",
        url="https://bigdatawire.com/2020/07/06/data-prep-still-dominates-data-scientists-time-survey-finds",
    ),
    "arize2022": Source(
        "misc", "{Arize AI} and {MLOps Community}", 2022, "Three Takeaways from Our Survey of Top ML Teams",
        "survey of 945 people", url="https://arize.com/blog/three-takeaways-from-our-survey-of-top-ml-teams/",
    ),
    "atlarge2024": Source(
        "misc", "{AtLarge Research}", 2024, "Incident reports of cloud providers: Google Cloud 2017-2022, AWS, Azure",
        "Zenodo", doi="10.5281/zenodo.14010282",
    ),
    "breu2010": Source(
        "inproceedings", "Breu, Silvia and Premraj, Rahul and Sillito, Jonathan and Zimmermann, Thomas", 2010,
        "Information Needs in Bug Reports: Improving Cooperation Between Developers and Users",
        "Proceedings of CSCW 2010", doi="10.1145/1718918.1718973",
    ),
    "chen2019": Source(
        "inproceedings",
        "Chen, Junjie and He, Xiaoting and Lin, Qingwei and Xu, Yong and Zhang, Hongyu and Hao, Dan and Gao, Feng "
        "and Xu, Zhangwei and Dang, Yingnong and Zhang, Dongmei", 2019,
        "An Empirical Investigation of Incident Triage for Online Service Systems",
        "Proceedings of ICSE-SEIP 2019", doi="10.1109/ICSE-SEIP.2019.00020",
    ),
    "chu2025": Source(
        "inproceedings", "Chu, Xiaoyu and Talluri, Sacheendra and Lu, Qingxian and Iosup, Alexandru", 2025,
        "An Empirical Characterization of Outages and Incidents in Public Services for Large Language Models",
        "Proceedings of ICPE 2025; data on Zenodo, 10.5281/zenodo.14018219", arxiv="2501.12469",
    ),
    "datatalks2025": Source(
        "misc", "{DataTalks.Club}", 2025, "Machine Learning and MLOps: Survey 2025-2026",
        "survey; an earlier wave of over 200 people on the same site",
        url="https://datatalks.club/surveys/2025-2026/ml-mlops",
    ),
    "dongen2014": Source(
        "misc", "van Dongen, Boudewijn", 2014, "BPI Challenge 2014", "4TU.ResearchData",
        doi="10.4121/uuid:c3e5d162-0cfd-4bb0-bd82-af5268819c35",
    ),
    "dongen2020": Source(
        "misc", "van Dongen, Boudewijn", 2020, "BPI Challenge 2020", "4TU.ResearchData",
        doi="10.4121/uuid:52fb97d4-4588-43c9-9d04-3604d4613b51",
    ),
    "elwell2011": Source(
        "article", "Elwell, Ryan and Polikar, Robi", 2011,
        "Incremental Learning of Concept Drift in Nonstationary Environments", "IEEE Transactions on Neural Networks",
        doi="10.1109/TNN.2011.2160459",
    ),
    "fanaee2013": Source(
        "misc", "Fanaee-T, Hadi", 2013, "Bike Sharing", "UCI Machine Learning Repository", doi="10.24432/C5W894",
    ),
    "flaounas2017": Source(
        "misc", "Flaounas, Ilias", 2017, "Beyond the technical challenges for deploying Machine Learning solutions "
        "in a software company", "arXiv", arxiv="1708.02363",
    ),
    "gartner2025": Source(
        "misc", "{Gartner}", 2025, "Gartner Survey Finds 45% of Organizations With High AI Maturity Keep AI Projects "
        "Operational for at Least Three Years", "press release, as printed by NCNONLINE",
        url="https://www.ncnonline.net/gartner-survey-finds-45-of-organizations-with-high-ai-maturity-keep-ai-projects"
        "-operational-for-at-least-three-years/",
    ),
    "ghosh2022": Source(
        "inproceedings", "Ghosh, Supriyo and Shetty, Manish and Bansal, Chetan and Nath, Suman", 2022,
        "How to Fight Production Incidents? An Empirical Study on a Large-Scale Cloud Service",
        "Proceedings of SoCC 2022, read as slides", doi="10.1145/3542929.3563482",
    ),
    "guo2011": Source(
        "inproceedings", "Guo, Philip J. and Zimmermann, Thomas and Nagappan, Nachiappan and Murphy, Brendan", 2011,
        "``Not My Bug!'' and Other Reasons for Software Bug Report Reassignments",
        "Proceedings of CSCW 2011", doi="10.1145/1958824.1958887",
    ),
    "harries1999": Source(
        "techreport", "Harries, Michael", 1999, "SPLICE-2 Comparative Evaluation: Electricity Pricing",
        "University of New South Wales", url="https://github.com/scikit-multiflow/streaming-datasets",
    ),
    "he2014": Source(
        "inproceedings",
        "He, Xinran and Pan, Junfeng and Jin, Ou and Xu, Tianbing and Liu, Bo and Xu, Tao and Shi, Yanxin and "
        "Atallah, Antoine and Herbrich, Ralf and Bowers, Stuart and Quiñonero Candela, Joaquin", 2014,
        "Practical Lessons from Predicting Clicks on Ads at Facebook", "Proceedings of ADKDD 2014",
        doi="10.1145/2648584.2648589",
    ),
    "herbsleb2003": Source(
        "article", "Herbsleb, James D. and Mockus, Audris", 2003,
        "An Empirical Study of Speed and Communication in Globally Distributed Software Development",
        "IEEE Transactions on Software Engineering", doi="10.1109/TSE.2003.1205177",
    ),
    "jeong2009": Source(
        "inproceedings", "Jeong, Gaeul and Kim, Sunghun and Zimmermann, Thomas", 2009,
        "Improving Bug Triage with Bug Tossing Graphs", "Proceedings of ESEC/FSE 2009", doi="10.1145/1595696.1595715",
    ),
    "jin1996": Source(
        "article", "Jin, Yan and Levitt, Raymond E.", 1996,
        "The Virtual Design Team: A Computational Model of Project Organizations",
        "Computational and Mathematical Organization Theory", doi="10.1007/BF00127273",
    ),
    "kaestner2025": Source(
        "book", "Kästner, Christian", 2025, "Machine Learning in Production: From Models to Products", "MIT Press",
        url="https://mlip-cmu.github.io/book/",
    ),
    "kreuzberger2023": Source(
        "article", "Kreuzberger, Dominik and Kühl, Niklas and Hirschl, Sebastian", 2023,
        "Machine Learning Operations (MLOps): Overview, Definition, and Architecture", "IEEE Access",
        doi="10.1109/ACCESS.2023.3262138",
    ),
    "lewis2021": Source(
        "inproceedings", "Lewis, Grace A. and Bellomo, Stephany and Ozkaya, Ipek", 2021,
        "Characterizing and Detecting Mismatch in Machine-Learning-Enabled Systems", "Proceedings of WAIN 2021",
        doi="10.1109/WAIN52551.2021.00028",
    ),
    "papasian2020": Source(
        "inproceedings", "Papasian, Daniel and Underwood, Todd", 2020,
        "How ML Breaks: A Decade of Outages for One Large ML Pipeline", "OpML 2020",
        url="https://www.usenix.org/conference/opml20/presentation/papasian",
    ),
    "parnin2011": Source(
        "article", "Parnin, Chris and Rugaber, Spencer", 2011,
        "Resumption Strategies for Interrupted Programming Tasks", "Software Quality Journal",
        doi="10.1007/s11219-010-9104-9",
    ),
    "ralph2020": Source(
        "techreport", "Ralph, Paul and others", 2020, "Empirical Standards for Software Engineering Research",
        "ACM SIGSOFT", arxiv="2010.03525",
    ),
    "sadowski2018": Source(
        "inproceedings",
        "Sadowski, Caitlin and Söderberg, Emma and Church, Luke and Sipko, Michal and Bacchelli, Alberto", 2018,
        "Modern Code Review: A Case Study at Google", "Proceedings of ICSE-SEIP 2018", doi="10.1145/3183519.3183525",
    ),
    "sambasivan2021": Source(
        "inproceedings",
        "Sambasivan, Nithya and Kapania, Shivani and Highfill, Hannah and Akrong, Diana and Paritosh, Praveen and "
        "Aroyo, Lora M.", 2021,
        "``Everyone wants to do the model work, not the data work'': Data Cascades in High-Stakes AI",
        "Proceedings of CHI 2021", doi="10.1145/3411764.3445518",
    ),
    "shankar2022": Source(
        "misc",
        "Shankar, Shreya and Garcia, Rolando and Hellerstein, Joseph M. and Parameswaran, Aditya G.", 2022,
        "Operationalizing Machine Learning: An Interview Study", "arXiv", arxiv="2209.09125",
    ),
    "shankar2024": Source(
        "article",
        "Shankar, Shreya and Garcia, Rolando and Hellerstein, Joseph M. and Parameswaran, Aditya G.", 2024,
        "``We Have No Idea How Models will Behave in Production until Production'': How Engineers Operationalize "
        "Machine Learning", "Proceedings of the ACM on Human-Computer Interaction", doi="10.1145/3653697",
    ),
    "steeman2013": Source(
        "misc", "Steeman, Ward", 2013, "BPI Challenge 2013, incidents", "4TU.ResearchData",
        doi="10.4121/uuid:500573e6-accc-4b0c-9576-aa5468b10cee",
    ),
    "tregubov2017": Source(
        "inproceedings", "Tregubov, Alexey and Boehm, Barry and Rodchenko, Natalia and Lane, Jo Ann", 2017,
        "Impact of task switching and work interruptions on software development processes", "ICSSP",
        doi="10.1145/3084100.3084116",
    ),
    "uber2024": Source(
        "misc", "{Uber Engineering}", 2024, "From Predictive to Generative: How Michelangelo Accelerates Uber's AI "
        "Journey", "blog", url="https://www.uber.com/us/en/blog/from-predictive-to-generative-ai/",
    ),
    "watts1998": Source(
        "article", "Watts, Duncan J. and Strogatz, Steven H.", 1998, "Collective dynamics of `small-world' networks",
        "Nature", doi="10.1038/30918",
    ),
    "white1997": Source(
        "article", "White, K. Preston", 1997,
        "An Effective Truncation Heuristic for Bias Reduction in Simulation Output", "Simulation",
        doi="10.1177/003754979706900601",
    ),
    "wikimedia2026": Source(
        "misc", "{Wikimedia Machine Learning Team}", 2026, "Lift Wing inference services: history of the repository, "
        "2021-2026", "GitHub", url="https://github.com/wikimedia/machinelearning-liftwing-inference-services",
    ),
}  # fmt: skip
