"""Pictures whose answers are known, made by code, and how well the facts read them.

``python -m tests.labelled`` prints precision and recall of every rule. ``--photos FOLDER`` (or REFERENCE_PHOTOS) adds
real photographs, labelled by eye for hands, busts, boxes, watermarks and logos only. The facts were tuned on ``tuned``
and ``varied``, whose pictures of people, busts, packaging and insets share no code. The pictures of ``unseen`` were
made after the facts were first written. Their figures were read between later changes of the facts, so ``second`` was
drawn by new code: solid forms under one lamp, whose figures are to be read once.
"""
