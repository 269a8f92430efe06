"""The record: every table of 0.1.0. Later migrations only add to it."""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "9c1d52e0a7b4"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alive")),
    )
    op.create_table(
        "chain_link",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("linked_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_chain_link")),
        sa.UniqueConstraint("line_id", name=op.f("uq_chain_link_line_id")),
    )
    op.create_table(
        "channel_rest",
        sa.Column("account", sa.String(length=80), nullable=False),
        sa.Column("since_at", UTCDateTime(), nullable=False),
        sa.Column("until_at", UTCDateTime(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_channel_rest")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("kept_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    op.create_table(
        "journal_line",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("fell_due_at", UTCDateTime(), nullable=True),
        sa.Column("noticed_at", UTCDateTime(), nullable=True),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_role", sa.String(length=30), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("article", sa.String(length=200), nullable=True),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("detail_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_journal_line")),
        sa.UniqueConstraint("id", name=op.f("uq_journal_line_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("journal_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_line_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_line_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_line_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "journal_unlinked",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_journal_unlinked")),
    )
    with op.batch_alter_table("journal_unlinked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_unlinked_at"), ["at"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("plan_number", sa.String(length=40), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("recipient_role", sa.String(length=30), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("template", sa.String(length=20), nullable=False),
        sa.Column("variables", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("article", sa.String(length=200), nullable=True),
        sa.Column("dedupe_key", sa.String(length=240), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_reason", sa.String(length=80), nullable=True),
        sa.Column("claimed_by", sa.String(length=80), nullable=True),
        sa.Column("lease_until", UTCDateTime(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("handing_over_since", UTCDateTime(), nullable=True),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("handed_over_as", sa.String(length=40), nullable=True),
        sa.Column("look_again_at", UTCDateTime(), nullable=True),
        sa.Column("provider_reference", sa.String(length=200), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("device", sa.String(length=10), nullable=True),
        sa.Column("said_in", sa.Uuid(), nullable=True),
        sa.Column("said_count", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_message_dedupe_key")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_due_at", ["due_at"], unique=False)
        batch_op.create_index("ix_message_handed_over_as", ["handed_over_as"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_message_look_again_at", ["look_again_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index("ix_message_recipient_id_channel", ["recipient_id", "channel"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_said_in"), ["said_in"], unique=False)
        batch_op.create_index("ix_message_state_due_at", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_message_state_lease_until", ["state", "lease_until"], unique=False)

    op.create_table(
        "office",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("superior_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["superior_id"], ["office.id"], name=op.f("fk_office_superior_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("name", name=op.f("uq_office_name")),
    )
    op.create_table(
        "outage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_at", UTCDateTime(), nullable=False),
        sa.Column("to_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outage_to_at"), ["to_at"], unique=False)

    op.create_table(
        "prefect_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prefect_link")),
    )
    op.create_table(
        "repeat",
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "key", name=op.f("pk_repeat")),
    )
    op.create_table(
        "tally",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("group", sa.String(length=24), nullable=False),
        sa.Column("result", sa.String(length=24), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", "measure", "by", "group", "result", name=op.f("pk_tally")),
    )
    op.create_table(
        "closing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_number", sa.String(length=20), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("clock", sa.String(length=30), nullable=False),
        sa.Column("addressee", sa.String(length=24), nullable=True),
        sa.Column("receipt_number", sa.String(length=40), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_closing_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
    )
    with op.batch_alter_table("closing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closing_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_closing_plan_number"), ["plan_number"], unique=False)

    op.create_table(
        "message_step",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_step_message_id_message")),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_message_step")),
    )
    with op.batch_alter_table("message_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_step_at"), ["at"], unique=False)

    op.create_table(
        "paper_number",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_paper_number_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "paper", "year", name=op.f("pk_paper_number")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("assisting_office_id", sa.Uuid(), nullable=True),
        sa.Column("asked_office_id", sa.Uuid(), nullable=True),
        sa.Column("edition_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("started_here_on", sa.Date(), nullable=False),
        sa.Column("case_document", sa.LargeBinary(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("working_end", sa.Date(), nullable=False),
        sa.Column("limit_ends_on", sa.Date(), nullable=False),
        sa.Column("review_days_left", sa.Integer(), nullable=False),
        sa.Column("final_decision_by", sa.Date(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("outcome_announced_on", sa.Date(), nullable=True),
        sa.Column("of_age_on", sa.Date(), nullable=False),
        sa.Column("age_doubted_at", UTCDateTime(), nullable=True),
        sa.Column("stopped_by", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("hushed_until_on", sa.Date(), nullable=True),
        sa.Column("paused_texts_reason", sa.String(length=30), nullable=True),
        sa.Column("leave_boundary", sa.String(length=10), nullable=False),
        sa.Column("on_bail", sa.Boolean(), nullable=False),
        sa.Column("may_attach", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("ended_because", sa.String(length=30), nullable=True),
        sa.Column("sealed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("after_care", sa.String(length=10), nullable=True),
        sa.Column("after_care_card_id", sa.Uuid(), nullable=True),
        sa.Column("attention_open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wake_at", UTCDateTime(), nullable=True),
        sa.Column("claimed_by", sa.String(length=60), nullable=True),
        sa.Column("claimed_until", UTCDateTime(), nullable=True),
        sa.Column("quarantined_at", UTCDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failing_since_at", UTCDateTime(), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("flow_run_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["asked_office_id"], ["office.id"], name=op.f("fk_plan_asked_office_id_office")),
        sa.ForeignKeyConstraint(
            ["assisting_office_id"], ["office.id"], name=op.f("fk_plan_assisting_office_id_office")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_plan_edition_id_edition")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_plan_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("number", name=op.f("uq_plan_number")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_asked_office_id"), ["asked_office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_assisting_office_id"), ["assisting_office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_office_id"), ["office_id"], unique=False)
        batch_op.create_index("ix_plan_office_status", ["office_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_wake_at"), ["wake_at"], unique=False)

    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("authority_from", sa.Date(), nullable=True),
        sa.Column("authority_to", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_staff_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_office_id"), ["office_id"], unique=False)

    op.create_table(
        "usage_category",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("placed_at", UTCDateTime(), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_usage_category_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_category")),
    )
    with op.batch_alter_table("usage_category", schema=None) as batch_op:
        batch_op.create_index("ix_usage_category_office_name", ["office_id", "name"], unique=False)

    op.create_table(
        "access",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_number", sa.String(length=20), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("requester", sa.String(length=32), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("reader_id", sa.Uuid(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("last_read_at", UTCDateTime(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["staff.id"], name=op.f("fk_access_answered_by_staff")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_access_office_id_office")),
        sa.ForeignKeyConstraint(["reader_id"], ["staff.id"], name=op.f("fk_access_reader_id_staff")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name=op.f("fk_access_recorded_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access")),
    )
    with op.batch_alter_table("access", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_plan_number"), ["plan_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_reader_id"), ["reader_id"], unique=False)

    op.create_table(
        "account_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("authority_from", sa.Date(), nullable=True),
        sa.Column("authority_to", sa.Date(), nullable=True),
        sa.Column("first_part", sa.String(length=200), nullable=True),
        sa.Column("second_part", sa.String(length=200), nullable=True),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answer_reason", sa.String(length=200), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.Column("shown_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["staff.id"], name=op.f("fk_account_request_answered_by_id_staff")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["staff.id"], name=op.f("fk_account_request_asked_by_id_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_account_request_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_request")),
    )
    with op.batch_alter_table("account_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_request_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "after_care",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("keeper_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["keeper_id"], ["staff.id"], name=op.f("fk_after_care_keeper_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_care")),
    )
    with op.batch_alter_table("after_care", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_after_care_keeper_id"), ["keeper_id"], unique=False)

    op.create_table(
        "aid",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_aid_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid")),
    )
    with op.batch_alter_table("aid", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aid_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "announced_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["confirmed_by"], ["staff.id"], name=op.f("fk_announced_year_confirmed_by_staff")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_announced_year")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("tested_on", sa.Date(), nullable=False),
        sa.Column("minor_consented_on", sa.Date(), nullable=False),
        sa.Column("representative_consented_on", sa.Date(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_assessment_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "assistance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("last_report_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_assistance_office_id_office")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_assistance_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance")),
    )
    with op.batch_alter_table("assistance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assistance_office_id"), ["office_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assistance_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "calendar_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.Column("read_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_calendar_link_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_link_digest")),
    )
    with op.batch_alter_table("calendar_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_link_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "card_restriction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("appealed_on", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("appeal_outcome", sa.String(length=10), nullable=True),
        sa.Column("relief", sa.String(length=12), nullable=True),
        sa.Column("relieved_on", sa.Date(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_card_restriction_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_restriction")),
        sa.UniqueConstraint("plan_id", "label", name=op.f("uq_card_restriction_plan_id_label")),
    )
    with op.batch_alter_table("card_restriction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_restriction_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "chosen_value",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("by_city_jurist", sa.Boolean(), nullable=False),
        sa.Column("chosen_by", sa.Uuid(), nullable=False),
        sa.Column("chosen_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by"], ["staff.id"], name=op.f("fk_chosen_value_chosen_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chosen_value")),
    )
    with op.batch_alter_table("chosen_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chosen_value_key"), ["key"], unique=False)

    op.create_table(
        "condition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=3), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=20), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=10), nullable=True),
        sa.Column("by_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_condition_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["condition.id"], name=op.f("fk_condition_replaced_by_id_condition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
    )
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_condition_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("superseded_by_id", sa.Uuid(), nullable=True),
        sa.Column("carried_out_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_decision_decided_by_staff")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_decision_plan_id_plan")),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f("fk_decision_proposed_by_staff")),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["decision.id"], name=op.f("fk_decision_superseded_by_id_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(
            "uq_decision_standing",
            ["plan_id", "kind"],
            unique=True,
            sqlite_where=sa.text(
                "superseded_by_id IS NULL AND kind IN ('conditional_non_prosecution', 'revocation', 'non_prosecution')"
            ),
            postgresql_where=sa.text(
                "superseded_by_id IS NULL AND kind IN ('conditional_non_prosecution', 'revocation', 'non_prosecution')"
            ),
        )

    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_document_office_id_office")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_document_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "office_id", "paper", "year", "sequence", name=op.f("uq_document_office_id_paper_year_sequence")
        ),
        sa.UniqueConstraint("plan_id", "paper", "about", name=op.f("uq_document_plan_id_paper_about")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "fact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_fact_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
    )
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("reported_at", UTCDateTime(), nullable=False),
        sa.Column("reported_by_role", sa.String(length=20), nullable=False),
        sa.Column("serious", sa.Boolean(), nullable=False),
        sa.Column("rests_on", sa.String(length=10), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("response", sa.String(length=20), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_incident_closed_by_staff")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_incident_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "index_setting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("switched_on", sa.Boolean(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_index_setting_office_id_office")),
        sa.ForeignKeyConstraint(["set_by"], ["staff.id"], name=op.f("fk_index_setting_set_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_setting")),
    )
    with op.batch_alter_table("index_setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_index_setting_office_id"), ["office_id"], unique=False)

    op.create_table(
        "leave",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("asked_by_role", sa.String(length=20), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("needs_police_station", sa.Boolean(), nullable=False),
        sa.Column("prosecutor_approved", sa.Boolean(), nullable=True),
        sa.Column("prosecutor_decided_at", UTCDateTime(), nullable=True),
        sa.Column("police_station_approved", sa.Boolean(), nullable=True),
        sa.Column("police_station_decided_at", UTCDateTime(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_leave_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leave_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "need_rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("time", sa.String(length=8), nullable=False),
        sa.Column("rated_by", sa.Uuid(), nullable=False),
        sa.Column("rated_at", UTCDateTime(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("superseded_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_need_rating_plan_id_plan")),
        sa.ForeignKeyConstraint(["rated_by"], ["staff.id"], name=op.f("fk_need_rating_rated_by_staff")),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["need_rating.id"], name=op.f("fk_need_rating_superseded_by_id_need_rating")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_rating")),
    )
    with op.batch_alter_table("need_rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_rating_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(
            "uq_need_rating_standing",
            ["plan_id", "time", "rated_by"],
            unique=True,
            sqlite_where=sa.text("superseded_by_id IS NULL"),
            postgresql_where=sa.text("superseded_by_id IS NULL"),
        )

    op.create_table(
        "objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("against", sa.String(length=12), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("in_time", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer_document", sa.LargeBinary(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["staff.id"], name=op.f("fk_objection_answered_by_staff")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_objection_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "paper_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("offered_at", UTCDateTime(), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", UTCDateTime(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"], name=op.f("fk_paper_template_approved_by_staff")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_paper_template_ended_by_staff")),
        sa.ForeignKeyConstraint(["offered_by"], ["staff.id"], name=op.f("fk_paper_template_offered_by_staff")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_paper_template_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
        sa.UniqueConstraint("office_id", "paper", "version", name=op.f("uq_paper_template_office_id_paper_version")),
    )
    with op.batch_alter_table("paper_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_template_office_id"), ["office_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.String(length=10), nullable=False),
        sa.Column("reach", sa.JSON(), nullable=False),
        sa.Column("number_since_at", UTCDateTime(), nullable=True),
        sa.Column("phone_held", sa.JSON(), nullable=False),
        sa.Column("held_in_term", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("not_at", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("exams", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("opted_out", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("no_texts_since_at", UTCDateTime(), nullable=True),
        sa.Column("receives", sa.Boolean(), nullable=False),
        sa.Column("legal_representative", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(length=30), nullable=True),
        sa.Column("named_as_danger_at", UTCDateTime(), nullable=True),
        sa.Column("page_digest", sa.String(length=64), nullable=True),
        sa.Column("code_hash", sa.String(length=200), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("code_rests_until", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_person_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("page_digest", name=op.f("uq_person_page_digest")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "preference",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_preference_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", "name", name=op.f("pk_preference")),
    )
    op.create_table(
        "progress_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("no_number", sa.Boolean(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_progress_comment_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_comment")),
    )
    with op.batch_alter_table("progress_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_comment_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("countersigned_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["countersigned_by"], ["staff.id"], name=op.f("fk_proposal_countersigned_by_staff")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_proposal_plan_id_plan")),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f("fk_proposal_proposed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_proposal_open",
            ["plan_id", "step"],
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )

    op.create_table(
        "questionnaire_result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_questionnaire_result_plan_id_plan")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name=op.f("fk_questionnaire_result_recorded_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_result")),
    )
    with op.batch_alter_table("questionnaire_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questionnaire_result_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(length=30), nullable=False),
        sa.Column("addressee", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("how", sa.String(length=12), nullable=True),
        sa.Column("recorded_at", UTCDateTime(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_receipt_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("minor_consented_on", sa.Date(), nullable=True),
        sa.Column("guardian_consented_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_referral_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "remedy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("decision_received_on", sa.Date(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("in_time", sa.Boolean(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("receipt_number", sa.String(length=40), nullable=True),
        sa.Column("label", sa.String(length=24), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_remedy_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy")),
    )
    with op.batch_alter_table("remedy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remedy_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("meaning", sa.String(length=10), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_reply_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("mark", name=op.f("uq_reply_mark")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "returned_cards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("returned_to", sa.String(length=12), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_returned_cards_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returned_cards")),
    )
    with op.batch_alter_table("returned_cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_returned_cards_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("last_seen_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_in_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_sign_in_token_digest")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "situation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_situation_plan_id_plan")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name=op.f("fk_situation_recorded_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_situation")),
    )
    with op.batch_alter_table("situation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_situation_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "suggestion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_suggestion_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "support_level",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_support_level_plan_id_plan")),
        sa.ForeignKeyConstraint(["set_by"], ["staff.id"], name=op.f("fk_support_level_set_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_level")),
    )
    with op.batch_alter_table("support_level", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_level_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "switched_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("mark", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("switched_by", sa.Uuid(), nullable=False),
        sa.Column("switched_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_switched_policy_office_id_office")),
        sa.ForeignKeyConstraint(["switched_by"], ["staff.id"], name=op.f("fk_switched_policy_switched_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_switched_policy")),
    )
    with op.batch_alter_table("switched_policy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_switched_policy_office_id"), ["office_id"], unique=False)

    op.create_table(
        "team_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("from_at", UTCDateTime(), nullable=False),
        sa.Column("accepted_at", UTCDateTime(), nullable=True),
        sa.Column("until_at", UTCDateTime(), nullable=True),
        sa.Column("standing_in", sa.Boolean(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_team_member_plan_id_plan")),
        sa.ForeignKeyConstraint(["replaces_id"], ["staff.id"], name=op.f("fk_team_member_replaces_id_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_team_member_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
    )
    with op.batch_alter_table("team_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_member_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_member_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "unable",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("while_held", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_unable_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unable")),
    )
    with op.batch_alter_table("unable", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unable_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "usage_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("agreed_at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("keep_raw_days", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_usage_agreement_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_agreement")),
    )
    with op.batch_alter_table("usage_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_agreement_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "usage_device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("whose", sa.String(length=10), nullable=False),
        sa.Column("named_at", UTCDateTime(), nullable=False),
        sa.Column("unplaced", sa.LargeBinary(), nullable=True),
        sa.Column("buckets", sa.LargeBinary(), nullable=True),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("token_ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_usage_device_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_device")),
        sa.UniqueConstraint("plan_id", "label", name=op.f("uq_usage_device_plan_id_label")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_usage_device_token_digest")),
    )
    with op.batch_alter_table("usage_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_device_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "usage_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("oddity", sa.String(length=24), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_usage_note_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_note")),
        sa.UniqueConstraint("plan_id", "key", name=op.f("uq_usage_note_plan_id_key")),
    )
    with op.batch_alter_table("usage_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_note_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "wake",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("lane", sa.String(length=12), nullable=False),
        sa.Column("flow_run_id", sa.Uuid(), nullable=True),
        sa.Column("verbs", sa.JSON(), nullable=False),
        sa.Column("parked_until", UTCDateTime(), nullable=True),
        sa.Column("failure_reference", sa.String(length=20), nullable=True),
        sa.Column("failure_kind", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_wake_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wake")),
    )
    with op.batch_alter_table("wake", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wake_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "webhook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("registered_at", UTCDateTime(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_webhook_office_id_office")),
        sa.ForeignKeyConstraint(["registered_by"], ["staff.id"], name=op.f("fk_webhook_registered_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    with op.batch_alter_table("webhook", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhook_office_id"), ["office_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("given", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=True),
        sa.Column("recorded_by_role", sa.String(length=20), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_way", sa.String(length=12), nullable=True),
        sa.Column("withdrawn_by_role", sa.String(length=20), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_consent_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "data_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=12), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer_document", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["staff.id"], name=op.f("fk_data_request_answered_by_staff")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_data_request_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_data_request_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_request_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "document_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("template_sha256", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("values", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_version_document_id_document")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_document_version_made_by_staff")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_document_version_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
        sa.UniqueConstraint("document_id", "version", name=op.f("uq_document_version_document_id_version")),
    )
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_version_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_version_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "guardian_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(length=20), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ordered_by"], ["staff.id"], name=op.f("fk_guardian_order_ordered_by_staff")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_guardian_order_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_guardian_order_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_order")),
    )
    with op.batch_alter_table("guardian_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guardian_order_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=True),
        sa.Column("name_en", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["year"], ["announced_year.year"], name=op.f("fk_holiday_year_announced_year")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holiday")),
    )
    with op.batch_alter_table("holiday", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holiday_year"), ["year"], unique=False)

    op.create_table(
        "identity_index",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_index_person_id_person")),
        sa.PrimaryKeyConstraint("digest", "person_id", name=op.f("pk_identity_index")),
    )
    op.create_table(
        "index_told",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("setting_id", sa.Uuid(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_index_told_plan_id_plan")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name=op.f("fk_index_told_recorded_by_staff")),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["index_setting.id"], name=op.f("fk_index_told_setting_id_index_setting")
        ),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_index_told")),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("next_step", sa.String(length=20), nullable=True),
        sa.Column("next_at", UTCDateTime(), nullable=True),
        sa.Column("called_at", UTCDateTime(), nullable=True),
        sa.Column("received_at", UTCDateTime(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("moved_at", UTCDateTime(), nullable=True),
        sa.Column("moves", sa.Integer(), server_default="0", nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("settled_because", sa.String(length=40), nullable=True),
        sa.Column("condition_id", sa.Uuid(), nullable=True),
        sa.Column("article", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["condition_id"], ["condition.id"], name=op.f("fk_item_condition_id_condition")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_item_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index("ix_item_plan_next", ["plan_id", "next_at"], unique=False)
        batch_op.create_index("ix_item_plan_status_due", ["plan_id", "status", "due_on"], unique=False)
        batch_op.create_index("ix_item_status_due", ["status", "due_on"], unique=False)
        batch_op.create_index(
            "uq_item_open",
            ["plan_id", "kind", "label", "due_on"],
            unique=True,
            sqlite_where=sa.text("status IN ('open', 'not_received')"),
            postgresql_where=sa.text("status IN ('open', 'not_received')"),
        )

    op.create_table(
        "phone_index",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_phone_index_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_phone_index")),
    )
    with op.batch_alter_table("phone_index", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phone_index_digest"), ["digest"], unique=False)

    op.create_table(
        "proposal_remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.Column("did", sa.String(length=14), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_proposal_remark_by_id_staff")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_proposal_remark_plan_id_plan")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_remark_proposal_id_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_remark")),
    )
    with op.batch_alter_table("proposal_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_remark_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_remark_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "search_index",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_search_index_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_search_index_plan_id_plan")),
        sa.PrimaryKeyConstraint("digest", "person_id", name=op.f("pk_search_index")),
    )
    with op.batch_alter_table("search_index", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_index_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "usage_custody",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("from_at", UTCDateTime(), nullable=False),
        sa.Column("to_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["usage_device.id"], name=op.f("fk_usage_custody_device_id_usage_device")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_usage_custody_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_custody")),
    )
    with op.batch_alter_table("usage_custody", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_custody_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "usage_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("coverage", sa.Float(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["usage_device.id"], name=op.f("fk_usage_day_device_id_usage_device")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_usage_day_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_day")),
        sa.UniqueConstraint(
            "device_id", "scope", "mark", "source", "day", name=op.f("uq_usage_day_device_id_scope_mark_source_day")
        ),
    )
    with op.batch_alter_table("usage_day", schema=None) as batch_op:
        batch_op.create_index("ix_usage_day_plan_day", ["plan_id", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_usage_day_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "card_query",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("queried_on", sa.Date(), nullable=False),
        sa.Column("phone_cards", sa.Integer(), nullable=True),
        sa.Column("accounts", sa.Integer(), nullable=True),
        sa.Column("unknown_ones", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_card_query_item_id_item")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_card_query_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_query")),
    )
    with op.batch_alter_table("card_query", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_query_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "dated_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("condition_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_role", sa.String(length=20), nullable=True),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_role", sa.String(length=20), nullable=True),
        sa.Column("taken_back_at", UTCDateTime(), nullable=True),
        sa.Column("taken_back_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["condition.id"], name=op.f("fk_dated_session_condition_id_condition")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["guardian_order.id"], name=op.f("fk_dated_session_order_id_guardian_order")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_dated_session_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dated_session")),
    )
    with op.batch_alter_table("dated_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dated_session_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "evaluation_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_evaluation_proposal_item_id_item")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_evaluation_proposal_plan_id_plan")),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f("fk_evaluation_proposal_proposed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_proposal")),
    )
    with op.batch_alter_table("evaluation_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_proposal_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_proposal_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "explanation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("answer_document", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["staff.id"], name=op.f("fk_explanation_answered_by_staff")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_explanation_incident_id_incident")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_explanation_item_id_item")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_explanation_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explanation")),
    )
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_explanation_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_explanation_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_explanation_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("addition", sa.Boolean(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("phone_clock_minutes", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", UTCDateTime(), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_submission_item_id_item")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_submission_plan_id_plan")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["staff.id"], name=op.f("fk_submission_reviewed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "usage_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("assessable", sa.Boolean(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_usage_review_item_id_item")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_usage_review_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_review")),
    )
    with op.batch_alter_table("usage_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_review_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "usage_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("collector", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("working", sa.LargeBinary(), nullable=True),
        sa.Column("working_ends_on", sa.Date(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("raw_ends_on", sa.Date(), nullable=True),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.Column("photo_ends_on", sa.Date(), nullable=True),
        sa.Column("photo_digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["usage_device.id"], name=op.f("fk_usage_source_device_id_usage_device")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_usage_source_item_id_item")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_usage_source_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_source")),
        sa.UniqueConstraint("device_id", "digest", name=op.f("uq_usage_source_device_id_digest")),
    )
    with op.batch_alter_table("usage_source", schema=None) as batch_op:
        batch_op.create_index("ix_usage_source_device_days", ["device_id", "first_on", "last_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_usage_source_device_id"), ["device_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_usage_source_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_usage_source_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("explanation_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["explanation_id"], ["explanation.id"], name=op.f("fk_attachment_explanation_id_explanation")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_attachment_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_attachment_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_explanation_id"), ["explanation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "usage_remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("disputes", sa.Boolean(), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_phone", sa.Boolean(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer_document", sa.LargeBinary(), nullable=True),
        sa.Column("set_aside", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_usage_remark_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["usage_review.id"], name=op.f("fk_usage_remark_review_id_usage_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_remark")),
    )
    with op.batch_alter_table("usage_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_remark_plan_id"), ["plan_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("usage_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_remark_plan_id"))

    op.drop_table("usage_remark")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_submission_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_plan_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_explanation_id"))

    op.drop_table("attachment")
    with op.batch_alter_table("usage_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_source_plan_id"))
        batch_op.drop_index(batch_op.f("ix_usage_source_item_id"))
        batch_op.drop_index(batch_op.f("ix_usage_source_device_id"))
        batch_op.drop_index("ix_usage_source_device_days")

    op.drop_table("usage_source")
    with op.batch_alter_table("usage_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_review_plan_id"))

    op.drop_table("usage_review")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_plan_id"))
        batch_op.drop_index(batch_op.f("ix_submission_item_id"))

    op.drop_table("submission")
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_explanation_plan_id"))
        batch_op.drop_index(batch_op.f("ix_explanation_item_id"))
        batch_op.drop_index(batch_op.f("ix_explanation_incident_id"))

    op.drop_table("explanation")
    with op.batch_alter_table("evaluation_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_proposal_plan_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_proposal_item_id"))

    op.drop_table("evaluation_proposal")
    with op.batch_alter_table("dated_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dated_session_plan_id"))

    op.drop_table("dated_session")
    with op.batch_alter_table("card_query", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_query_plan_id"))

    op.drop_table("card_query")
    with op.batch_alter_table("usage_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_day_plan_id"))
        batch_op.drop_index("ix_usage_day_plan_day")

    op.drop_table("usage_day")
    with op.batch_alter_table("usage_custody", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_custody_plan_id"))

    op.drop_table("usage_custody")
    with op.batch_alter_table("search_index", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_index_plan_id"))

    op.drop_table("search_index")
    with op.batch_alter_table("proposal_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_remark_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_remark_plan_id"))

    op.drop_table("proposal_remark")
    with op.batch_alter_table("phone_index", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phone_index_digest"))

    op.drop_table("phone_index")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_item_open",
            sqlite_where=sa.text("status IN ('open', 'not_received')"),
            postgresql_where=sa.text("status IN ('open', 'not_received')"),
        )
        batch_op.drop_index("ix_item_status_due")
        batch_op.drop_index("ix_item_plan_status_due")
        batch_op.drop_index("ix_item_plan_next")
        batch_op.drop_index(batch_op.f("ix_item_plan_id"))

    op.drop_table("item")
    op.drop_table("index_told")
    op.drop_table("identity_index")
    with op.batch_alter_table("holiday", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holiday_year"))

    op.drop_table("holiday")
    with op.batch_alter_table("guardian_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guardian_order_plan_id"))

    op.drop_table("guardian_order")
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_version_plan_id"))
        batch_op.drop_index(batch_op.f("ix_document_version_document_id"))

    op.drop_table("document_version")
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_request_plan_id"))

    op.drop_table("data_request")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_plan_id"))

    op.drop_table("consent")
    with op.batch_alter_table("webhook", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_office_id"))

    op.drop_table("webhook")
    with op.batch_alter_table("wake", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wake_plan_id"))

    op.drop_table("wake")
    with op.batch_alter_table("usage_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_note_plan_id"))

    op.drop_table("usage_note")
    with op.batch_alter_table("usage_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_device_plan_id"))

    op.drop_table("usage_device")
    with op.batch_alter_table("usage_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_agreement_plan_id"))

    op.drop_table("usage_agreement")
    with op.batch_alter_table("unable", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unable_plan_id"))

    op.drop_table("unable")
    with op.batch_alter_table("team_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_member_staff_id"))
        batch_op.drop_index(batch_op.f("ix_team_member_plan_id"))

    op.drop_table("team_member")
    with op.batch_alter_table("switched_policy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_switched_policy_office_id"))

    op.drop_table("switched_policy")
    with op.batch_alter_table("support_level", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_level_plan_id"))

    op.drop_table("support_level")
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestion_plan_id"))

    op.drop_table("suggestion")
    with op.batch_alter_table("situation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_situation_plan_id"))

    op.drop_table("situation")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_staff_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_person_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("returned_cards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_returned_cards_plan_id"))

    op.drop_table("returned_cards")
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_plan_id"))
        batch_op.drop_index(batch_op.f("ix_reply_person_id"))

    op.drop_table("reply")
    with op.batch_alter_table("remedy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remedy_plan_id"))

    op.drop_table("remedy")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_plan_id"))

    op.drop_table("referral")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_plan_id"))

    op.drop_table("receipt")
    with op.batch_alter_table("questionnaire_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questionnaire_result_plan_id"))

    op.drop_table("questionnaire_result")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_proposal_open", sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'")
        )
        batch_op.drop_index(batch_op.f("ix_proposal_status"))
        batch_op.drop_index(batch_op.f("ix_proposal_plan_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("progress_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_comment_plan_id"))

    op.drop_table("progress_comment")
    op.drop_table("preference")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_plan_id"))

    op.drop_table("person")
    with op.batch_alter_table("paper_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_template_office_id"))

    op.drop_table("paper_template")
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_plan_id"))

    op.drop_table("objection")
    with op.batch_alter_table("need_rating", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_need_rating_standing",
            sqlite_where=sa.text("superseded_by_id IS NULL"),
            postgresql_where=sa.text("superseded_by_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_need_rating_plan_id"))

    op.drop_table("need_rating")
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leave_plan_id"))

    op.drop_table("leave")
    with op.batch_alter_table("index_setting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_index_setting_office_id"))

    op.drop_table("index_setting")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_plan_id"))

    op.drop_table("incident")
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fact_plan_id"))

    op.drop_table("fact")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_plan_id"))

    op.drop_table("document")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_decision_standing",
            sqlite_where=sa.text(
                "superseded_by_id IS NULL AND kind IN ('conditional_non_prosecution', 'revocation', 'non_prosecution')"
            ),
            postgresql_where=sa.text(
                "superseded_by_id IS NULL AND kind IN ('conditional_non_prosecution', 'revocation', 'non_prosecution')"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_decision_plan_id"))

    op.drop_table("decision")
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_condition_plan_id"))

    op.drop_table("condition")
    with op.batch_alter_table("chosen_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chosen_value_key"))

    op.drop_table("chosen_value")
    with op.batch_alter_table("card_restriction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_restriction_plan_id"))

    op.drop_table("card_restriction")
    with op.batch_alter_table("calendar_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_link_staff_id"))

    op.drop_table("calendar_link")
    with op.batch_alter_table("assistance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assistance_plan_id"))
        batch_op.drop_index(batch_op.f("ix_assistance_office_id"))

    op.drop_table("assistance")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_plan_id"))

    op.drop_table("assessment")
    op.drop_table("announced_year")
    with op.batch_alter_table("aid", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_aid_plan_id"))

    op.drop_table("aid")
    with op.batch_alter_table("after_care", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_after_care_keeper_id"))

    op.drop_table("after_care")
    with op.batch_alter_table("account_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_request_staff_id"))

    op.drop_table("account_request")
    with op.batch_alter_table("access", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_reader_id"))
        batch_op.drop_index(batch_op.f("ix_access_plan_number"))
        batch_op.drop_index(batch_op.f("ix_access_office_id"))

    op.drop_table("access")
    with op.batch_alter_table("usage_category", schema=None) as batch_op:
        batch_op.drop_index("ix_usage_category_office_name")

    op.drop_table("usage_category")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_office_id"))

    op.drop_table("staff")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_wake_at"))
        batch_op.drop_index(batch_op.f("ix_plan_status"))
        batch_op.drop_index("ix_plan_office_status")
        batch_op.drop_index(batch_op.f("ix_plan_office_id"))
        batch_op.drop_index(batch_op.f("ix_plan_assisting_office_id"))
        batch_op.drop_index(batch_op.f("ix_plan_asked_office_id"))

    op.drop_table("plan")
    op.drop_table("paper_number")
    with op.batch_alter_table("message_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_step_at"))

    op.drop_table("message_step")
    with op.batch_alter_table("closing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closing_plan_number"))
        batch_op.drop_index(batch_op.f("ix_closing_office_id"))

    op.drop_table("closing")
    op.drop_table("tally")
    op.drop_table("repeat")
    op.drop_table("prefect_link")
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outage_to_at"))

    op.drop_table("outage")
    op.drop_table("office")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_state_lease_until")
        batch_op.drop_index("ix_message_state_due_at")
        batch_op.drop_index(batch_op.f("ix_message_said_in"))
        batch_op.drop_index("ix_message_recipient_id_channel")
        batch_op.drop_index(batch_op.f("ix_message_plan_id"))
        batch_op.drop_index("ix_message_look_again_at")
        batch_op.drop_index(batch_op.f("ix_message_item_id"))
        batch_op.drop_index("ix_message_handed_over_as")
        batch_op.drop_index("ix_message_due_at")

    op.drop_table("message")
    with op.batch_alter_table("journal_unlinked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_unlinked_at"))

    op.drop_table("journal_unlinked")
    with op.batch_alter_table("journal_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_line_subject_id"))
        batch_op.drop_index(batch_op.f("ix_journal_line_plan_id"))
        batch_op.drop_index(batch_op.f("ix_journal_line_actor_id"))

    op.drop_table("journal_line")
    op.drop_table("edition")
    op.drop_table("channel_rest")
    op.drop_table("chain_link")
    op.drop_table("alive")
