"""The one question about memberships that is asked outside a tenant: which tenants does this user belong to?"""

from django.db import migrations

SQL = """
CREATE FUNCTION tenants_of(member bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT tenant_id FROM accounts_membership WHERE user_id = member AND is_active $$;
REVOKE ALL ON FUNCTION tenants_of(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_of(bigint) TO app;
ALTER FUNCTION tenants_of(bigint) OWNER TO search;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION tenants_of(bigint)")]
