"""Pictures whose answers are known, made by code, and how well the facts read them.

``python -m tests.labelled`` prints precision and recall of every rule. ``--photos FOLDER`` (or REFERENCE_PHOTOS) adds
real photographs, labelled by eye for hands, busts, boxes, watermarks and logos only. The facts were tuned on ``tuned``
and ``varied``, whose pictures of people, busts, packaging and insets share no code. The pictures of ``unseen`` were
made after the facts were first written, and their figures were read between later changes of the facts. Since then
they were looked at, and persons and packaging were tuned on them, too. So ``second`` was drawn by new code, solid
forms under one lamp: its figures are read, its pictures are not looked at while facts are written. ``fresh`` was drawn
in layers and reliefs, measured when the facts were finished, and looked at in half for the next version. ``sealed`` was
drawn last, and is measured when that is finished.
"""
