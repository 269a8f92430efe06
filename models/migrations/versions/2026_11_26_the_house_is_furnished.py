"""The house is furnished"""

import sqlalchemy as sa
from alembic import op

from models.columns import UTCDateTime

revision = "f78d14132316"
down_revision = "fe737061f42d"
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
        "outage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_at", UTCDateTime(), nullable=False),
        sa.Column("to_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outage_to_at"), ["to_at"], unique=False)

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
        "paper_number",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_paper_number_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "paper", "year", name=op.f("pk_paper_number")),
    )
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
        sa.Column("done_hours", sa.Integer(), nullable=False),
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
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_attachment_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_attachment_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
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

    with op.batch_alter_table("after_care", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keeper_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_after_care_keeper_id"), ["keeper_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_after_care_keeper_id_staff"), "staff", ["keeper_id"], ["id"])

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moved_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("moves", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index("ix_item_plan_status_due", ["plan_id", "status", "due_on"], unique=False)

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handed_over_as", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("look_again_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("device", sa.String(length=10), nullable=True))
        batch_op.create_index("ix_message_due_at", ["due_at"], unique=False)
        batch_op.create_index("ix_message_handed_over_as", ["handed_over_as"], unique=False)
        batch_op.create_index("ix_message_look_again_at", ["look_again_at"], unique=False)

    with op.batch_alter_table("message_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_step_at"), ["at"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number_since_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("held_in_term", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("not_at", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("exams", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("opted_out", sa.JSON(), server_default="[]", nullable=False))

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_office_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("may_attach", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("after_care_card_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_plan_asked_office_id"), ["asked_office_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_plan_asked_office_id_office"), "office", ["asked_office_id"], ["id"])

    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed_at", UTCDateTime(), nullable=True))

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone", sa.String(length=20), nullable=True))

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reviewed_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_submission_reviewed_by_staff"), "staff", ["reviewed_by"], ["id"])

    with op.batch_alter_table("team_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("replaces_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_team_member_replaces_id_staff"), "staff", ["replaces_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("team_member", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_team_member_replaces_id_staff"), type_="foreignkey")
        batch_op.drop_column("replaces_id")

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_submission_reviewed_by_staff"), type_="foreignkey")
        batch_op.drop_column("reviewed_by")
        batch_op.drop_column("reviewed_at")

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_column("phone")

    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_column("confirmed_at")

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_plan_asked_office_id_office"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_plan_asked_office_id"))
        batch_op.drop_column("after_care_card_id")
        batch_op.drop_column("may_attach")
        batch_op.drop_column("asked_office_id")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("opted_out")
        batch_op.drop_column("exams")
        batch_op.drop_column("not_at")
        batch_op.drop_column("held_in_term")
        batch_op.drop_column("number_since_at")

    with op.batch_alter_table("message_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_step_at"))

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_look_again_at")
        batch_op.drop_index("ix_message_handed_over_as")
        batch_op.drop_index("ix_message_due_at")
        batch_op.drop_column("device")
        batch_op.drop_column("look_again_at")
        batch_op.drop_column("handed_over_as")

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index("ix_item_plan_status_due")
        batch_op.drop_column("moves")
        batch_op.drop_column("moved_at")

    with op.batch_alter_table("after_care", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_after_care_keeper_id_staff"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_after_care_keeper_id"))
        batch_op.drop_column("keeper_id")

    with op.batch_alter_table("usage_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_remark_plan_id"))

    op.drop_table("usage_remark")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_submission_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_plan_id"))

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
    with op.batch_alter_table("evaluation_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_proposal_plan_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_proposal_item_id"))

    op.drop_table("evaluation_proposal")
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
    op.drop_table("index_told")
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
    with op.batch_alter_table("webhook", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_office_id"))

    op.drop_table("webhook")
    with op.batch_alter_table("usage_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_note_plan_id"))

    op.drop_table("usage_note")
    with op.batch_alter_table("usage_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_device_plan_id"))

    op.drop_table("usage_device")
    with op.batch_alter_table("usage_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_agreement_plan_id"))

    op.drop_table("usage_agreement")
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
    with op.batch_alter_table("returned_cards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_returned_cards_plan_id"))

    op.drop_table("returned_cards")
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
    with op.batch_alter_table("index_setting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_index_setting_office_id"))

    op.drop_table("index_setting")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_plan_id"))

    op.drop_table("document")
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
    with op.batch_alter_table("access", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_reader_id"))
        batch_op.drop_index(batch_op.f("ix_access_plan_number"))
        batch_op.drop_index(batch_op.f("ix_access_office_id"))

    op.drop_table("access")
    with op.batch_alter_table("usage_category", schema=None) as batch_op:
        batch_op.drop_index("ix_usage_category_office_name")

    op.drop_table("usage_category")
    op.drop_table("paper_number")
    op.drop_table("tally")
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outage_to_at"))

    op.drop_table("outage")
    op.drop_table("alive")
