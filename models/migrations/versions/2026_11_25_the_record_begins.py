"""The record begins"""

import sqlalchemy as sa
from alembic import op

from models.columns import UTCDateTime

revision = "fe737061f42d"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "after_care",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_care")),
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
        sa.Column("provider_reference", sa.String(length=200), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_message_dedupe_key")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index("ix_message_recipient_id_channel", ["recipient_id", "channel"], unique=False)
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
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("assisting_office_id", sa.Uuid(), nullable=True),
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
        sa.Column("hushed_until_on", sa.Date(), nullable=True),
        sa.Column("paused_texts_reason", sa.String(length=30), nullable=True),
        sa.Column("leave_boundary", sa.String(length=10), nullable=False),
        sa.Column("on_bail", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("ended_because", sa.String(length=30), nullable=True),
        sa.Column("sealed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("after_care", sa.String(length=10), nullable=True),
        sa.Column("attention_open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wake_at", UTCDateTime(), nullable=True),
        sa.Column("claimed_by", sa.String(length=60), nullable=True),
        sa.Column("claimed_until", UTCDateTime(), nullable=True),
        sa.Column("quarantined_at", UTCDateTime(), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("flow_run_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assisting_office_id"], ["office.id"], name=op.f("fk_plan_assisting_office_id_office")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_plan_edition_id_edition")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_plan_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("number", name=op.f("uq_plan_number")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
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
        sa.Column("done", sa.Integer(), nullable=False),
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
        sa.Column("decided_by", sa.Uuid(), nullable=False),
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
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.String(length=10), nullable=False),
        sa.Column("reach", sa.JSON(), nullable=False),
        sa.Column("phone_held", sa.JSON(), nullable=False),
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
        "receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(length=30), nullable=False),
        sa.Column("addressee", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_receipt_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_plan_id"), ["plan_id"], unique=False)

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
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_remedy_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy")),
    )
    with op.batch_alter_table("remedy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remedy_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("last_seen_at", UTCDateTime(), nullable=False),
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
        "team_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("from_at", UTCDateTime(), nullable=False),
        sa.Column("accepted_at", UTCDateTime(), nullable=True),
        sa.Column("until_at", UTCDateTime(), nullable=True),
        sa.Column("standing_in", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_team_member_plan_id_plan")),
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
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_unable_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unable")),
    )
    with op.batch_alter_table("unable", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unable_plan_id"), ["plan_id"], unique=False)

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
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_consent_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "identity_index",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_index_person_id_person")),
        sa.PrimaryKeyConstraint("digest", "person_id", name=op.f("pk_identity_index")),
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
        batch_op.create_index("ix_item_status_due", ["status", "due_on"], unique=False)
        batch_op.create_index(
            "uq_item_open",
            ["plan_id", "kind", "label", "due_on"],
            unique=True,
            sqlite_where=sa.text("status IN ('open', 'not_received')"),
            postgresql_where=sa.text("status IN ('open', 'not_received')"),
        )

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
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_submission_item_id_item")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_submission_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_plan_id"), ["plan_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_plan_id"))
        batch_op.drop_index(batch_op.f("ix_submission_item_id"))

    op.drop_table("submission")
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_explanation_plan_id"))
        batch_op.drop_index(batch_op.f("ix_explanation_item_id"))
        batch_op.drop_index(batch_op.f("ix_explanation_incident_id"))

    op.drop_table("explanation")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_item_open",
            sqlite_where=sa.text("status IN ('open', 'not_received')"),
            postgresql_where=sa.text("status IN ('open', 'not_received')"),
        )
        batch_op.drop_index("ix_item_status_due")
        batch_op.drop_index("ix_item_plan_next")
        batch_op.drop_index(batch_op.f("ix_item_plan_id"))

    op.drop_table("item")
    op.drop_table("identity_index")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_plan_id"))

    op.drop_table("consent")
    with op.batch_alter_table("wake", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wake_plan_id"))

    op.drop_table("wake")
    with op.batch_alter_table("unable", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unable_plan_id"))

    op.drop_table("unable")
    with op.batch_alter_table("team_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_member_staff_id"))
        batch_op.drop_index(batch_op.f("ix_team_member_plan_id"))

    op.drop_table("team_member")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_staff_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_person_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("remedy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remedy_plan_id"))

    op.drop_table("remedy")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_plan_id"))

    op.drop_table("receipt")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_plan_id"))

    op.drop_table("person")
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leave_plan_id"))

    op.drop_table("leave")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_plan_id"))

    op.drop_table("incident")
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fact_plan_id"))

    op.drop_table("fact")
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
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_office_id"))

    op.drop_table("staff")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_wake_at"))
        batch_op.drop_index(batch_op.f("ix_plan_status"))
        batch_op.drop_index("ix_plan_office_status")
        batch_op.drop_index(batch_op.f("ix_plan_office_id"))
        batch_op.drop_index(batch_op.f("ix_plan_assisting_office_id"))

    op.drop_table("plan")
    op.drop_table("message_step")
    with op.batch_alter_table("closing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closing_plan_number"))
        batch_op.drop_index(batch_op.f("ix_closing_office_id"))

    op.drop_table("closing")
    op.drop_table("repeat")
    op.drop_table("office")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_state_lease_until")
        batch_op.drop_index("ix_message_state_due_at")
        batch_op.drop_index("ix_message_recipient_id_channel")
        batch_op.drop_index(batch_op.f("ix_message_plan_id"))
        batch_op.drop_index(batch_op.f("ix_message_item_id"))

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
    op.drop_table("chain_link")
    op.drop_table("after_care")
