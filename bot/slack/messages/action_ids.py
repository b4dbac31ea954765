"""Names of buttons, inputs and forms: what Slack sends back when one is used.

What stands before a colon says what is meant; what follows it only tells buttons of one message
apart, as Slack wants it.
"""

from __future__ import annotations

#: Under an answer. The value is an exchange's number; of feedback ``helpful:7`` or ``wrong:7``.
OPTION = "zeroji.option"
PERSON = "zeroji.person"
FEEDBACK = "zeroji.feedback"
CONFIDE = "zeroji.confide"
SHARE = "zeroji.share"
#: A question to ask, which is the value.
POPULAR = "zeroji.popular"
#: Opens an address; Slack tells of it all the same.
LINK = "zeroji.link"

#: On a ticket's card and in the queue. The value is the ticket's number.
CLAIM = "zeroji.ticket.claim"
REPLY = "zeroji.ticket.reply"
HAND_OVER = "zeroji.ticket.hand_over"
DISMISS = "zeroji.ticket.dismiss"
REOPEN = "zeroji.ticket.reopen"
RELEASE = "zeroji.ticket.release"
PROPOSE = "zeroji.ticket.propose"

#: Under an answer that is held for staff. The value is the exchange's number.
SEND = "zeroji.held.send"
REWRITE = "zeroji.held.rewrite"
DECLINE = "zeroji.held.decline"

#: On the home.
ASK = "zeroji.home.ask"
OPT_OUT = "zeroji.home.opt_out"
OPT_IN = "zeroji.home.opt_in"

#: Forms (a view's ``callback_id``).
REPLY_FORM = "zeroji.form.reply"
HAND_OVER_FORM = "zeroji.form.hand_over"
DISMISS_FORM = "zeroji.form.dismiss"
WRONG_FORM = "zeroji.form.wrong"
PROPOSE_FORM = "zeroji.form.propose"
ASK_FORM = "zeroji.form.ask"
REWRITE_FORM = "zeroji.form.rewrite"

#: Shortcuts: ask about a message, ask, put a message into the manual (a ``callback_id``).
ASK_MESSAGE = "zeroji.shortcut.ask_message"
ASK_ANYWHERE = "zeroji.shortcut.ask"
PROPOSE_MESSAGE = "zeroji.shortcut.propose"

#: Says that something cannot be done.
CLOSED_FORM = "zeroji.form.closed"

#: Another place is chosen in the form of a proposal.
PLACE_CHOSEN = "zeroji.propose.place"

#: Inputs of forms (a ``block_id``); every element in them has the action id INPUT.
INPUT = "input"
TEXT = "text"
TO = "to"
NOTE = "note"
BECAUSE = "because"
CITE = "cite"
PLACE = "place"
