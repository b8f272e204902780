package io.imprimatur.incontainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

/** What a registered model leaves in the database: its row, its history, the revision and the ledger entry. */
final class Traces {

    private Traces() {}

    static void require(Database database, String model, String... tables) throws SQLException {
        List<String> found = database.column("""
                select 'model' from registry.model where name = ?
                union all select 'model_aud' from registry.model_aud where name = ?
                union all select 'revision' from audit.revision where cause = ?
                union all select 'ledger' from audit.ledger where cause = ?""", model, model, model, model);
        assertThat(found).containsExactlyInAnyOrder(tables);
    }
}
