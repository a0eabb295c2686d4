"""What can be added one file at a time: structures, drift laws, measures, figures, kinds of experiment.

Goes in: the folders of the package and, where somebody asked for it, folders of users or installed packages
of the same layout. Comes out: names, found by listing and never by importing, and modules, checked when
they are imported. Only a command line (``--plugins``) or a call (`simorg.use_plugins`) brings in code of
others: no setting, no file of presets and no variable of the environment can.
"""
