"""Configuration groups for Hydra; installed as ``simorg.conf``. Data only: nothing here runs."""
