"""The table of operations, filled by these imports: one line each, sorted."""

from retouch.operations import background as background
from retouch.operations import cut_out as cut_out
from retouch.operations import detail as detail
from retouch.operations import exposure as exposure
from retouch.operations import framing as framing
from retouch.operations import gems as gems
from retouch.operations import highlights as highlights
from retouch.operations import metal_tone as metal_tone
from retouch.operations import shadow as shadow
from retouch.operations import spot_removal as spot_removal
from retouch.operations import white_balance as white_balance
