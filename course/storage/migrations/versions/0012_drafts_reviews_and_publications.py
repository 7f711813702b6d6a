"""Documents written in the browser: drafts, their review by three parties, and what is published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
KINDS = "'module', 'case', 'quiz', 'survey'"
BODIES = "'police', 'equality-body', 'civil-society'"


def upgrade() -> None:
    op.create_table('draft',
    sa.Column('id', sa.LargeBinary(length=16), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('files', DATA, nullable=False),
    sa.Column('based_on', sa.Text(), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('changed_at', MOMENT, nullable=False),
    sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f('ck_draft_kind_known')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_draft_version_from_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft'))
    )
    op.create_index('ix_draft_kind_document', 'draft', ['kind', 'document'], unique=False)
    op.create_table('draft_member',
    sa.Column('draft_id', sa.LargeBinary(length=16), nullable=False),
    sa.Column('person_id', sa.LargeBinary(length=16), nullable=False),
    sa.Column('may_open', sa.Boolean(), nullable=False),
    sa.Column('has_written', sa.Boolean(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_member_draft_id_draft'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_member_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('draft_id', 'person_id', name=op.f('pk_draft_member'))
    )
    op.create_index('ix_draft_member_person_id', 'draft_member', ['person_id'], unique=False)
    op.create_table('draft_version',
    sa.Column('draft_id', sa.LargeBinary(length=16), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('files', DATA, nullable=False),
    sa.Column('person_id', sa.LargeBinary(length=16), nullable=True),
    sa.Column('saved_at', MOMENT, nullable=False),
    sa.CheckConstraint('version >= 1', name=op.f('ck_draft_version_version_from_one')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_version_draft_id_draft'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_version_person_id_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('draft_id', 'version', name=op.f('pk_draft_version'))
    )
    op.create_table('publication',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=True),
    sa.Column('record', DATA, nullable=True),
    sa.Column('visible_from', MOMENT, nullable=False),
    sa.Column('shipped_digest', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('person_id', sa.LargeBinary(length=16), nullable=True),
    sa.Column('at', MOMENT, nullable=False),
    sa.CheckConstraint("(action = 'publish') = (digest IS NOT NULL)", name=op.f('ck_publication_publishes_a_text')),
    sa.CheckConstraint("(action = 'publish') = (record IS NOT NULL)", name=op.f('ck_publication_publishes_what_was_judged')),
    sa.CheckConstraint("action = 'publish' OR reason <> ''", name=op.f('ck_publication_withdrawn_for_a_reason')),
    sa.CheckConstraint("action IN ('publish', 'withdraw')", name=op.f('ck_publication_action_known')),
    sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f('ck_publication_kind_known')),
    sa.CheckConstraint('seq >= 1', name=op.f('ck_publication_seq_from_one')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_publication_person_id_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_publication'))
    )
    op.create_index('ix_publication_kind_document', 'publication', ['kind', 'document'], unique=False)
    op.create_table('review_comment',
    sa.Column('id', sa.LargeBinary(length=16), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=True),
    sa.Column('person_id', sa.LargeBinary(length=16), nullable=True),
    sa.Column('written_at', MOMENT, nullable=False),
    sa.Column('reply', sa.Text(), nullable=True),
    sa.Column('replied_by', sa.LargeBinary(length=16), nullable=True),
    sa.Column('replied_at', MOMENT, nullable=True),
    sa.CheckConstraint(f"body IN ({BODIES})", name=op.f('ck_review_comment_body_known')),
    sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f('ck_review_comment_kind_known')),
    sa.CheckConstraint('(reply IS NULL) = (replied_at IS NULL)', name=op.f('ck_review_comment_replied_at_an_hour')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_review_comment_person_id_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['replied_by'], ['person.id'], name=op.f('fk_review_comment_replied_by_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_comment'))
    )
    op.create_index('ix_review_comment_kind_document', 'review_comment', ['kind', 'document'], unique=False)
    op.create_table('signature',
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('text_digest', sa.Text(), nullable=False),
    sa.Column('part', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.LargeBinary(length=16), nullable=True),
    sa.Column('position', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('signed_at', MOMENT, nullable=False),
    sa.CheckConstraint(f"body IN ({BODIES})", name=op.f('ck_signature_body_known')),
    sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f('ck_signature_kind_known')),
    sa.CheckConstraint("part IN ('reference', 'translation')", name=op.f('ck_signature_part_known')),
    sa.CheckConstraint("position = 'agree' OR reason <> ''", name=op.f('ck_signature_dissent_has_a_reason')),
    sa.CheckConstraint("position IN ('agree', 'dissent', 'refuse')", name=op.f('ck_signature_position_known')),
    sa.CheckConstraint('seq >= 1', name=op.f('ck_signature_seq_from_one')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_signature_person_id_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('kind', 'document', 'text_digest', 'part', 'body', 'seq', name=op.f('pk_signature'))
    )
    op.create_table('submission',
    sa.Column('id', sa.LargeBinary(length=16), nullable=False),
    sa.Column('draft_id', sa.LargeBinary(length=16), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('reference_digest', sa.Text(), nullable=False),
    sa.Column('has_translation', sa.Boolean(), nullable=False),
    sa.Column('record', DATA, nullable=False),
    sa.Column('names_nobody', DATA, nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('submitted_at', MOMENT, nullable=False),
    sa.Column('submitted_by', sa.LargeBinary(length=16), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.Column('ended', sa.Text(), nullable=True),
    sa.Column('ended_at', MOMENT, nullable=True),
    sa.CheckConstraint("ended IN ('replaced', 'taken-back', 'published')", name=op.f('ck_submission_ended_known')),
    sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f('ck_submission_kind_known')),
    sa.CheckConstraint('(ended IS NULL) = (ended_at IS NULL)', name=op.f('ck_submission_ended_at_an_hour')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_submission_draft_id_draft')),
    sa.ForeignKeyConstraint(['submitted_by'], ['person.id'], name=op.f('fk_submission_submitted_by_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission'))
    )
    op.create_index('ix_submission_draft_id', 'submission', ['draft_id'], unique=False)
    op.create_index('ix_submission_kind_document', 'submission', ['kind', 'document'], unique=False)
    op.create_index('uq_submission_draft_id', 'submission', ['draft_id'], unique=True, sqlite_where=sa.text('ended IS NULL'), postgresql_where=sa.text('ended IS NULL'))


def downgrade() -> None:
    op.drop_index('uq_submission_draft_id', table_name='submission', sqlite_where=sa.text('ended IS NULL'), postgresql_where=sa.text('ended IS NULL'))
    op.drop_index('ix_submission_kind_document', table_name='submission')
    op.drop_index('ix_submission_draft_id', table_name='submission')
    op.drop_table('submission')
    op.drop_table('signature')
    op.drop_index('ix_review_comment_kind_document', table_name='review_comment')
    op.drop_table('review_comment')
    op.drop_index('ix_publication_kind_document', table_name='publication')
    op.drop_table('publication')
    op.drop_table('draft_version')
    op.drop_index('ix_draft_member_person_id', table_name='draft_member')
    op.drop_table('draft_member')
    op.drop_index('ix_draft_kind_document', table_name='draft')
    op.drop_table('draft')
