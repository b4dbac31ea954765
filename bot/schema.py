"""Tables of the bot: people, the ledger of what was answered, tickets and proposals."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from knowledge.database import Instant, metadata

users = Table(
    "users",
    metadata,
    #: Short name, as typed in ``--as``.
    Column("name", String(100), primary_key=True),
    Column("display_name", Text, nullable=False),
    #: Subset of bot.permissions.Role.
    Column("roles", JSON, nullable=False),
    #: Audiences besides "all".
    Column("audiences", JSON, nullable=False),
    #: See bot.profiles.Profile.
    Column("profile", JSON, nullable=False),
    #: Who they are to the identity provider (issuer and subject); None before they came from it.
    Column("subject", String(400), unique=True),
    Column("active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    #: SHA-256 of the secret in the link: who reads the database cannot sign in with it.
    Column("secret_hash", String(64), primary_key=True),
    Column("user", ForeignKey("users.name"), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

sessions = Table(
    "sessions",
    metadata,
    Column("secret_hash", String(64), primary_key=True),
    Column("user", ForeignKey("users.name"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("asker", String(100), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
)

exchanges = Table(
    "exchanges",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("asker", String(100), nullable=False),
    Column("question", Text, nullable=False),
    Column("on_date", Date, nullable=False),
    #: answer, clarification, escalation, refusal; held until staff have sent it.
    Column("kind", String(16), nullable=False),
    #: The outcome as JSON, in the shape of ``zeroji ask --json``.
    Column("outcome", JSON, nullable=False),
    Column("chunk_ids", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    #: What became of each sentence that a model wrote; see bot.outcomes.Check.
    Column("checks", JSON, nullable=False),
    #: What was looked at and why that was no answer, of what was not answered; see
    #: bot.answering.recording.
    Column("examined", JSON, nullable=False),
    Column("asked_at", Instant, nullable=False, index=True),
)

#: Questions as the numbers count them, in short: what was asked does not change, so each is read
#: once. Holds nothing that anybody said.
counted_questions = Table(
    "counted_questions",
    metadata,
    Column("exchange_id", ForeignKey("exchanges.id"), primary_key=True),
    Column("asked_at", Instant, nullable=False),
    #: As in ``exchanges``; ``sensitive`` for what was asked in confidence, which is not counted.
    Column("kind", String(16), nullable=False),
    #: The manual that it came to; None for none.
    Column("manual_id", Integer),
    #: The same person asked the same again later; see bot.numbers.reasking.
    Column("again", Boolean, nullable=False),
    Index("ix_counted_questions_asked_at", "asked_at", "kind", "manual_id", "again"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    #: open, claimed, answered, proposed, published, dismissed.
    Column("status", String(16), nullable=False),
    Column("reason", String(32), nullable=False),
    #: Only for the members who handle confidential matters.
    Column("private", Boolean, nullable=False),
    Column("topic", Text, nullable=False),
    Column("owner", String(100)),
    #: What was nearest to the question when it was asked; see bot.desk.ticket.place_of.
    Column("nearest", JSON, nullable=False),
    Column("reply", Text),
    #: Places that the reply rests on, in the same shape.
    Column("citations", JSON, nullable=False),
    Column("dismissed_because", Text),
    Column("opened_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("claimed_at", Instant),
    Column("answered_at", Instant),
    Column("closed_at", Instant),
    # The queue, its counts and its filters are told from this alone.
    Index("ix_tickets_status", "status", "private", "due_at", "id", "owner", "topic", "reason"),
    Index("ix_tickets_owner", "owner", "status"),
)

ticket_askers = Table(
    "ticket_askers",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id"), primary_key=True),
    Column("exchange_id", ForeignKey("exchanges.id"), primary_key=True),
    Column("asker", String(100), nullable=False),
    Column("conversation", ForeignKey("conversations.id"), nullable=False),
    #: In the asker's own words.
    Column("question", Text, nullable=False),
    #: first, same (in the same words) or similar (which staff may undo).
    Column("joined", String(8), nullable=False),
    #: To the ticket's question, from 0 to 1.
    Column("similarity", Float),
    Index("ix_ticket_askers_exchange", "exchange_id"),
    Index("ix_ticket_askers_conversation", "conversation"),
)

#: Words of tickets' questions, by which similar tickets are found.
ticket_terms = Table(
    "ticket_terms",
    metadata,
    Column("term", String(64), primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id"), primary_key=True, index=True),
)

#: What staff tell each other about a ticket; askers never see it.
ticket_notes = Table(
    "ticket_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id"), nullable=False, index=True),
    #: note or handover.
    Column("kind", String(16), nullable=False),
    Column("author", String(100), nullable=False),
    #: Whom a ticket was handed to.
    Column("recipient", String(100)),
    Column("text", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

#: What members are told in the console: reminders, hand-overs, decisions that wait for them.
staff_notices = Table(
    "staff_notices",
    metadata,
    Column("id", Integer, primary_key=True),
    #: What it tells, once: ``ticket:12:due:2026-04-03T09:00:sato``.
    Column("key", String(200), nullable=False, unique=True),
    Column("recipient", String(100), nullable=False),
    #: due_soon, overdue, handed_over, proposal, red_gate, rejected, taken_back …
    Column("kind", String(16), nullable=False),
    Column("ticket_id", ForeignKey("tickets.id")),
    Column("proposal_id", ForeignKey("proposals.id")),
    Column("created_at", Instant, nullable=False),
    Column("read_at", Instant),
    Index("ix_staff_notices_recipient", "recipient", "read_at", "id"),
)

notifications = Table(
    "notifications",
    metadata,
    Column("id", Integer, primary_key=True),
    #: What it tells, once: ``ticket:12:reply:employee-7``.
    Column("key", String(200), nullable=False, unique=True),
    Column("recipient", String(100), nullable=False, index=True),
    Column("conversation", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("ticket_id", ForeignKey("tickets.id"), index=True),
    #: The change of a manual that it tells of.
    Column("proposal_id", ForeignKey("proposals.id"), index=True),
    #: The earlier answer that it corrects.
    Column("exchange_id", ForeignKey("exchanges.id")),
    #: See bot.desk.notifications.Kind.
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("delivered_at", Instant),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id"), index=True),
    Column("manual_id", ForeignKey("manuals.id"), nullable=False),
    #: in_place, row, tracked (a change that Word shows as such) or addendum.
    Column("how", String(16), nullable=False),
    #: Hash of the source file that ``before`` was taken from.
    Column("base_hash", String(64), nullable=False),
    #: The revision whose file is changed; None for the manual's own.
    Column("base_revision", ForeignKey("revisions.id")),
    Column("heading_path", JSON, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("author", String(100), nullable=False),
    #: See bot.desk.proposal.STATUSES.
    Column("status", String(16), nullable=False, index=True),
    Column("approver", String(100)),
    #: Why it was rejected.
    Column("reason", Text),
    #: waiting, running, green, amber, red or failed.
    Column("gate_status", String(16), nullable=False, index=True),
    #: What the gate found; see bot.desk.gate.
    Column("gate", JSON),
    #: Who published it against a red gate besides the approver, and why.
    Column("second_approver", String(100)),
    Column("override_reason", Text),
    #: Exchanges whose askers are not told that their answer changed.
    Column("withheld", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("revision_id", ForeignKey("revisions.id")),
    Column("taken_back_at", Instant),
    Column("taken_back_by", String(100)),
    Column("taken_back_because", Text),
)

#: Sections of addendum manuals (補足), until their owner has folded them into the master.
addenda = Table(
    "addenda",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("master_id", ForeignKey("manuals.id"), nullable=False, index=True),
    Column("addendum_id", ForeignKey("manuals.id"), nullable=False, index=True),
    Column("proposal_id", ForeignKey("proposals.id"), nullable=False),
    #: The section of the master that it belongs to; empty for the whole.
    Column("master_heading", JSON, nullable=False),
    Column("heading_path", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("folded_at", Instant),
    Column("folded_by", String(100)),
)

#: Eval cases made from published tickets.
eval_cases = Table(
    "eval_cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id"), index=True),
    Column("proposal_id", ForeignKey("proposals.id"), unique=True),
    Column("manual_id", ForeignKey("manuals.id"), nullable=False, index=True),
    Column("question", Text, nullable=False),
    #: The same need in other askers' words.
    Column("paraphrases", JSON, nullable=False),
    #: ``[{"file", "heading", "quote"}]``, as evals.cases.Gold.
    Column("gold", JSON, nullable=False),
    Column("facts", JSON, nullable=False),
    #: draft, reviewed or withdrawn.
    Column("status", String(16), nullable=False),
    Column("reviewed_by", String(100)),
    Column("created_at", Instant, nullable=False),
    Column("reviewed_at", Instant),
)

#: Findings of the check of the manuals that somebody found to be wrong.
dismissed_findings = Table(
    "dismissed_findings",
    metadata,
    Column("id", Integer, primary_key=True),
    #: Of what both places say; see ingest.checking.finding.
    Column("digest", String(64), nullable=False),
    #: The finding as it was told; the shape of ingest.checking.Finding.
    Column("finding", JSON, nullable=False),
    #: See bot.dismissals.Reason.
    Column("reason", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("dismissed_by", String(100), nullable=False),
    Column("dismissed_at", Instant, nullable=False),
    Column("restored_by", String(100)),
    Column("restored_at", Instant),
    Index("ix_dismissed_findings_digest", "digest", "restored_at"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("detail", JSON, nullable=False),
    #: SHA-256 of this row and the hash before; see bot.desk.events. Rows are never changed.
    Column("hash", String(64), nullable=False),
    Index("ix_events_subject", "subject"),
    Index("ix_events_at", "at"),
)

slack_events = Table(
    "slack_events",
    metadata,
    #: Slack's event id: the same event delivered twice is one row.
    Column("id", String(100), primary_key=True),
    #: What one after the other is done of: a thread, or one person's part of it.
    Column("lane", String(200), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("answered_at", Instant),
    #: Why it was given up, in one word.
    Column("failure", String(100)),
    Index("ix_slack_events_answered_at", "answered_at", "received_at"),
)

#: What was posted in Slack: found again, updated, and known to be there.
slack_messages = Table(
    "slack_messages",
    metadata,
    #: ``Ev123#0``, ``ticket:12:card``, ``notification:ticket:12:reply:slack:U7#0``.
    Column("name", String(250), primary_key=True),
    #: answer, clarification, escalation, refusal, told, waiting; for staff card, held, thread,
    #: reminder, confided, notice.
    Column("kind", String(16), nullable=False),
    Column("channel", String(32), nullable=False),
    #: The message that its thread hangs on; empty for one that hangs on none.
    Column("thread", String(32), nullable=False),
    #: Its own timestamp; empty for what only one person sees, which has none.
    Column("ts", String(32), nullable=False),
    #: Whom it is for.
    Column("user", String(32), nullable=False),
    #: The message of the question that it belongs to.
    Column("question_ts", String(32), nullable=False),
    Column("exchange_id", ForeignKey("exchanges.id"), index=True),
    Column("ticket_id", ForeignKey("tickets.id"), index=True),
    #: Of what it shows, so that it is only updated where that changed.
    Column("digest", String(64), nullable=False),
    Column("posted_at", Instant, nullable=False),
    Index("ix_slack_messages_thread", "channel", "thread"),
    Index("ix_slack_messages_question", "channel", "question_ts"),
    Index("ix_slack_messages_ts", "channel", "ts"),
)

#: What is known of Slack's members, as Slack told it last.
slack_members = Table(
    "slack_members",
    metadata,
    Column("user", String(32), primary_key=True),
    #: See bot.workspace.member.
    Column("profile", JSON, nullable=False),
    Column("fetched_at", Instant, nullable=False),
    #: Since when they want no answers in channels.
    Column("opted_out_at", Instant),
)

#: How far Zeroji goes by itself, and where.
slack_rollout = Table(
    "slack_rollout",
    metadata,
    #: everywhere, channel, department or topic.
    Column("scope", String(16), primary_key=True),
    #: The channel's id, the department's or the topic's name; empty for everywhere.
    Column("value", String(100), primary_key=True),
    #: off, listen, approve or full.
    Column("mode", String(16), nullable=False),
    Column("changed_by", String(100), nullable=False),
    Column("changed_at", Instant, nullable=False),
)

#: Answers that staff look at before, or instead of, the asker.
held_answers = Table(
    "held_answers",
    metadata,
    Column("exchange_id", ForeignKey("exchanges.id"), primary_key=True),
    #: What the asker sent: a row of ``slack_events``.
    Column("event_id", String(100), nullable=False, unique=True),
    #: listen or approve.
    Column("mode", String(16), nullable=False),
    #: waiting, sent, rewritten, declined or withdrawn.
    Column("status", String(16), nullable=False, index=True),
    #: What staff wrote instead.
    Column("text", Text),
    Column("decided_by", String(100)),
    Column("held_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("decided_at", Instant),
)

ingest_runs = Table(
    "ingest_runs",
    metadata,
    Column("id", String(32), primary_key=True),
    #: Paths and URLs, as they were given.
    Column("sources", JSON, nullable=False),
    #: See bot.runs.run.RunOptions.
    Column("options", JSON, nullable=False),
    Column("author", Text, nullable=False),
    #: waiting, running, done, failed or cancelled.
    Column("status", String(16), nullable=False, index=True),
    #: How far it is; the shape of ingest.report.Step.
    Column("step", JSON),
    #: What it came to so far; the shape that ``zeroji ingest --json`` prints.
    Column("report", JSON),
    #: Why it could not be run at all: the text in each language.
    Column("error", JSON),
    #: Who asked it to stop.
    Column("cancelled_by", Text),
    #: Which process runs it, and when that was last heard of.
    Column("worker", Text),
    Column("seen_at", Instant),
    #: How often it has been started, and how often in a row it ended without a document done.
    Column("tries", Integer, nullable=False),
    Column("interruptions", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("started_at", Instant),
    Column("finished_at", Instant),
)

#: What a company calls the concepts of the thesaurus, beyond the lists that come with Zeroji.
thesaurus_additions = Table(
    "thesaurus_additions",
    metadata,
    Column("form", String(100), primary_key=True),
    Column("concept", String(100), primary_key=True),
    Column("added_by", String(100), nullable=False),
    #: The ticket whose question used the form.
    Column("ticket_id", ForeignKey("tickets.id")),
    Column("created_at", Instant, nullable=False),
)

#: Calls of language models, those that were not made because of a limit included.
model_calls = Table(
    "model_calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("asker", String(100), nullable=False),
    Column("model", String(200), nullable=False),
    #: What for: answer, judge …
    Column("purpose", String(32), nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    #: In millionths of the currency.
    Column("cost", BigInteger, nullable=False),
    #: The endpoint did not say how many tokens it took.
    Column("estimated", Boolean, nullable=False),
    #: Milliseconds until the reply or the failure.
    Column("ms", Integer, nullable=False),
    #: unfinished, answered or a bot.language_model.Kind.
    Column("outcome", String(16), nullable=False),
    Index("ix_model_calls_at", "at"),
)

#: How well a model tells whether passages answer, by cases of which it is known.
model_aptitudes = Table(
    "model_aptitudes",
    metadata,
    Column("model", String(200), primary_key=True),
    #: Of passages that answer: how many there were, and how many it said so of.
    Column("answering", Integer, nullable=False),
    Column("said_to_answer", Integer, nullable=False),
    #: Of passages that do not: how many there were, and how many it said answer.
    Column("not_answering", Integer, nullable=False),
    Column("wrongly_said_to_answer", Integer, nullable=False),
    Column("checked_at", Instant, nullable=False),
)

#: Steps of answering a question, where tracing is on; see bot.tracing.
spans = Table(
    "spans",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("trace", String(32), nullable=False),
    Column("parent", String(16)),
    Column("exchange", ForeignKey("exchanges.id"), index=True),
    Column("name", String(100), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ms", Float, nullable=False),
    Column("attributes", JSON, nullable=False),
)
