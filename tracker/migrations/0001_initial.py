import concurrency.fields
import datetime
import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import tracker.codes
import tracker.models.accounts.api_key
import tracker.models.accounts.sign_in
import tracker.models.source_file
import tracker.partial_dates.field
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        # Extensions live in a schema of their own, on the path of staff and public alike.
        migrations.RunSQL(
            "CREATE SCHEMA IF NOT EXISTS ext;"
            "CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA ext;"  # exclusion constraints
            "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA ext;",  # search by similarity
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name='DataVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=16, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('session_epoch', models.PositiveIntegerField(default=0, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'permissions': [('publish_records', 'Publish and withdraw records, and change what is public'), ('reveal_identities', 'Reveal, seal and unseal identities'), ('manage_accounts', 'Invite staff, give roles, end accounts'), ('manage_keys', 'Make and revoke keys of the API')],
                'abstract': False,
                'swappable': 'AUTH_USER_MODEL',
                'constraints': [models.CheckConstraint(condition=models.Q(('is_superuser', False)), name='rights_come_from_roles')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partner', models.CharField(help_text='Who uses it.', max_length=200)),
                ('contact', models.CharField(blank=True, help_text='How to reach them before it expires, or when it is misused.', max_length=200)),
                ('prefix', models.CharField(editable=False, help_text='The key begins so: klpt_prefix_…', max_length=8, unique=True)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('expires_on', models.DateField(default=tracker.models.accounts.api_key.in_a_year, help_text='The last day on which it works (UTC).', verbose_name='expires')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked')),
            ],
            options={
                'verbose_name': 'API key',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('partner', ''), _negated=True), name='api_key_names_its_partner'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$'), ('prefix__regex', '^[0-9a-f]{8}$')), name='api_key_is_kept_as_a_digest'), models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('made_at__date'))), name='api_key_expires_after_it_is_made'), models.CheckConstraint(condition=models.Q(('revoked_at', None), ('revoked_at__gte', models.F('made_at')), _connector='OR'), name='api_key_is_revoked_after_it_is_made')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(help_text='Label of the model: cases.Case.', max_length=63)),
                ('row', models.BigIntegerField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('table', 'row'), name='row_is_assigned_once')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('code', models.CharField(max_length=120)),
                ('operation', models.CharField(choices=[('upsert', 'It is new, or it changed'), ('delete', 'It is gone'), ('merge', 'It is part of another record now')], max_length=6)),
                ('merged_into', models.CharField(blank=True, max_length=120)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tracker.dataversion')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'code'), name='a_record_has_one_latest_change'), models.CheckConstraint(condition=models.Q(('operation__in', ['upsert', 'delete', 'merge'])), name='change_operation_is_known'), models.CheckConstraint(condition=models.Q(('operation', 'merge'), ('merged_into', ''), _connector='XOR'), name='only_a_merge_leads_elsewhere')],
            },
        ),
        migrations.CreateModel(
            name='ErrorReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.TextField(help_text='The address of the page it is about.', verbose_name='page')),
                ('words', models.TextField(verbose_name='what is wrong')),
                ('source', models.TextField(blank=True, verbose_name='how we can check it')),
                ('contact', models.TextField(blank=True, verbose_name='how to reach the sender')),
                ('received_at', models.DateTimeField(help_text='To the minute, no closer.')),
                ('state', models.CharField(choices=[('new', 'New'), ('mended', 'Mended'), ('set_aside', 'Set aside')], default='new', max_length=10)),
                ('staff_notes', models.TextField(blank=True, verbose_name='notes for staff')),
            ],
            options={
                'ordering': ['-received_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['new', 'mended', 'set_aside'])), name='error_report_state_is_known'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='error_report_says_something'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('about'), 1000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('words'), 4000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('source'), 1000), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('contact'), 200)), name='error_report_is_short')],
            },
        ),
        migrations.CreateModel(
            name='FailedSignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('failed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'indexes': [models.Index(fields=['digest', 'failed_at'], name='failures_of_one_and_address')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mentions_protected', models.BooleanField(default=False, editable=False, help_text='Kept by a trigger; the public projection then blanks the name out.')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', editable=False, max_length=10)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_edited_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawal_reason', models.TextField(blank=True, editable=False, help_text='For staff only; the public is never told why.')),
                ('staff_notes', models.TextField(blank=True, help_text='Never shown to the public.', verbose_name='notes for staff')),
                ('lock', concurrency.fields.IntegerVersionField(default=0, help_text='record revision number')),
                ('is_sourced', models.BooleanField(default=False, editable=False, help_text='Kept by a trigger: some citation supports it.')),
                ('standing', models.CharField(choices=[('accepted', 'Accepted'), ('disputed', 'Disputed: sources differ'), ('rejected', 'Rejected')], default='accepted', max_length=10)),
                ('standing_reason', models.TextField(blank=True, help_text='Why this claim stands as it does. Shown to the public.')),
                ('code', tracker.codes.CodeField(editable=False, max_length=16, prefix='F', unique=True)),
                ('topic', models.CharField(help_text='What is counted.', max_length=300)),
                ('value', models.DecimalField(blank=True, decimal_places=2, help_text='Empty if in words.', max_digits=16, null=True)),
                ('value_max', models.DecimalField(blank=True, decimal_places=2, help_text='Upper end of a range.', max_digits=16, null=True)),
                ('qualifier', models.CharField(choices=[('exact', 'exactly'), ('about', 'about'), ('nearly', 'nearly'), ('at_least', 'at least'), ('more_than', 'more than'), ('at_most', 'at most'), ('in_words', 'given in words only')], default='exact', max_length=10)),
                ('wording', models.CharField(blank=True, help_text='The value where it is given in words only.', max_length=200)),
                ('unit', models.CharField(max_length=100)),
                ('out_of', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='out of')),
                ('period', tracker.partial_dates.field.PartialDateField(blank=True, null=True)),
                ('period_note', models.CharField(blank=True, max_length=200)),
                ('issuer', models.CharField(blank=True, help_text='Who published the number.', max_length=300)),
                ('note', models.TextField(blank=True)),
                ('period_is_about', tracker.partial_dates.field.AboutMarkField(db_default=False, editable=False)),
            ],
            options={
                'ordering': ['topic', 'code'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='tracker_figure_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='tracker_figure_withdrawal_has_a_reason', violation_error_message='Say, for the staff, why this is withdrawn.'), models.CheckConstraint(condition=models.Q(('standing__in', ['accepted', 'disputed', 'rejected'])), name='tracker_figure_standing_is_known'), models.CheckConstraint(condition=models.Q(('standing', 'accepted'), models.Q(('standing_reason', ''), _negated=True), _connector='OR'), name='tracker_figure_doubt_has_a_reason', violation_error_message='Say why the claim is disputed or rejected.'), models.CheckConstraint(condition=models.Q(('qualifier__in', ['exact', 'about', 'nearly', 'at_least', 'more_than', 'at_most', 'in_words'])), name='figure_qualifier_is_known'), models.CheckConstraint(condition=models.Q(('value__isnull', False), models.Q(('wording', ''), _negated=True), _connector='OR'), name='figure_has_a_value_or_words', violation_error_message='Give the number, or the words the source uses.'), models.CheckConstraint(condition=models.Q(('value_max__isnull', True), ('value_max__gte', models.F('value')), _connector='OR'), name='figure_range_is_ordered')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mentions_protected', models.BooleanField(default=False, editable=False, help_text='Kept by a trigger; the public projection then blanks the name out.')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', editable=False, max_length=10)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_edited_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawal_reason', models.TextField(blank=True, editable=False, help_text='For staff only; the public is never told why.')),
                ('staff_notes', models.TextField(blank=True, help_text='Never shown to the public.', verbose_name='notes for staff')),
                ('lock', concurrency.fields.IntegerVersionField(default=0, help_text='record revision number')),
                ('code', tracker.codes.CodeField(editable=False, max_length=16, prefix='S', unique=True)),
                ('kind', models.CharField(choices=[('report', 'Report'), ('meeting_report', 'Meeting report'), ('event_report', 'Event report'), ('profile', 'Organisation profile'), ('compilation', 'Compilation of pages'), ('page', 'Web page'), ('statement', 'Statement'), ('letter', 'Open letter'), ('interview', 'Interview'), ('news', 'News article'), ('court_paper', 'Court paper'), ('legal_text', 'Legal text'), ('un_document', 'United Nations document'), ('work', 'Cited work')], max_length=20)),
                ('title', models.CharField(max_length=500)),
                ('title_km', models.CharField(blank=True, max_length=500, verbose_name='title in Khmer')),
                ('author', models.CharField(blank=True, help_text='Author or body, as the document gives it.', max_length=300)),
                ('publisher', models.CharField(blank=True, max_length=300)),
                ('published_on', tracker.partial_dates.field.PartialDateField(blank=True, null=True)),
                ('url', models.URLField(blank=True, max_length=1000, verbose_name='address')),
                ('archived_url', models.URLField(blank=True, max_length=1000, verbose_name='archived copy')),
                ('part_of', models.ForeignKey(blank=True, help_text='The compilation this page was read in.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='tracker.source')),
                ('known_from', models.ForeignKey(blank=True, help_text='The document that cites this work, where the work itself was not read.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='works_cited', to='tracker.source')),
                ('note', models.TextField(blank=True, help_text='What a reader should know. Public.')),
                ('published_on_is_about', tracker.partial_dates.field.AboutMarkField(db_default=False, editable=False)),
            ],
            options={
                'ordering': ['title', 'code'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='tracker_source_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='tracker_source_withdrawal_has_a_reason', violation_error_message='Say, for the staff, why this is withdrawn.'), models.CheckConstraint(condition=models.Q(('kind__in', ['report', 'meeting_report', 'event_report', 'profile', 'compilation', 'page', 'statement', 'letter', 'interview', 'news', 'court_paper', 'legal_text', 'un_document', 'work'])), name='source_kind_is_known'), models.CheckConstraint(condition=models.Q(('part_of', models.F('id')), _negated=True), name='source_is_not_part_of_itself')],
            },
        ),
        migrations.CreateModel(
            name='FigureCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mentions_protected', models.BooleanField(default=False, editable=False, help_text='Kept by a trigger; the public projection then blanks the name out.')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tracker.source')),
                ('section', models.CharField(blank=True, help_text='Chapter, page title or heading.', max_length=250)),
                ('locator', models.CharField(help_text='Page, paragraph, or a few words to search the document for.', max_length=250)),
                ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='tracker.figure')),
            ],
            options={
                'ordering': ['source__title', 'section', 'locator'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('locator', ''), _negated=True), name='tracker_figurecitation_has_a_locator', violation_error_message='Say where in the source this is found.'), models.UniqueConstraint(fields=('fact', 'source', 'section', 'locator'), name='tracker_figurecitation_is_given_once')],
            },
        ),
        migrations.CreateModel(
            name='FigureHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='tracker.figure')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=10)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_edited_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawal_reason', models.TextField(blank=True, editable=False, help_text='For staff only; the public is never told why.')),
                ('staff_notes', models.TextField(blank=True, help_text='Never shown to the public.', verbose_name='notes for staff')),
                ('standing', models.CharField(choices=[('accepted', 'Accepted'), ('disputed', 'Disputed: sources differ'), ('rejected', 'Rejected')], default='accepted', max_length=10)),
                ('standing_reason', models.TextField(blank=True, help_text='Why this claim stands as it does. Shown to the public.')),
                ('code', tracker.codes.CodeField(editable=False, max_length=16, prefix='F', unique=False)),
                ('topic', models.CharField(help_text='What is counted.', max_length=300)),
                ('value', models.DecimalField(blank=True, decimal_places=2, help_text='Empty if in words.', max_digits=16, null=True)),
                ('value_max', models.DecimalField(blank=True, decimal_places=2, help_text='Upper end of a range.', max_digits=16, null=True)),
                ('qualifier', models.CharField(choices=[('exact', 'exactly'), ('about', 'about'), ('nearly', 'nearly'), ('at_least', 'at least'), ('more_than', 'more than'), ('at_most', 'at most'), ('in_words', 'given in words only')], default='exact', max_length=10)),
                ('wording', models.CharField(blank=True, help_text='The value where it is given in words only.', max_length=200)),
                ('unit', models.CharField(max_length=100)),
                ('out_of', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='out of')),
                ('period', tracker.partial_dates.field.PartialDateField(blank=True, null=True)),
                ('period_note', models.CharField(blank=True, max_length=200)),
                ('issuer', models.CharField(blank=True, help_text='Who published the number.', max_length=300)),
                ('note', models.TextField(blank=True)),
                ('period_is_about', tracker.partial_dates.field.AboutMarkField(db_default=False, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sources', 'Sources'), ('people', 'People'), ('recommendations', 'Recommendations'), ('cases', 'Cases, participations and charges')], max_length=15)),
                ('origin', models.CharField(help_text='A short name of the organisation whose table it is. Keys are told by it.', max_length=60, verbose_name='whose keys')),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('content', models.BinaryField(null=True)),
                ('heads', models.JSONField(default=dict, help_text='Which head of the file fills which column of ours.')),
                ('state', models.CharField(choices=[('waiting', 'Waiting for a decision'), ('done', 'Imported')], default='waiting', max_length=10)),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('new_count', models.PositiveIntegerField(null=True)),
                ('changed_count', models.PositiveIntegerField(null=True)),
                ('unchanged_count', models.PositiveIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'import',
                'ordering': ['-sent_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['sources', 'people', 'recommendations', 'cases'])), name='import_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done'])), name='import_state_is_known'), models.CheckConstraint(condition=models.Q(('origin', ''), _negated=True), name='import_says_whose_keys'), models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', False), ('done_at__isnull', True), ('state', 'waiting')), models.Q(('content__isnull', True), ('done_at__isnull', False), ('state', 'done')), _connector='OR'), name='import_keeps_its_file_only_while_it_waits')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('for_whom', models.CharField(help_text='A name that you and the others know them by. For staff.', max_length=200)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), help_text='What they will do here.', size=None)),
                ('account', models.ForeignKey(blank=True, editable=False, help_text='The account to set up anew; empty for a new one, until it is opened.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('expires_at', models.DateTimeField(default=tracker.models.accounts.sign_in.in_three_days, editable=False, verbose_name='expires')),
                ('used_at', models.DateTimeField(editable=False, null=True, verbose_name='used')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='invitation_is_kept_as_a_digest'), models.CheckConstraint(condition=models.Q(('for_whom__regex', '\\S')), name='invitation_says_for_whom'), models.CheckConstraint(condition=models.Q(('roles__len__gt', 0)), name='invitation_gives_a_role'), models.CheckConstraint(condition=models.Q(('expires_at__range', (models.F('made_at'), django.db.models.expressions.CombinedExpression(models.F('made_at'), '+', models.Value(datetime.timedelta(days=3, seconds=60)))))), name='invitation_is_short_lived'), models.CheckConstraint(condition=models.Q(('used_at', None), ('revoked_at', None), _connector='OR'), name='invitation_is_used_or_revoked'), models.CheckConstraint(condition=models.Q(('used_at', None), ('account__isnull', False), _connector='OR'), name='used_invitation_has_an_account')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mentions_protected', models.BooleanField(default=False, editable=False, help_text='Kept by a trigger; the public projection then blanks the name out.')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', editable=False, max_length=10)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_edited_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawal_reason', models.TextField(blank=True, editable=False, help_text='For staff only; the public is never told why.')),
                ('staff_notes', models.TextField(blank=True, help_text='Never shown to the public.', verbose_name='notes for staff')),
                ('lock', concurrency.fields.IntegerVersionField(default=0, help_text='record revision number')),
                ('code', tracker.codes.CodeField(editable=False, max_length=16, prefix='O', unique=True)),
                ('kind', models.CharField(choices=[('state', 'State body'), ('state_linked', 'State-linked body'), ('court', 'Court'), ('prison', 'Prison'), ('party', 'Political party'), ('media', 'Media outlet'), ('union', 'Trade union'), ('civil_society', 'Civil society organisation'), ('international', 'International or regional body'), ('company', 'Company')], max_length=20)),
                ('name', models.CharField(max_length=300, unique=True)),
                ('name_km', models.CharField(blank=True, max_length=300, verbose_name='name in Khmer')),
                ('abbreviation', models.CharField(blank=True, max_length=50)),
                ('description', models.CharField(blank=True, max_length=500)),
                ('statements_signed', models.ManyToManyField(blank=True, related_name='signatories', to='tracker.source')),
            ],
            options={
                'ordering': ['name', 'code'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='tracker_organisation_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='tracker_organisation_withdrawal_has_a_reason', violation_error_message='Say, for the staff, why this is withdrawn.'), models.CheckConstraint(condition=models.Q(('kind__in', ['state', 'state_linked', 'court', 'prison', 'party', 'media', 'union', 'civil_society', 'international', 'company'])), name='organisation_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mentions_protected', models.BooleanField(default=False, editable=False, help_text='Kept by a trigger; the public projection then blanks the name out.')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tracker.source')),
                ('section', models.CharField(blank=True, help_text='Chapter, page title or heading.', max_length=250)),
                ('locator', models.CharField(help_text='Page, paragraph, or a few words to search the document for.', max_length=250)),
                ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='tracker.organisation')),
            ],
            options={
                'ordering': ['source__title', 'section', 'locator'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('locator', ''), _negated=True), name='tracker_organisationcitation_has_a_locator', violation_error_message='Say where in the source this is found.'), models.UniqueConstraint(fields=('fact', 'source', 'section', 'locator'), name='tracker_organisationcitation_is_given_once')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='tracker.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=10)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_edited_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawal_reason', models.TextField(blank=True, editable=False, help_text='For staff only; the public is never told why.')),
                ('staff_notes', models.TextField(blank=True, help_text='Never shown to the public.', verbose_name='notes for staff')),
                ('code', tracker.codes.CodeField(editable=False, max_length=16, prefix='O', unique=False)),
                ('kind', models.CharField(choices=[('state', 'State body'), ('state_linked', 'State-linked body'), ('court', 'Court'), ('prison', 'Prison'), ('party', 'Political party'), ('media', 'Media outlet'), ('union', 'Trade union'), ('civil_society', 'Civil society organisation'), ('international', 'International or regional body'), ('company', 'Company')], max_length=20)),
                ('name', models.CharField(max_length=300)),
                ('name_km', models.CharField(blank=True, max_length=300, verbose_name='name in Khmer')),
                ('abbreviation', models.CharField(blank=True, max_length=50)),
                ('description', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrganisationName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mentions_protected', models.BooleanField(default=False, editable=False, help_text='Kept by a trigger; the public projection then blanks the name out.')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='tracker.organisation')),
                ('spelling', models.CharField(max_length=300)),
            ],
            options={
                'ordering': ['spelling'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'spelling'), name='organisation_spelling_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationNameHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='tracker.organisationname')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.organisation')),
                ('spelling', models.CharField(max_length=300)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProtectedSpelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(help_text='Public code of the protected person.', max_length=16)),
                ('spelling', models.CharField(max_length=300)),
                ('squeezed', models.CharField(editable=False, help_text='Lower case, without blanks and hyphens.', max_length=300)),
                ('pattern', models.TextField(editable=False, help_text='Regular expression that finds it.')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner', 'squeezed'), name='spelling_is_protected_once_per_owner')],
            },
        ),
        migrations.CreateModel(
            name='PublicRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=63)),
                ('row', models.BigIntegerField()),
                ('code', models.CharField(max_length=120)),
                ('own', models.CharField(max_length=32)),
                ('whole', models.CharField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'row'), name='a_record_is_remembered_once')],
            },
        ),
        migrations.CreateModel(
            name='SealedSpelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(help_text='Public code of the sealed person.', max_length=16)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('length', models.PositiveSmallIntegerField(editable=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner', 'digest'), name='spelling_is_sealed_once_per_owner'), models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='sealed_spelling_is_kept_as_a_digest')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationStatementsSignedHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organisation', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.organisation')),
                ('source', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrganisationCitationHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='tracker.organisationcitation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.source')),
                ('section', models.CharField(blank=True, help_text='Chapter, page title or heading.', max_length=250)),
                ('locator', models.CharField(help_text='Page, paragraph, or a few words to search the document for.', max_length=250)),
                ('fact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='link_checks', to='tracker.source')),
                ('url', models.URLField(max_length=1000)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('broken_since', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['source', 'url'],
                'constraints': [models.UniqueConstraint(fields=('source', 'url'), name='address_is_checked_once'), models.CheckConstraint(condition=models.Q(('broken_since', None), models.Q(('problem', ''), _negated=True), _connector='OR'), name='broken_link_says_what_is_wrong')],
            },
        ),
        migrations.CreateModel(
            name='FigureCitationHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='tracker.figurecitation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.source')),
                ('section', models.CharField(blank=True, help_text='Chapter, page title or heading.', max_length=250)),
                ('locator', models.CharField(help_text='Page, paragraph, or a few words to search the document for.', max_length=250)),
                ('fact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.figure')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SourceCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mentions_protected', models.BooleanField(default=False, editable=False, help_text='Kept by a trigger; the public projection then blanks the name out.')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tracker.source')),
                ('section', models.CharField(blank=True, help_text='Chapter, page title or heading.', max_length=250)),
                ('locator', models.CharField(help_text='Page, paragraph, or a few words to search the document for.', max_length=250)),
                ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='tracker.source')),
            ],
            options={
                'ordering': ['source__title', 'section', 'locator'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('locator', ''), _negated=True), name='tracker_sourcecitation_has_a_locator', violation_error_message='Say where in the source this is found.'), models.UniqueConstraint(fields=('fact', 'source', 'section', 'locator'), name='tracker_sourcecitation_is_given_once')],
            },
        ),
        migrations.CreateModel(
            name='SourceCitationHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='tracker.sourcecitation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.source')),
                ('section', models.CharField(blank=True, help_text='Chapter, page title or heading.', max_length=250)),
                ('locator', models.CharField(help_text='Page, paragraph, or a few words to search the document for.', max_length=250)),
                ('fact', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.source')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SourceCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='copy', to='tracker.source')),
                ('slug', models.CharField(default=tracker.models.source_file.new_slug, editable=False, max_length=32, unique=True, verbose_name='name')),
                ('media_type', models.CharField(choices=[('pdf', 'PDF'), ('png', 'PNG'), ('jpeg', 'JPEG'), ('webp', 'WebP'), ('gif', 'GIF'), ('docx', 'DOCX'), ('xlsx', 'XLSX'), ('txt', 'TXT'), ('eml', 'EML')], max_length=10, verbose_name='type of file')),
                ('bytes', models.PositiveIntegerField(verbose_name='bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
            ],
            options={
                'verbose_name': 'copy of a source',
                'verbose_name_plural': 'copies of sources',
                'constraints': [models.CheckConstraint(condition=models.Q(('media_type__in', ['pdf', 'png', 'jpeg', 'webp', 'gif', 'docx', 'xlsx', 'txt', 'eml'])), name='source_copy_type_is_known')],
            },
        ),
        migrations.CreateModel(
            name='SourceCopyHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='tracker.sourcecopy')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.source')),
                ('slug', models.CharField(default=tracker.models.source_file.new_slug, editable=False, max_length=32, verbose_name='name')),
                ('media_type', models.CharField(choices=[('pdf', 'PDF'), ('png', 'PNG'), ('jpeg', 'JPEG'), ('webp', 'WebP'), ('gif', 'GIF'), ('docx', 'DOCX'), ('xlsx', 'XLSX'), ('txt', 'TXT'), ('eml', 'EML')], max_length=10, verbose_name='type of file')),
                ('bytes', models.PositiveIntegerField(verbose_name='bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SourceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tracker.source')),
                ('slug', models.CharField(default=tracker.models.source_file.new_slug, editable=False, max_length=32, unique=True)),
                ('original_name', models.CharField(blank=True, max_length=255)),
                ('media_type', models.CharField(choices=[('pdf', 'PDF'), ('png', 'PNG'), ('jpeg', 'JPEG'), ('webp', 'WebP'), ('gif', 'GIF'), ('docx', 'DOCX'), ('xlsx', 'XLSX'), ('txt', 'TXT'), ('eml', 'EML')], max_length=10)),
                ('bytes', models.PositiveIntegerField()),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('captured_at', models.DateTimeField(auto_now_add=True)),
                ('captured_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['captured_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('media_type__in', ['pdf', 'png', 'jpeg', 'webp', 'gif', 'docx', 'xlsx', 'txt', 'eml'])), name='source_file_type_is_known'), models.UniqueConstraint(fields=('source', 'sha256'), name='source_has_a_file_once')],
            },
        ),
        migrations.CreateModel(
            name='SourceHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='tracker.source')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=10)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_edited_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawal_reason', models.TextField(blank=True, editable=False, help_text='For staff only; the public is never told why.')),
                ('staff_notes', models.TextField(blank=True, help_text='Never shown to the public.', verbose_name='notes for staff')),
                ('code', tracker.codes.CodeField(editable=False, max_length=16, prefix='S', unique=False)),
                ('kind', models.CharField(choices=[('report', 'Report'), ('meeting_report', 'Meeting report'), ('event_report', 'Event report'), ('profile', 'Organisation profile'), ('compilation', 'Compilation of pages'), ('page', 'Web page'), ('statement', 'Statement'), ('letter', 'Open letter'), ('interview', 'Interview'), ('news', 'News article'), ('court_paper', 'Court paper'), ('legal_text', 'Legal text'), ('un_document', 'United Nations document'), ('work', 'Cited work')], max_length=20)),
                ('title', models.CharField(max_length=500)),
                ('title_km', models.CharField(blank=True, max_length=500, verbose_name='title in Khmer')),
                ('author', models.CharField(blank=True, help_text='Author or body, as the document gives it.', max_length=300)),
                ('publisher', models.CharField(blank=True, max_length=300)),
                ('published_on', tracker.partial_dates.field.PartialDateField(blank=True, null=True)),
                ('url', models.URLField(blank=True, max_length=1000, verbose_name='address')),
                ('archived_url', models.URLField(blank=True, max_length=1000, verbose_name='archived copy')),
                ('part_of', models.ForeignKey(blank=True, db_constraint=False, help_text='The compilation this page was read in.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.source')),
                ('known_from', models.ForeignKey(blank=True, db_constraint=False, help_text='The document that cites this work, where the work itself was not read.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.source')),
                ('note', models.TextField(blank=True, help_text='What a reader should know. Public.')),
                ('published_on_is_about', tracker.partial_dates.field.AboutMarkField(db_default=False, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SourceKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(help_text='Whose key it is.', max_length=60)),
                ('key', models.CharField(max_length=100)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tracker.source')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('origin', 'key'), name='tracker_sourcekey_names_one_record'), models.CheckConstraint(condition=models.Q(models.Q(('origin', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='tracker_sourcekey_is_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(help_text='Label of the model: cases.Case.', max_length=63)),
                ('row', models.BigIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=1000)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['table', 'row', 'at'], name='steps_of_a_record')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='step_state_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('led_to', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Unsettled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('transaction', models.BigIntegerField()),
                ('place', models.CharField(max_length=63)),
                ('row', models.BigIntegerField()),
                ('is_touched', models.BooleanField()),
                ('step', models.SmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('transaction', 'place', 'row'), name='a_row_is_settled_once')],
            },
        ),
        migrations.CreateModel(
            name='UsedCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.BigIntegerField(help_text='The half minute it was the code of.')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'step'), name='code_is_used_once')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('text', models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('text'), name='gin_trgm_ops'), name='words_are_looked_up')],
            },
        ),
    ]
