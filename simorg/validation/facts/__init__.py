"""Stylised facts: statements about organisations of this kind, each tested as a small paired experiment.

A statement is a file of `statements`; `backgrounds` makes the perturbed organisations, `work` runs
every arm on every background, `verdict` decides by a rule that is stated before looking.
`cannot_speak` lists the statements of the catalogue that this model has no mechanism for.
"""
