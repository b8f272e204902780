package io.imprimatur.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.envers.Audited;

/** An audited entity of the tests' own. */
@Entity
@Audited
@Table(schema = "sample", name = "parcel")
class Parcel {

    @Id
    private UUID id;

    @Column(columnDefinition = "text")
    private String label;

    @Column(length = 64)
    private String digest;

    protected Parcel() {}

    Parcel(String label, String digest) {
        this.id = UUID.randomUUID();
        this.label = label;
        this.digest = digest;
    }

    void relabel(String newLabel) {
        label = newLabel;
    }
}
