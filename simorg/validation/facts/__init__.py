"""Stylised facts: statements about organisations of this kind, each tested as a small paired experiment.

A statement is a file of `statements`; `backgrounds` makes the perturbed organisations, `arms` what a
statement changes in them, `verdict` decides by a rule that is stated before looking, `findings` makes the
tables. `simorg.experiments.kinds.facts` has it all run.
`cannot_speak` lists the statements of the catalogue that this model has no mechanism for.
"""
