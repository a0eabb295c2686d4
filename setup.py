"""Which packages there are; everything else about the build is in pyproject.toml.

`conf/` lies at the top of the repository, where people look for it, and is installed as
`simorg.conf`. A static list in pyproject.toml cannot both find `simorg.*` and add one.
"""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["simorg", "simorg.*"]), "simorg.conf"],
    package_dir={"simorg.conf": "conf"},
)
